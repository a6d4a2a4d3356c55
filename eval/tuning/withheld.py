"""What withholding by confidence costs and saves: the whole curve, in all, by set, first turns and follow-ups apart.

Each row draws its own line: the confidence below which a given share of its answerable questions lies. Knows no model.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from eval.cases import Case
from eval.tuning.logistic import Numbers

SHARES = (0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.5)
MINIMA = (0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7, 0.8)


@dataclass(frozen=True, slots=True)
class Curve:
    """Of some questions, the share of the unanswerable withheld where `SHARES` of the answerable are."""

    name: str
    answerable: int
    unanswerable: int
    withheld: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Minimum:
    """What a `minimum_confidence` would do."""

    minimum: float
    answered_of_answerable: float
    withheld_of_unanswerable: float
    wrong_of_answered: float


def curves(cases: Sequence[Case], sure: Numbers) -> tuple[Curve, ...]:
    """One for each group that has questions of both kinds."""
    answerable = np.asarray([case.answerable for case in cases])
    found = []
    for name, member in _groups(cases):
        yes, no = sure[member & answerable], sure[member & ~answerable]
        if len(yes) and len(no):
            found.append(Curve(name, len(yes), len(no), tuple(_withheld(yes, no, each) for each in SHARES)))
    return tuple(found)


def minima(cases: Sequence[Case], sure: Numbers, right: Numbers) -> tuple[Minimum, ...]:
    """What each of `MINIMA` would withhold."""
    answerable = np.asarray([case.answerable for case in cases])
    return tuple(
        Minimum(
            minimum,
            _share(sure[answerable] >= minimum),
            _share(sure[~answerable] < minimum),
            _share(right[sure >= minimum] < 0.5),
        )
        for minimum in MINIMA
    )


def _withheld(answerable: Numbers, unanswerable: Numbers, share: float) -> float:
    # No more than the share: of equal confidences none is withheld.
    line = np.sort(answerable)[int(share * len(answerable))]
    return _share(unanswerable < line)


def _groups(cases: Sequence[Case]) -> Iterator[tuple[str, np.ndarray]]:
    yield "all", np.ones(len(cases), dtype=np.bool_)
    follow_up = np.asarray([bool(case.asked.history) for case in cases])
    yield "first turns", ~follow_up
    yield "follow-ups", follow_up
    sets = np.asarray([case.set_name for case in cases])
    for name in sorted(set(sets.tolist())):
        yield name, sets == name


def _share(flags: np.ndarray) -> float:
    return float(flags.mean()) if len(flags) else 0.0
