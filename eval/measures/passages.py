"""How early a right passage stands in a ranking (`eval.matching` says what is right).

hit@k: a right passage is among the first k. recall@10: the share of the sources found in the first ten.
mrr@10: 1 / the place of the first right passage. ndcg@10: a passage gains 1 for each source that no passage
before it showed, so a second copy of the same text gains nothing; ideal is every source found at once.
"""

from collections.abc import Mapping, Sequence

from eval.cases import Case, GoldSource
from eval.matching import is_right
from eval.measures import Figure, Measure, Scores
from eval.measures.outcomes import of_rankings
from eval.measures.ranking import rank_scores
from eval.results import Found, Ranking
from knowledge.texts import Text

DEPTH = 10
ABOUT = {
    "hit@1": Text("The first passage is right.", "Le premier passage est bon."),
    "hit@3": Text("A right passage is among the first 3.", "Un bon passage est parmi les 3 premiers."),
    "hit@5": Text("A right passage is among the first 5.", "Un bon passage est parmi les 5 premiers."),
    "hit@10": Text("A right passage is among the first 10.", "Un bon passage est parmi les 10 premiers."),
    "recall@10": Text(
        "Share of the gold sources found in the first 10 passages.",
        "Part des sources de référence trouvées dans les 10 premiers passages.",
    ),
    "mrr@10": Text("1 / place of the first right passage.", "1 / rang du premier bon passage."),
    "ndcg@10": Text(
        "How early each gold source first shows; 1 is every source at once.",
        "À quel point chaque source apparaît tôt; 1, toutes dès le premier passage.",
    ),
}
GATED = {"hit@1", "ndcg@10"}


def passage_scores(cases: Sequence[Case], rankings: Mapping[str, Ranking]) -> Scores:
    """Scores of every answerable case whose sources have a text; a case that was not ranked scores 0."""
    wanted: dict[str, dict[str, int]] = {}
    ranked: dict[str, list[str]] = {}
    recalls: dict[str, float] = {}
    for case in cases:
        sources = sources_with_text(case)
        if not sources:
            continue
        found = rankings[case.id].ranked[:DEPTH] if case.id in rankings else ()
        gains, missing = _gains(sources, found)
        wanted[case.id] = {f"place {place}": gain for place, gain in gains.items()}
        wanted[case.id] |= {f"missing {number}": 1 for number in range(missing)}
        ranked[case.id] = [f"place {place}" for place in range(len(found))]
        recalls[case.id] = 1 - missing / len(sources)
    scores = rank_scores(wanted, ranked)
    return {each: {**scores[each], "recall@10": recalls[each]} for each in wanted}


def sources_with_text(case: Case) -> tuple[GoldSource, ...]:
    """The sources that a passage can be compared with."""
    return tuple(source for source in case.sources if source.text) if case.answerable else ()


def _gains(sources: Sequence[GoldSource], found: Sequence[Found]) -> tuple[dict[int, int], int]:
    left = list(sources)
    gains: dict[int, int] = {}
    for place, each in enumerate(found):
        shown = [source for source in left if is_right(source, each)]
        if shown:
            gains[place] = len(shown)
            left = [source for source in left if source not in shown]
    return gains, len(left)


MEASURE = Measure(
    tuple(Figure(name, about, gated=name in GATED) for name, about in ABOUT.items()),
    of_cases=of_rankings(passage_scores),
)
