"""The coefficients of `assistant.withholding.confidence`: fits and cross-validates them. Changes nothing: prints them.

A question counts as right when it is answerable and one of the first three passages shows a gold source. Each set
counts by the root of its size. Questions that nothing answers are few in gold, and many at a desk, so in the fit they
count for half as much as the others; what comes out is then calibrated on the sets as they are.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import astuple, dataclass, fields

import numpy as np
from numpy.typing import NDArray

from assistant.withholding.confidence import WEIGHED, Signs, confidence, limited, signs_of
from eval.cases import Case
from eval.conversation import understood
from eval.folds import folds
from eval.gold.leaks import held_out as leaking
from eval.matching import is_right
from eval.measures.calibration import BINS
from eval.measures.passages import sources_with_text
from eval.opened import Opened
from eval.results import Found
from eval.telling import Teller
from eval.tuning.logistic import Numbers, auc, fit, probability
from knowledge.database import reading
from knowledge.exchanges import everything
from knowledge.search import Evidence
from knowledge.texts import Text

FIRST = 3
SIGNS = tuple(each.name for each in fields(Signs))
UNANSWERABLE_SHARE = 0.5
# Of each standardised coefficient towards none, for each unit of weight: what few questions show is half believed.
PULL = 0.002
NOTHING = Signs(*[0.0] * len(SIGNS))


@dataclass(frozen=True, slots=True)
class Judged:
    """One question: its signs, whether the first passages are right, and the confidence as it is now."""

    case: Case
    signs: Signs
    right: bool
    present: float


@dataclass(frozen=True, slots=True)
class Quality:
    """How well confidences tell right from wrong: `auc`, expected calibration error, area under risk–coverage."""

    auc: float
    ece: float
    aurc: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """Coefficients to set, the intercept first; and the confidences that each question has held out."""

    questions: int
    right: int
    coefficients: dict[str, float]
    confidences: dict[str, Numbers]
    quality: dict[str, Quality]


def judge(cases: Sequence[Case], services: Opened, teller: Teller) -> list[Judged]:
    """The cases that can be judged by their text; past exchanges that give one away are no keys."""
    with reading(services.knowledge.engine) as connection:
        search = services.knowledge.search.without(leaking(cases, everything(connection)))
    judged = [case for case in cases if sources_with_text(case) or not case.answerable]
    found = []
    for case in teller.track(judged, len(judged), Text("Searching", "Recherche")):
        query = understood(case.asked, services.knowledge.settings)
        evidence = search.find(query.query, query.language, WEIGHED, query.thread)
        signs = signs_of(evidence, query.asked) if evidence else NOTHING
        found.append(Judged(case, signs, _is_right(case, evidence), confidence(evidence, query.asked)))
    return found


def calibrate(judged: Sequence[Judged], k: int, seed: int) -> Calibration:
    """Fit on all; hold out by dialogue and page, and by whole sites."""
    x = np.asarray([astuple(each.signs) for each in judged])
    y = np.asarray([float(each.right) for each in judged])
    cases = [each.case for each in judged]
    weights = _weights(cases)
    confidences = {
        "present": np.asarray([each.present for each in judged]),
        "cross-validated": _limited(judged, _held_out(cases, x, y, weights, k, seed)),
        "site never seen": _limited(judged, _unseen(cases, x, y, weights)),
    }
    coefficients = _fit(x, y, weights, cases)
    return Calibration(
        questions=len(judged),
        right=int(y.sum()),
        coefficients={
            n: round(float(v), 3) for n, v in zip(("intercept", *SIGNS), coefficients, strict=True)
        },
        confidences=confidences,
        quality={name: quality(sure, y) for name, sure in confidences.items()},
    )


def quality(sure: Numbers, right: Numbers) -> Quality:
    """The three figures of one set of confidences."""
    ordered = right[np.argsort(-sure, kind="stable")]
    risks = np.cumsum(1 - ordered) / np.arange(1, len(ordered) + 1)
    return Quality(auc(sure, right), expected_calibration_error(sure, right), float(risks.mean()))


def expected_calibration_error(sure: Numbers, right: Numbers) -> float:
    """The mean gap of confidence and share of right ones, over bins of equal size (`eval.measures.calibration`)."""
    bins = np.array_split(np.argsort(sure, kind="stable"), min(BINS, len(sure)))
    return float(sum(len(each) * abs(sure[each].mean() - right[each].mean()) for each in bins) / len(sure))


def _limited(judged: Sequence[Judged], sure: Numbers) -> Numbers:
    return np.asarray([limited(float(p), each.signs) for p, each in zip(sure, judged, strict=True)])


def _is_right(case: Case, evidence: Sequence[Evidence]) -> bool:
    first = [Found(each.page.key, None, each.passage.text_with_heading, 0.0) for each in evidence[:FIRST]]
    return any(is_right(source, found) for source in sources_with_text(case) for found in first)


def _weights(cases: Sequence[Case]) -> Numbers:
    sizes = Counter(case.set_name for case in cases)
    return np.asarray([sizes[case.set_name] ** -0.5 for case in cases])


def _fit(x: Numbers, y: Numbers, weights: Numbers, cases: Sequence[Case]) -> Numbers:
    """Coefficients, the intercept first."""
    answerable = np.asarray([case.answerable for case in cases])
    raised = weights.copy()
    if answerable.any() and not answerable.all():
        raised[~answerable] *= UNANSWERABLE_SHARE * weights[answerable].sum() / weights[~answerable].sum()
    mean, scale = x.mean(axis=0), x.std(axis=0) + 1e-9
    found = fit((x - mean) / scale, y, raised, PULL * raised.sum())
    found[1:] /= scale
    found[0] -= found[1:] @ mean
    shift, slope = fit((found[0] + x @ found[1:])[:, None], y, weights)
    calibrated: Numbers = slope * found
    calibrated[0] += shift
    return calibrated


def _held_out(cases: Sequence[Case], x: Numbers, y: Numbers, weights: Numbers, k: int, seed: int) -> Numbers:
    fold_of = {case.id: fold.number for fold in folds(cases, k, seed) for case in fold.held_out}
    return _by_rounds(cases, x, y, weights, lambda case: str(fold_of[case.id]))


def _unseen(cases: Sequence[Case], x: Numbers, y: Numbers, weights: Numbers) -> Numbers:
    return _by_rounds(cases, x, y, weights, lambda case: case.set_name.partition("/")[0])


def _by_rounds(
    cases: Sequence[Case], x: Numbers, y: Numbers, weights: Numbers, round_of: Callable[[Case], str]
) -> Numbers:
    found = np.full(len(cases), float(np.average(y, weights=weights)))
    rounds: NDArray[np.str_] = np.asarray([round_of(case) for case in cases])
    for each in sorted(set(rounds.tolist())):
        out = rounds == each
        if not out.all():
            seen = [case for case, is_out in zip(cases, out.tolist(), strict=True) if not is_out]
            found[out] = probability(_fit(x[~out], y[~out], weights[~out], seen), x[out])
    return found
