"""How much of what should have been said is said: facts and words of the gold that the draft takes up.

What should be said is the gold answer where there is one, else the gold source that the draft takes up best. Its
facts (amounts, dates, numbers, telephones, links: `knowledge.facts`) and its content words (stems, without stop
words) count half each; without facts the words count alone. No word weighs more than another, so that the figure does
not move when other pages come and go. A question that was withheld, or has no result, takes up nothing and scores 0.
"""

from collections.abc import Mapping, Sequence

from eval.cases import Case
from eval.measures import Figure, Measure, Scores
from eval.measures.outcomes import of_answers, outcome
from eval.results import Answer
from knowledge.facts import fact_stands, facts_in
from knowledge.texts import Text
from knowledge.words.keywords import words


def completeness_scores(cases: Sequence[Case], answers: Mapping[str, Answer]) -> Scores:
    """completeness, 0 to 1, for answerable cases whose gold has a text."""
    scores: dict[str, dict[str, float]] = {}
    for case in cases:
        wanted = _wanted(case)
        if wanted:
            said = answers[case.id].text if outcome(case, answers) == "drafted" else ""
            best = max(taken_up(each, said, case.language) for each in wanted)
            scores[case.id] = {"completeness": best}
    return scores


def taken_up(gold: str, said: str, language: str) -> float:
    """The share of the gold's facts and content words that are said."""
    if not said.strip():
        return 0.0
    stems = set(words(gold, language))
    shares = [len(stems & set(words(said, language))) / len(stems)] if stems else []
    facts = {(fact.kind, fact.value): fact for fact in facts_in(gold)}
    if facts:
        shares.append(sum(fact_stands(fact, said) for fact in facts.values()) / len(facts))
    return sum(shares) / len(shares) if shares else 0.0


def _wanted(case: Case) -> list[str]:
    if not case.answerable:
        return []
    if case.answer and case.answer.strip():
        return [case.answer]
    return [source.text for source in case.sources if source.text]


MEASURE = Measure(
    (
        Figure(
            "completeness",
            Text(
                "Share of the gold's facts and content words that the draft takes up; 0 where there is none.",
                "Part des faits et des mots porteurs de la référence que reprend le brouillon; 0 sans brouillon.",
            ),
        ),
    ),
    of_cases=of_answers(completeness_scores),
)
