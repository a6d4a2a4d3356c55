"""How early a right page stands in a ranking: the same measures on pages, each counted where it first appears."""

from collections.abc import Mapping, Sequence

from eval.cases import Case
from eval.measures import Figure, Measure, Scores
from eval.measures.outcomes import of_rankings
from eval.measures.ranking import rank_scores
from eval.results import Ranking
from knowledge.texts import Text

DEPTH = 10
ABOUT = {
    "page hit@1": Text("The first page is right.", "La première page est bonne."),
    "page hit@3": Text("A right page is among the first 3.", "Une bonne page est parmi les 3 premières."),
    "page hit@5": Text("A right page is among the first 5.", "Une bonne page est parmi les 5 premières."),
    "page hit@10": Text("A right page is among the first 10.", "Une bonne page est parmi les 10 premières."),
    "page recall@10": Text(
        "Share of the gold pages found among the first 10 passages.",
        "Part des pages de référence trouvées parmi les 10 premiers passages.",
    ),
    "page mrr@10": Text("1 / place of the first right page.", "1 / rang de la première bonne page."),
    "page ndcg@10": Text(
        "How early the gold pages show, weighted by their relevance.",
        "À quel point les pages de référence apparaissent tôt, selon leur pertinence.",
    ),
}
GATED = {"page mrr@10"}


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


MEASURE = Measure(
    tuple(Figure(name, about, gated=name in GATED) for name, about in ABOUT.items()),
    of_cases=of_rankings(page_scores),
)
