"""How plain a draft is to read: its school grade and its long sentences (`assistant.voice.plainness` counts them).

Lower is better, so a question without result takes the worst value. Not gated: a draft made of the pages' own words
reads as the pages do, and a change for the better may well take a longer sentence.
"""

from collections.abc import Mapping, Sequence

from assistant.voice.plainness import BEYOND_SCHOOL, grade, long_sentences
from eval.cases import Case
from eval.measures import Figure, Measure, Scores
from eval.measures.outcomes import drafts, of_answers
from eval.results import Answer
from knowledge.texts import Text
from knowledge.units import sentences_of


def plain_scores(cases: Sequence[Case], answers: Mapping[str, Answer]) -> Scores:
    """reading_grade (1 to 13, beyond school; not in every language) and long_sentences of each draft."""
    scores: dict[str, dict[str, float]] = {}
    for case, answer in drafts(cases, answers):
        if not answer.text.strip():
            scores[case.id] = {"reading_grade": float(BEYOND_SCHOOL), "long_sentences": 1.0}
            continue
        sentences = [each for line in answer.text.splitlines() for each in sentences_of(line) if each.strip()]
        long = len(long_sentences(answer.text)) / max(1, len(sentences))
        scores[case.id] = {"long_sentences": min(1.0, long)}
        level = grade(answer.text, case.language)
        if level is not None:
            scores[case.id]["reading_grade"] = float(level)
    return scores


MEASURE = Measure(
    (
        Figure(
            "reading_grade",
            Text(
                "School grade that a draft reads at; 13 is beyond school.",
                "Niveau scolaire auquel se lit un brouillon; 13 dépasse l’école.",
            ),
            better="lower",
        ),
        Figure(
            "long_sentences",
            Text(
                "Share of a draft's sentences of more than 25 words.",
                "Part des phrases d’un brouillon de plus de 25 mots.",
            ),
            better="lower",
        ),
    ),
    of_cases=of_answers(plain_scores),
)
