"""Measures the product's search and a stock recipe over the same pages and questions, and how sure the gap is."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from eval import report
from eval.benchmarks import shingles
from eval.cases import Case
from eval.conversation import understood
from eval.folds import groups_of
from eval.gold.leaks import held_out
from eval.intervals import Difference, paired_difference
from eval.measures import Scores
from eval.opened import Opened
from eval.peers.stock import NAMES, StockPeer
from eval.results import Found, Ranking
from eval.retrieval import Retrieval
from eval.scoring import groups, retrieval_scores, rows
from eval.telling import Teller
from knowledge.build import Knowledge
from knowledge.database import reading
from knowledge.exchanges import everything
from knowledge.texts import Text

OURS = "replydesk"
# Deep enough that 10,000 characters are filled even by short passages.
DEPTH = 50
SHOWN = (
    "hit@1",
    "hit@5",
    "hit@10",
    "mrr@10",
    "ndcg@10",
    "page hit@1",
    "page mrr@10",
    "covered@10k",
    "hit@10k",
)
COMPARED = ("hit@1", "hit@5", "mrr@10", "ndcg@10", "page mrr@10", "hit@10k")
SURE = {"better": " ▲", "worse": " ▼", "equal": "", "few": " ?"}


@dataclass(frozen=True, slots=True)
class Comparison:
    """Scores by case of each system, ours first, and the length of what each listed.

    `by_shingles` are hits by `eval.benchmarks.shingles`.
    """

    cases: tuple[Case, ...]
    scores: Mapping[str, Scores]
    mean_characters: Mapping[str, float]
    by_shingles: Mapping[str, Scores]


def rank_all(
    cases: Sequence[Case], services: Opened, peer: StockPeer, as_typed: bool, teller: Teller
) -> dict[str, dict[str, Ranking]]:
    """The rankings of every system; the peer is asked our stand-alone query, or the question as typed.

    Past replies that give a question away are no keys of ours.
    """
    rankings: dict[str, dict[str, Ranking]] = {name: {} for name in (OURS, *NAMES)}
    knowledge = services.knowledge
    ours = Retrieval(knowledge.search.without(leaking(cases, knowledge)), knowledge.settings)
    for case in teller.track(cases, len(cases), Text("Searching", "Recherche")):
        rankings[OURS][case.id] = ours.rank(case.asked, DEPTH)
        query = case.asked.question if as_typed else understood(case.asked, knowledge.settings).query
        for name, found in peer.rank(query, DEPTH).items():
            rankings[name][case.id] = Ranking(case.id, found)
    return rankings


def leaking(cases: Sequence[Case], knowledge: Knowledge) -> frozenset[str]:
    """The ids of the past replies that give any of the cases away."""
    with reading(knowledge.engine) as connection:
        return held_out(cases, everything(connection))


def compare(
    cases: Sequence[Case], rankings: Mapping[str, Mapping[str, Ranking]], teller: Teller
) -> Comparison:
    """Score every system by the same measures on the same cases."""
    scored = {
        name: retrieval_scores(cases, rankings[name])
        for name in teller.track(rankings, len(rankings), Text("Scoring", "Notation"))
    }
    lengths = {name: _mean_length(ranked) for name, ranked in rankings.items()}
    by_shingles = {name: shingles.hits(cases, ranked) for name, ranked in rankings.items()}
    return Comparison(tuple(cases), scored, lengths, by_shingles)


def tables(comparison: Comparison) -> str:
    """Markdown: every system on all questions, then ours less each peer's by group, with intervals."""
    gaps = differences(comparison)
    sizes = {group: len(members) for group, members in groups(comparison.cases).items()}
    parts = [_systems(comparison)]
    for name in NAMES:
        lines = [
            [group, str(sizes[group]), *(gap_in_words(peers[name].get(each)) for each in COMPARED)]
            for group, peers in gaps.items()
        ]
        parts.append(f"{OURS} less “{name}”:\n\n" + report.markdown(["", "n", *COMPARED], lines))
    by_shingles = shingles.table(comparison.cases, comparison.by_shingles)
    parts.append("By half of the shingles, on its page:\n\n" + by_shingles)
    return "\n\n".join(parts)


def differences(comparison: Comparison) -> dict[str, dict[str, dict[str, Difference]]]:
    """Ours less each peer's, by group, peer and measure."""
    clusters = groups_of(comparison.cases)
    ours = comparison.scores[OURS]
    found: dict[str, dict[str, dict[str, Difference]]] = {}
    for group, members in groups(comparison.cases).items():
        found[group] = {}
        for name in NAMES:
            theirs = comparison.scores[name]
            found[group][name] = {}
            for measure in COMPARED:
                ids = [case.id for case in members if measure in ours.get(case.id, {})]
                if ids:
                    found[group][name][measure] = paired_difference(
                        [ours[each][measure] for each in ids],
                        [theirs[each][measure] for each in ids],
                        [clusters[each] for each in ids],
                    )
    return found


def to_json(comparison: Comparison) -> dict[str, Any]:
    """All values of all systems, and the differences."""
    return {
        "systems": {
            name: {
                "mean_characters": round(comparison.mean_characters[name], 1),
                "rows": [report.row_to_json(row) for row in rows(comparison.cases, scores)],
            }
            for name, scores in comparison.scores.items()
        },
        "differences": {
            group: {
                name: {measure: asdict(gap) | {"verdict": gap.verdict} for measure, gap in gaps.items()}
                for name, gaps in peers.items()
            }
            for group, peers in differences(comparison).items()
        },
        "by_shingles": shingles.to_json(comparison.cases, comparison.by_shingles),
    }


def _systems(comparison: Comparison) -> str:
    lines = []
    for name, scores in comparison.scores.items():
        values = rows(comparison.cases, scores)[0].values
        length = f"{comparison.mean_characters[name]:.0f}"
        lines.append([name, length, *(report.number(values.get(each)) for each in SHOWN)])
    return report.markdown([f"all {len(comparison.cases)} questions", "characters", *SHOWN], lines)


def gap_in_words(gap: Difference | None) -> str:
    """The mean, its interval, and ▲ or ▼ where that excludes zero."""
    if gap is None:
        return "–"
    return f"{gap.mean:+.3f} [{gap.low:+.3f}, {gap.high:+.3f}]{SURE[gap.verdict]}"


def _mean_length(rankings: Mapping[str, Ranking]) -> float:
    listed: list[Found] = [found for ranking in rankings.values() for found in ranking.ranked[:10]]
    return sum(len(found.text) for found in listed) / len(listed) if listed else 0.0
