"""How early a right page stands in a ranking: the same measures on pages, each counted where it first appears."""

from collections.abc import Mapping, Sequence

from eval.cases import Case
from eval.measures import Scores
from eval.measures.ranking import rank_scores
from eval.results import Ranking

DEPTH = 10


def page_scores(cases: Sequence[Case], rankings: Mapping[str, Ranking]) -> Scores:
    """Scores, named `page …`, of every answerable case; only the first ten passages count."""
    wanted: dict[str, dict[str, int]] = {}
    ranked: dict[str, list[str]] = {}
    recalls: dict[str, float] = {}
    for case in cases:
        if not case.answerable or not case.sources:
            continue
        gains: dict[str, int] = {}
        for source in case.sources:
            gains[source.page_id] = max(source.relevance, gains.get(source.page_id, 0))
        found = rankings[case.id].ranked[:DEPTH] if case.id in rankings else ()
        pages = list(dict.fromkeys(each.page_id for each in found))
        wanted[case.id], ranked[case.id] = gains, pages
        recalls[case.id] = sum(page in gains for page in pages) / len(gains)
    scores = rank_scores(wanted, ranked)
    return {
        each: {f"page {name}": value for name, value in {**scores[each], "recall@10": recalls[each]}.items()}
        for each in wanted
    }
