"""Compares systems on the same cases: which is better than the first, where, and how surely. Runs nothing.

Intervals are of the paired bootstrap over groups of questions, each for itself. Whether a difference is more than
chance is tested over all slices and figures of a pair of systems together, so that many slices find nothing that is
not there.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from eval.cases import Case
from eval.folds import groups_of
from eval.gate import statistics
from eval.gate.statistics import Compared, Paired
from eval.intervals import paired_difference
from eval.material import Material
from eval.measures import Scores
from eval.measures.registry import figures
from eval.scoring import Row, case_values, slice_values
from eval.slices import by_slice

# A wrong "better" is a wrong choice, not a broken build: one in twenty pairs of like systems may find one.
ALPHA = 0.05
EVERYTHING = "all"
DIGITS = 6
Found = Literal["better", "worse", "equal", "few"]


@dataclass(frozen=True, slots=True)
class Scored:
    """One system's values by case and by slice; `characters` is the mean length of its first ten passages."""

    name: str
    values: Scores
    rows: Mapping[str, Row]
    characters: float


@dataclass(frozen=True, slots=True)
class Gap:
    """One figure of one slice: `other` less `first`, its interval, and what the test says of it.

    `p` is corrected for all comparisons of the pair, in the direction that was found. `detectable` is the smallest
    difference that would have been seen four times in five.
    """

    slice: str
    figure: str
    cases: int
    groups: int
    first: float
    other: float
    difference: float
    low: float
    high: float
    p: float | None
    detectable: float | None
    found: Found


@dataclass(frozen=True, slots=True)
class Against:
    """All comparisons of a system with the first; guards are counts of violations, (first, other) by name."""

    name: str
    gaps: tuple[Gap, ...]
    guards: Mapping[str, tuple[float, float]]

    def sure(self, found: Found) -> tuple[Gap, ...]:
        """The surely better, or worse, figures: of all cases first, then by slice."""
        return tuple(gap for gap in self.gaps if gap.found == found)

    @property
    def whole(self) -> tuple[Gap, ...]:
        """The comparisons over all cases."""
        return tuple(gap for gap in self.gaps if gap.slice == EVERYTHING)

    @property
    def verdict(self) -> Literal["better", "worse", "mixed", "equal"]:
        """Whether the system is better than the first, on any figure of any slice, and worse on none."""
        better, worse = bool(self.sure("better")), bool(self.sure("worse"))
        if better and worse:
            return "mixed"
        return "better" if better else "worse" if worse else "equal"


def scored(name: str, material: Material) -> Scored:
    """All measures of one system."""
    values = case_values(material)
    rows = slice_values(material.cases, material, values=values)
    found = [len(each.text) for ranking in (material.rankings or {}).values() for each in ranking.ranked[:10]]
    return Scored(name, values, {row.group: row for row in rows}, sum(found) / max(1, len(found)))


def main_figures() -> tuple[str, ...]:
    """The figures that tables show and that are compared: those that the gate holds."""
    return tuple(name for name, figure in figures().items() if figure.gated)


def against(cases: Sequence[Case], first: Scored, other: Scored) -> Against:
    """Every figure of every slice, as far as both systems have it for the same cases."""
    clusters = groups_of(cases)
    known, members = figures(), _apart(by_slice(cases))
    family: list[tuple[str, str, list[str]]] = []
    for name, inside in members.items():
        for figure in main_figures():
            both = [each.id for each in inside if _has(first, each, figure) and _has(other, each, figure)]
            if both:
                family.append((name, figure, both))
    paired = []
    for _, figure, ids in family:
        before, after = _of(first, figure, ids), _of(other, figure, ids)
        way = 1.0 if known[figure].better == "higher" else -1.0
        spread = float(np.std(before) * np.sqrt(2))
        paired.append(Paired([clusters[each] for each in ids], list(way * (after - before)), spread))
    tested = statistics.compare(paired, ALPHA).compared
    gaps = tuple(
        _gap(name, figure, _of(first, figure, ids), _of(other, figure, ids), each.groups, result)
        for (name, figure, ids), each, result in zip(family, paired, tested, strict=True)
    )
    guards = {name: (_total(first, name), _total(other, name)) for name, each in known.items() if each.guard}
    return Against(other.name, gaps, guards)


def _apart(members: Mapping[str, Sequence[Case]]) -> dict[str, Sequence[Case]]:
    """Without the slices that hold the same cases as one before them, which would say everything twice."""
    first: dict[frozenset[str], str] = {}
    for name, inside in members.items():
        first.setdefault(frozenset(each.id for each in inside), name)
    return {name: members[name] for name in first.values()}


def _has(system: Scored, case: Case, figure: str) -> bool:
    return figure in system.values.get(case.id, {})


def _of(system: Scored, figure: str, ids: Sequence[str]) -> "np.ndarray[tuple[int], np.dtype[np.float64]]":
    return np.array([system.values[each][figure] for each in ids], dtype=np.float64)


def _total(system: Scored, guard: str) -> float:
    return float(sum(values.get(guard, 0.0) for values in system.values.values()))


def _gap(
    name: str,
    figure: str,
    before: "np.ndarray[tuple[int], np.dtype[np.float64]]",
    after: "np.ndarray[tuple[int], np.dtype[np.float64]]",
    groups: Sequence[str],
    result: Compared,
) -> Gap:
    interval = paired_difference(list(after), list(before), groups)
    sure: Found = "equal"
    p = None
    if result.p_better is None or result.p_worse is None:
        sure = "few"
    else:
        p = min(result.p_better, result.p_worse)
        if p < ALPHA:
            sure = "better" if result.p_better < result.p_worse else "worse"
    return Gap(
        slice=name,
        figure=figure,
        cases=len(before),
        groups=result.groups,
        first=round(float(before.mean()), DIGITS),
        other=round(float(after.mean()), DIGITS),
        difference=round(interval.mean, DIGITS),
        low=round(interval.low, DIGITS),
        high=round(interval.high, DIGITS),
        p=None if p is None else round(p, DIGITS),
        detectable=None if result.detectable is None else round(result.detectable, DIGITS),
        found=sure,
    )
