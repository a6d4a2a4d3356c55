"""Whether paired differences are more than chance, over many slices and figures at once. Knows only numbers.

Questions of one page or dialogue succeed and fail together, so a whole group keeps or changes its sign. Were a
change neither for better nor for worse, every group's difference could as well have had the other sign; the losses
are compared with what such flips give. The same flips serve all comparisons, whose largest statistic corrects for
their number without losing what their overlap gives back: step-down max-T (Westfall and Young, "Resampling-based
multiple testing", 1993).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

# Of the whole family: half a false alarm in a hundred builds that change answers, none in builds that change none.
ALPHA = 0.005
SIGN_VECTORS = 20_000
EXACT_GROUPS = 14  # 2**14 sign vectors are fewer than those: all of them are tried
SEED = 20260101
FEWEST_GROUPS = 8
POWER_Z = 0.84  # 80 % power
# Where hardly anything changed, the smallest loss that would be seen is stated for one group in ten changing.
ASSUMED_CHANGED = 0.1
TIE = 1e-9
ROWS_AT_ONCE = 2_000

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Paired:
    """The oriented differences of some cases (positive: better), the group of each, and how the figure spreads."""

    groups: Sequence[str]
    gains: Sequence[float]
    spread: float


@dataclass(frozen=True, slots=True)
class Compared:
    """What is known of one comparison; p is corrected for the family, None where the groups are too few."""

    gain: float
    groups: int
    changed_groups: int
    p_worse: float | None
    p_better: float | None
    detectable: float | None
    assumed: bool


@dataclass(frozen=True, slots=True)
class Family:
    """All comparisons, in the order given, and how they were tested."""

    compared: tuple[Compared, ...]
    groups: int
    changed_groups: int
    sign_vectors: int
    exact: bool


def compare(family: Sequence[Paired], alpha: float = ALPHA, sign_vectors: int = SIGN_VECTORS) -> Family:
    """Test all comparisons together; the same numbers give the same answer, whatever their order within."""
    names = sorted({group for each in family for group in each.groups})
    place = {name: number for number, name in enumerate(names)}
    enough = [number for number, each in enumerate(family) if len(set(each.groups)) >= FEWEST_GROUPS]
    sums = np.zeros((len(names), len(enough)))
    for column, number in enumerate(enough):
        np.add.at(sums[:, column], [place[group] for group in family[number].groups], family[number].gains)
    changed = np.abs(sums).max(axis=1, initial=0.0) > TIE
    sums = sums[changed]
    signs, exact = _signs(len(sums), sign_vectors)
    worse, better = _corrected(sums, signs, exact)
    critical = NormalDist().inv_cdf(1 - alpha / max(1, len(enough)))
    p_of = {number: (float(worse[at]), float(better[at])) for at, number in enumerate(enough)}
    compared = tuple(_compared(each, critical, *p_of.get(n, (None, None))) for n, each in enumerate(family))
    return Family(compared, len(names), len(sums), len(signs), exact)


def _signs(groups: int, vectors: int) -> tuple[NDArray[np.int8], bool]:
    """Sign vectors as rows: all of them where they are few, else a fixed drawing."""
    if groups <= EXACT_GROUPS:
        numbers = np.arange(2**groups)[:, None]
        return (1 - 2 * ((numbers >> np.arange(groups)) & 1)).astype(np.int8), True
    drawn = np.random.default_rng(SEED).integers(0, 2, size=(vectors, groups), dtype=np.int8)
    return (2 * drawn - 1).astype(np.int8), False


def _corrected(sums: Floats, signs: NDArray[np.int8], exact: bool) -> tuple[Floats, Floats]:
    """Each comparison's step-down max-T p-value of being as low, and as high; `sums` by group and comparison."""
    length = np.sqrt((sums**2).sum(axis=0))
    scaled = np.divide(sums, length, out=np.zeros_like(sums), where=length > TIE)
    # Slices overlap: many comparisons are the same groups in the same proportions, and those without a change are none.
    scaled, same = np.unique(scaled.round(12), axis=1, return_inverse=True)
    seen = scaled.sum(axis=0)
    ways = (-1, 1)
    orders = [np.argsort(-way * seen, kind="stable") for way in ways]
    reached = np.zeros((2, len(seen)))
    for start in range(0, len(signs), ROWS_AT_ONCE):
        flipped = scaled.T @ signs[start : start + ROWS_AT_ONCE].T.astype(np.float64)
        for number, (way, order) in enumerate(zip(ways, orders, strict=True)):
            largest = np.full(flipped.shape[1], -np.inf)
            for column in order[::-1]:
                np.maximum(largest, way * flipped[column], out=largest)
                reached[number, column] += np.count_nonzero(largest >= way * seen[column] - TIE)
    # What was drawn counts as one of the drawings, so that no p is ever 0 (Phipson and Smyth, 2010).
    share = reached / len(signs) if exact else (reached + 1) / (len(signs) + 1)
    corrected = np.empty_like(share)
    for number, order in enumerate(orders):
        corrected[number, order] = np.maximum.accumulate(share[number, order])
    return corrected[0, same.ravel()], corrected[1, same.ravel()]


def _compared(paired: Paired, critical: float, p_worse: float | None, p_better: float | None) -> Compared:
    gains = np.asarray(paired.gains, dtype=np.float64)
    _, members = np.unique(np.asarray(paired.groups), return_inverse=True)
    sums, sizes = np.bincount(members, weights=gains), np.bincount(members)
    changed = int((np.abs(sums) > TIE).sum())
    assumed = changed < FEWEST_GROUPS
    if assumed:
        error = paired.spread * float(np.sqrt(ASSUMED_CHANGED * (sizes**2).sum())) / len(gains)
    else:
        error = float(np.sqrt((sums**2).sum())) / len(gains)
    # A statistic cannot exceed the root of the number of groups, so that fewer can show no loss at all.
    possible = p_worse is not None and len(sums) >= critical**2
    detectable = (critical + POWER_Z) * error if possible else None
    return Compared(float(gains.mean()), len(sums), changed, p_worse, p_better, detectable, assumed)
