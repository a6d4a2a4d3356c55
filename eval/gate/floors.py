"""Floors: the values below which a slice may never fall, however small each step. Reads reports, writes nothing.

A floor stands a margin below the value that it was taken from, so that noise and a few new cases do not reach it: the
lower end of an interval of the slice's mean that all floors together would leave by chance once in a hundred times
(Wilson, 1927, with Bonferroni's correction; for means of graded values and for grouped cases, with as many cases as
independent yes-or-no ones would give the same spread). Against one large step there is the paired test, which sees much
smaller losses; floors are against many small ones.
"""

from collections.abc import Sequence
from statistics import NormalDist

import numpy as np

from eval.gate.baseline import gated
from eval.gate.statistics import FEWEST_GROUPS
from eval.runs.record import CaseRecord, Report

CHANCE = 0.01  # of the whole file
LEAST_PROMISE = (
    0.1  # a floor in the lowest tenth of what is possible promises nothing, and the first step trips over it
)
DIGITS = 4
Floors = dict[str, dict[str, float]]


def floors_of(report: Report) -> Floors:
    """A floor (a ceiling, where lower is better) for each slice and gated figure that has groups enough."""
    samples = _samples(report)
    # Both the value that the floor is taken from and the one that meets it later were drawn: the root of two.
    z = 2**0.5 * NormalDist().inv_cdf(1 - CHANCE / max(1, len(samples)))
    floors: Floors = {}
    for (name, figure), cases in samples.items():
        way = -1 if report.figures[figure].better == "higher" else 1
        floor = margin([case.values[figure] for case in cases], [case.group for case in cases], way, z)
        if promises(floor, [case.values[figure] for case in cases], way):
            floors.setdefault(name, {})[figure] = round(floor, DIGITS)
    return floors


def _samples(report: Report) -> dict[tuple[str, str], list[CaseRecord]]:
    samples = {}
    for part in report.slices:
        cases = [case for case in report.cases if case.flag is None and part.name in case.slices]
        for figure in sorted(gated(report)):
            having = [case for case in cases if figure in case.values]
            if figure in part.values and len({case.group for case in having}) >= FEWEST_GROUPS:
                samples[part.name, figure] = having
    return samples


def margin(values: Sequence[float], groups: Sequence[str], way: int, z: float) -> float:
    """The end of the mean's interval below (`way` -1) or above it (1); values of 0 to 1, or of -1 to 1."""
    numbers = np.asarray(values, dtype=np.float64)
    low, high = _range(numbers)
    scaled = (numbers - low) / (high - low)
    mean, cases = float(scaled.mean()), _independent(scaled, groups)
    middle = mean + z**2 / (2 * cases)
    width = z * float(np.sqrt(mean * (1 - mean) / cases + z**2 / (4 * cases**2)))
    return low + (high - low) * (middle + way * width) / (1 + z**2 / cases)


def promises(floor: float, values: Sequence[float], way: int) -> bool:
    """Whether a floor (`way` -1) or a ceiling (1) leaves something out of what is possible."""
    low, high = _range(np.asarray(values, dtype=np.float64))
    left_out = floor - low if way < 0 else high - floor
    return left_out >= LEAST_PROMISE * (high - low)


def _range(numbers: np.ndarray) -> tuple[float, float]:
    return (-1.0 if numbers.min() < 0 else 0.0), max(1.0, float(numbers.max()))


def _independent(scaled: np.ndarray, groups: Sequence[str]) -> float:
    """How many independent yes-or-no cases would spread as much as the mean of these groups; at least the groups."""
    _, members = np.unique(np.asarray(groups), return_inverse=True)
    mean, count = scaled.mean(), int(members.max()) + 1
    residuals = np.bincount(members, weights=scaled - mean)
    seen = count / (count - 1) * float((residuals**2).sum()) / len(scaled) ** 2
    # A few groups may be alike by luck, so eight more that spread as widely as can be are taken in.
    widest = float(mean * (1 - mean)) / count
    variance = (count * seen + FEWEST_GROUPS * widest) / (count + FEWEST_GROUPS)
    return float(mean * (1 - mean)) / variance if variance > 0 else float(count)


def below(value: float, floor: float, better: str) -> bool:
    """Whether a value breaks its floor, or its ceiling."""
    return value < floor if better == "higher" else value > floor
