"""Measures the product's search and a stock recipe over the same pages and questions, and how sure the gap is."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from eval import report
from eval.cases import Case
from eval.conversation import understood
from eval.folds import groups_of
from eval.intervals import Difference, paired_difference
from eval.measures import Scores
from eval.opened import Opened
from eval.peers.stock import NAMES, StockPeer
from eval.results import Found, Ranking
from eval.scoring import groups, retrieval_scores, rows
from eval.telling import Teller
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
    """Scores by case of each system, ours first, and the length of what each listed."""

    cases: tuple[Case, ...]
    scores: Mapping[str, Scores]
    mean_characters: Mapping[str, float]


def rank_all(
    cases: Sequence[Case], services: Opened, peer: StockPeer, as_typed: bool, teller: Teller
) -> dict[str, dict[str, Ranking]]:
    """The rankings of every system; the peer is asked our stand-alone query, or the question as typed."""
    rankings: dict[str, dict[str, Ranking]] = {name: {} for name in (OURS, *NAMES)}
    for case in teller.track(cases, len(cases), Text("Searching", "Recherche")):
        rankings[OURS][case.id] = services.retrieval.rank(case.asked, DEPTH)
        query = case.asked.question if as_typed else understood(case.asked, services.knowledge.settings).query
        for name, found in peer.rank(query, DEPTH).items():
            rankings[name][case.id] = Ranking(case.id, found)
    return rankings


def compare(
    cases: Sequence[Case], rankings: Mapping[str, Mapping[str, Ranking]], teller: Teller
) -> Comparison:
    """Score every system by the same measures on the same cases."""
    scored = {
        name: retrieval_scores(cases, rankings[name])
        for name in teller.track(rankings, len(rankings), Text("Scoring", "Notation"))
    }
    lengths = {name: _mean_length(ranked) for name, ranked in rankings.items()}
    return Comparison(tuple(cases), scored, lengths)


def tables(comparison: Comparison) -> str:
    """Markdown: every system on all questions, then ours less each peer's by group, with intervals."""
    gaps = differences(comparison)
    sizes = {group: len(members) for group, members in groups(comparison.cases).items()}
    parts = [_systems(comparison)]
    for name in NAMES:
        lines = [
            [group, str(sizes[group]), *(_gap(peers[name].get(each)) for each in COMPARED)]
            for group, peers in gaps.items()
        ]
        parts.append(f"{OURS} less “{name}”:\n\n" + report.markdown(["", "n", *COMPARED], lines))
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
    }


def _systems(comparison: Comparison) -> str:
    lines = []
    for name, scores in comparison.scores.items():
        values = rows(comparison.cases, scores)[0].values
        length = f"{comparison.mean_characters[name]:.0f}"
        lines.append([name, length, *(report.number(values.get(each)) for each in SHOWN)])
    return report.markdown([f"all {len(comparison.cases)} questions", "characters", *SHOWN], lines)


def _gap(gap: Difference | None) -> str:
    if gap is None:
        return "–"
    return f"{gap.mean:+.3f} [{gap.low:+.3f}, {gap.high:+.3f}]{SURE[gap.verdict]}"


def _mean_length(rankings: Mapping[str, Ranking]) -> float:
    listed: list[Found] = [found for ranking in rankings.values() for found in ranking.ranked[:10]]
    return sum(len(found.text) for found in listed) / len(listed) if listed else 0.0
