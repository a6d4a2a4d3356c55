"""How near the wording of a draft is to the gold answer. Serves to notice a change, not to rank products.

Looks at drafts of answerable questions that have a gold answer. Shared words (token_f1, token_recall) are counted as
SQuAD counts them (Rajpurkar et al., "SQuAD", 2016), with French and accents in mind; the other values are those of
ragas that need no model (`eval.answers`).
"""

from collections import Counter
from collections.abc import Mapping, Sequence

from eval.answers import wording_values
from eval.cases import Case
from eval.measures import Figure, Measure, Scores
from eval.measures.outcomes import drafts, of_answers
from eval.results import Answer
from knowledge.texts import Text
from knowledge.words.keywords import WORD, folded

ARTICLES = frozenset("a an the l le la les un une des du de d".split())


def wording_scores(cases: Sequence[Case], answers: Mapping[str, Answer]) -> Scores:
    """All wording values, 0 to 1; a question without result scores 0 in each."""
    pairs = {
        case.id: (case.answer, answer.text)
        for case, answer in drafts(cases, answers)
        if case.answerable and case.answer and case.answer.strip()
    }
    near = wording_values(list(pairs.values()))
    return {
        case_id: {**shared_words(*pair), **values}
        for (case_id, pair), values in zip(pairs.items(), near, strict=True)
    }


def shared_words(gold: str, text: str) -> dict[str, float]:
    """token_f1 and token_recall: shares of shared words, each counted as often as it stands."""
    wanted, said = Counter(_words(gold)), Counter(_words(text))
    shared = (wanted & said).total()
    if not shared:
        return {"token_f1": 0.0, "token_recall": 0.0}
    precision, recall = shared / said.total(), shared / wanted.total()
    return {"token_f1": 2 * precision * recall / (precision + recall), "token_recall": recall}


def _words(text: str) -> list[str]:
    return [word for word in WORD.findall(folded(text)) if word not in ARTICLES]


ABOUT = {
    "token_f1": Text(
        "Words shared with the gold answer, in both directions.",
        "Mots partagés avec la réponse de référence, dans les deux sens.",
    ),
    "token_recall": Text(
        "Share of the gold answer's words that the draft holds.",
        "Part des mots de la réponse de référence que contient le brouillon.",
    ),
    "rouge_l": Text(
        "Longest common sequence of words (unaccented letters only: low in French).",
        "Plus longue suite commune de mots (lettres sans accent : bas en français).",
    ),
    "rouge_l_recall": Text(
        "The same as a share of the gold answer.", "De même, en part de la réponse de référence."
    ),
    "chrf": Text(
        "Shared runs of characters; fair to French word endings.",
        "Suites de caractères partagées; équitable pour les terminaisons françaises.",
    ),
    "similarity": Text(
        "1 − edits from one wording to the other / length.",
        "1 − modifications d’une formulation à l’autre / longueur.",
    ),
}
GATED = {"token_f1", "chrf"}
MEASURE = Measure(
    tuple(Figure(name, about, gated=name in GATED) for name, about in ABOUT.items()),
    of_cases=of_answers(wording_scores),
)
