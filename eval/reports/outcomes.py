"""What became of each case, and how each slice stands beside the baseline: what all reports say alike.

Reads a report and a verdict; decides nothing that the gate decides, and renders nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from eval.gate.verdict import CaseChange, Comparison, Verdict
from eval.runs.record import ALL, CaseRecord, Report, SliceRecord

Outcome = Literal["violations", "worse", "flagged", "wrong", "withheld", "better", "right"]
ORDER: tuple[Outcome, ...] = ("violations", "worse", "flagged", "wrong", "better", "withheld", "right")
GIVEN = "pending_review"
RIGHT = "right"
# What a person looks at first; figures that are not named here follow.
FIRST = (
    "right",
    "crag",
    "hit@1",
    "ndcg@10",
    "page mrr@10",
    "cited_page_precision",
    "statements_cited",
    "quote_stands",
)
FEW_TOPICS = 5
TOPIC = "topic:"
SURE = ("worse", "better", "small")
MARKS = {"worse": "▼", "better": "▲", "equal": "=", "small": "▽", "few": "?"}


@dataclass(frozen=True)
class Standing:
    """A report and what the gate said of it, with what is looked up often."""

    report: Report
    verdict: Verdict | None

    @cached_property
    def changes(self) -> Mapping[str, CaseChange]:
        """The cases that changed, by id."""
        return {each.id: each for each in self.verdict.changes} if self.verdict else {}

    @cached_property
    def comparisons(self) -> Mapping[tuple[str, str], Comparison]:
        """The comparisons by slice and figure."""
        found = self.verdict.comparisons if self.verdict else ()
        return {(each.slice, each.figure): each for each in found}

    @cached_property
    def main(self) -> tuple[str, ...]:
        """The gated figures, then those that rest on a judge, as the report names them."""
        figures = self.report.figures.items()
        gated = [name for name, figure in figures if figure.gated and not figure.guard]
        judged = [name for name, figure in figures if figure.judge and not figure.gated and not figure.guard]
        place = {name: at for at, name in enumerate(FIRST)}
        return (*sorted(gated, key=lambda name: place.get(name, len(FIRST))), *judged)

    @cached_property
    def guards(self) -> Mapping[str, tuple[CaseRecord, ...]]:
        """The cases that broke each guard."""
        names = [name for name, figure in self.report.figures.items() if figure.guard]
        return {name: tuple(case for case in self.report.cases if self.broken(name, case)) for name in names}

    def broken(self, guard: str, case: CaseRecord) -> Sequence[str]:
        """How the case broke the guard, in words; the bare count where the report has none."""
        count = case.values.get(guard, 0)
        return case.violations.get(guard) or ([f"{count:g}"] if count > 0 else [])

    @cached_property
    def slices(self) -> Sequence[SliceRecord]:
        """The slices, all cases first, kinds of slice together."""
        return sorted(
            self.report.slices, key=lambda each: (each.name != ALL, each.name.partition(":")[0], each.name)
        )

    @cached_property
    def told(self) -> Sequence[SliceRecord]:
        """The slices worth a line in a short report: all but the topics where nothing is sure."""
        sure = {each.slice for each in self.comparisons.values() if each.outcome in SURE}
        topics = sum(each.name.startswith(TOPIC) for each in self.slices)
        return [
            each
            for each in self.slices
            if topics <= FEW_TOPICS or not each.name.startswith(TOPIC) or each.name in sure
        ]

    @cached_property
    def members(self) -> Mapping[str, Sequence[CaseRecord]]:
        """The cases behind the values of each slice: without those that wait for review."""
        found: dict[str, list[CaseRecord]] = {}
        for case in self.report.cases:
            for name in dict.fromkeys((ALL, *case.slices)) if case.flag is None else ():
                found.setdefault(name, []).append(case)
        return found

    @cached_property
    def urls(self) -> Mapping[str, str]:
        """The address of each page that was found or cited."""
        known: dict[str, str] = {}
        for case in self.report.cases:
            cited = [(each.page, each.url) for each in case.citations]
            for page, url in (*cited, *((each.page, each.url) for each in case.found)):
                if url:
                    known.setdefault(page, url)
        return known

    @cached_property
    def worsened(self) -> Sequence[tuple[CaseRecord, CaseChange]]:
        """The cases that lost, the largest loss first."""
        found = [
            (case, self.changes[case.id])
            for case in self.report.cases
            if case.id in self.changes and self.changes[case.id].gain < 0
        ]
        return sorted(found, key=lambda pair: (pair[1].gain, pair[0].id))

    @cached_property
    def flagged(self) -> Sequence[CaseRecord]:
        """The cases whose gold waits for a person's review."""
        return [case for case in self.report.cases if case.flag]

    def outcomes(self, case: CaseRecord) -> tuple[Outcome, ...]:
        """All that can be said of a case, the gravest first."""
        change = self.changes.get(case.id)
        right = case.values.get(RIGHT)
        said: dict[Outcome, bool] = {
            "violations": any(self.broken(name, case) for name in self.guards),
            "worse": change is not None and change.gain < 0,
            "flagged": case.flag is not None,
            "wrong": right is not None and right < 1 and not case.flag,
            "better": change is not None and change.gain > 0,
            "withheld": case.status != GIVEN,
            "right": right is not None and right >= 1 and not case.flag,
        }
        return tuple(each for each in ORDER if said[each])

    def gravest_first(self) -> Sequence[tuple[CaseRecord, tuple[Outcome, ...]]]:
        """Every case with its outcomes: broken guards, losses, gold to review, wrong ones, then the rest."""
        found = [(case, self.outcomes(case)) for case in self.report.cases]
        return sorted(found, key=lambda pair: (self._gravity(pair[1]), self._gain(pair[0]), pair[0].id))

    def _gravity(self, outcomes: Sequence[Outcome]) -> int:
        return ORDER.index(outcomes[0]) if outcomes else len(ORDER)

    def _gain(self, case: CaseRecord) -> float:
        return self.changes[case.id].gain if case.id in self.changes else 0.0

    def mark(self, slice_name: str, figure: str) -> str:
        """▲ ▼ = beside the baseline; ▽ a loss too small to stop for, ? too few to say; nothing where not compared."""
        found = self.comparisons.get((slice_name, figure))
        return MARKS[found.outcome] if found else ""
