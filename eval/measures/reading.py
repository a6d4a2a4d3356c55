"""What a reader has in front of them after the same amount of reading: fair to long and to short passages.

covered@10: the largest share of one source that the first ten passages show together. covered@10k and hit@10k:
the same, and whether a right passage was met, within the first 10,000 characters of the results read in order
(a passage is read only if it fits whole).
"""

from collections.abc import Mapping, Sequence

from eval.cases import Case, GoldSource
from eval.matching import is_right, shown_of, squashed
from eval.measures import Figure, Measure, Scores
from eval.measures.outcomes import of_rankings
from eval.measures.passages import sources_with_text
from eval.results import Found, Ranking
from knowledge.texts import Text

DEPTH = 10
BUDGET_CHARACTERS = 10_000
ABOUT = {
    "covered@10": Text(
        "Largest share of a gold source that the first 10 passages show together.",
        "Plus grande part d’une source que montrent ensemble les 10 premiers passages.",
    ),
    "covered@10k": Text(
        "The same within the first 10,000 characters read.",
        "De même dans les 10 000 premiers caractères lus.",
    ),
    "hit@10k": Text(
        "A right passage is met within the first 10,000 characters read.",
        "Un bon passage se trouve dans les 10 000 premiers caractères lus.",
    ),
}


def reading_scores(cases: Sequence[Case], rankings: Mapping[str, Ranking]) -> Scores:
    """Scores of every answerable case whose sources have a text.

    To fill the budget, rankings of short passages must reach past the tenth.
    """
    scores: dict[str, dict[str, float]] = {}
    for case in cases:
        sources = sources_with_text(case)
        if not sources:
            continue
        found = rankings[case.id].ranked if case.id in rankings else ()
        within = within_budget(found, BUDGET_CHARACTERS)
        scores[case.id] = {
            "covered@10": covered(sources, found[:DEPTH]),
            "covered@10k": covered(sources, within),
            "hit@10k": float(any(is_right(source, each) for each in within for source in sources)),
        }
    return scores


def within_budget(found: Sequence[Found], budget_characters: int) -> Sequence[Found]:
    """The results from the first on, until one no longer fits."""
    total = 0
    for place, each in enumerate(found):
        total += len(each.text)
        if total > budget_characters:
            return found[:place]
    return found


def covered(sources: Sequence[GoldSource], found: Sequence[Found]) -> float:
    """The largest share of a source that the passages show together."""
    best = 0.0
    for source in sources:
        mask = 0
        for each in found:
            mask |= shown_of(source, each)
        length = len(squashed(source.text or ""))
        best = max(best, mask.bit_count() / length if length else 0.0)
    return best


MEASURE = Measure(
    tuple(Figure(name, about) for name, about in ABOUT.items()), of_cases=of_rankings(reading_scores)
)
