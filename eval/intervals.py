"""How sure a difference is: the paired cluster bootstrap. Knows only numbers and the groups that they fall in.

Questions about one page or from one dialogue succeed and fail together, so whole groups are drawn, not single
questions (Field and Welsh, "Bootstrapping clustered data", 2007); an interval over single questions would be
too narrow.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

ROUNDS = 5_000
SEED = 20260101
CONFIDENCE = 0.95
# With fewer groups than this a bootstrap interval is far too narrow to conclude from.
FEWEST_GROUPS = 8


@dataclass(frozen=True, slots=True)
class Difference:
    """Ours less theirs: the mean over questions and its 95 % interval."""

    mean: float
    low: float
    high: float
    questions: int
    groups: int

    @property
    def verdict(self) -> str:
        """`better` or `worse` where the interval excludes zero, `equal` where not, `few` where there are few groups."""
        if self.groups < FEWEST_GROUPS:
            return "few"
        if self.low > 0:
            return "better"
        return "worse" if self.high < 0 else "equal"


def paired_difference(
    ours: Sequence[float], theirs: Sequence[float], groups: Sequence[str], rounds: int = ROUNDS
) -> Difference:
    """The difference of two lists of scores of the same questions, in the same order; needs at least one."""
    gaps = np.asarray(ours, dtype=np.float64) - np.asarray(theirs, dtype=np.float64)
    _, members = np.unique(np.asarray(groups), return_inverse=True)
    sums = np.bincount(members, weights=gaps)
    sizes = np.bincount(members).astype(np.float64)
    draws = np.random.default_rng(SEED).multinomial(len(sums), np.full(len(sums), 1 / len(sums)), size=rounds)
    means = (draws @ sums) / (draws @ sizes)
    tail = (1 - CONFIDENCE) / 2
    low, high = np.quantile(means, [tail, 1 - tail])
    return Difference(float(gaps.mean()), float(low), float(high), len(gaps), len(sums))
