"""The same questions put to several variants of search, one below the other: a table for each group of questions.

Each variant is set beside the row above it, or beside the first. Asks nothing itself.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from eval import report
from eval.benchmarks.retrieval import gap_in_words
from eval.cases import Case
from eval.folds import groups_of
from eval.intervals import Difference, paired_difference
from eval.measures import Scores
from eval.scoring import groups
from knowledge.texts import Text

COMPARED = "mrr@10"
SHOWN = ("hit@1", "hit@5")


@dataclass(frozen=True, slots=True)
class Worth:
    """One variant on one group of questions; `gap` is its MRR@10 less another row's, which the first has not."""

    variant: Text
    questions: int
    values: Mapping[str, float]
    gap: Difference | None


def worth_by_group(
    cases: Sequence[Case], scores: Sequence[tuple[Text, Scores]], *, beside_first: bool = False
) -> dict[str, list[Worth]]:
    """What each variant reached on each group of the cases, beside the row above or the first row."""
    clusters = groups_of(cases)
    return {
        group: list(_worth([case.id for case in members], scores, clusters, beside_first))
        for group, members in groups(cases).items()
    }


def tables(worths: Mapping[str, Sequence[Worth]], language: str, gap: str) -> str:
    """Markdown: a table for each group of questions, a row for each variant; `gap` heads the column of differences."""
    head = [COMPARED, gap, *SHOWN]
    return "\n\n".join(
        report.markdown([f"{group}, n = {rows[0].questions}", *head], [_line(row, language) for row in rows])
        for group, rows in worths.items()
    )


def to_json(worths: Mapping[str, Sequence[Worth]], variant: str, gap: str) -> dict[str, Any]:
    """All values and differences, by group; `variant` and `gap` name their fields."""
    return {
        group: [
            {
                variant: each.variant.en,
                **{name: round(value, 6) for name, value in each.values.items()},
                gap: asdict(each.gap) | {"verdict": each.gap.verdict} if each.gap else None,
            }
            for each in rows
        ]
        for group, rows in worths.items()
    }


def _worth(
    ids: Sequence[str],
    scores: Sequence[tuple[Text, Scores]],
    clusters: Mapping[str, str],
    beside_first: bool,
) -> Iterator[Worth]:
    other: list[float] | None = None
    for variant, by_case in scores:
        reached = [by_case[each][COMPARED] for each in ids]
        gap = paired_difference(reached, other, [clusters[each] for each in ids]) if other else None
        values = {name: sum(by_case[each][name] for each in ids) / len(ids) for name in (COMPARED, *SHOWN)}
        yield Worth(variant, len(ids), values, gap)
        other = other if other and beside_first else reached


def _line(row: Worth, language: str) -> list[str]:
    values = [report.number(row.values[name]) for name in (COMPARED, *SHOWN)]
    return [row.variant.in_language(language), values[0], gap_in_words(row.gap), *values[1:]]
