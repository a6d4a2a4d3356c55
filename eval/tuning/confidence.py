"""The constants of `assistant.confidence`: fits and cross-validates them. Changes nothing: prints what to set.

A question counts as right when it is answerable and one of the first three passages shows a gold source.
Each set weighs the same in the fit, whatever its size.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.withholding.confidence import confidence
from eval.cases import Case
from eval.conversation import understood
from eval.folds import folds
from eval.matching import is_right
from eval.measures.calibration import BINS
from eval.measures.passages import sources_with_text
from eval.opened import Opened
from eval.results import Found
from eval.telling import Teller
from eval.tuning.logistic import Numbers, auc, fit, probability
from knowledge.search import Evidence
from knowledge.texts import Text

READ = 10
FIRST = 3
FEATURES = ("similarity", "coverage", "margin")
THRESHOLDS = (0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5, 0.6, 0.7)


@dataclass(frozen=True, slots=True)
class Threshold:
    """What a `minimum_confidence` would do, judged on held-out confidences."""

    minimum: float
    answered_of_answerable: float
    withheld_of_unanswerable: float
    wrong_of_answered: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """Coefficients to set, the intercept first; and how well they do held out, beside the present ones."""

    questions: int
    right: int
    coefficients: dict[str, float]
    auc_held_out: float
    brier_held_out: float
    ece_held_out: float
    auc_present: float
    brier_present: float
    thresholds: tuple[Threshold, ...]


def calibrate(cases: Sequence[Case], services: Opened, k: int, seed: int, teller: Teller) -> Calibration:
    """Fit on all cases that can be judged by their text, and cross-validate by dialogue and page."""
    judged = [case for case in cases if sources_with_text(case) or not case.answerable]
    features, right, present = [], [], []
    for case in teller.track(judged, len(judged), Text("Searching", "Recherche")):
        query = understood(case.asked, services.knowledge.settings)
        evidence = services.knowledge.search.find(query.query, query.language, READ, query.thread)
        features.append(features_of(evidence))
        right.append(float(_is_right(case, evidence)))
        present.append(confidence(evidence))
    x, y = np.asarray(features), np.asarray(right)
    sizes = Counter(case.set_name for case in judged)
    weights = np.asarray([len(judged) / len(sizes) / sizes[case.set_name] for case in judged])
    held_out = _held_out(judged, x, y, weights, k, seed)
    now = np.asarray(present)
    coefficients = fit(x, y, weights)
    names = ("intercept", *FEATURES)
    return Calibration(
        questions=len(judged),
        right=int(y.sum()),
        coefficients={name: round(float(value), 3) for name, value in zip(names, coefficients, strict=True)},
        auc_held_out=auc(held_out, y),
        brier_held_out=float(np.average((held_out - y) ** 2, weights=weights)),
        ece_held_out=expected_calibration_error(held_out, y),
        auc_present=auc(now, y),
        brier_present=float(np.average((now - y) ** 2, weights=weights)),
        thresholds=tuple(_threshold(each, judged, held_out, y) for each in THRESHOLDS),
    )


def features_of(evidence: Sequence[Evidence]) -> tuple[float, ...]:
    """What `assistant.confidence` computes with, in the order of `FEATURES`."""
    if not evidence:
        return (0.0,) * len(FEATURES)
    similarity = max(each.similarity for each in evidence[:FIRST])
    coverage = max(each.coverage for each in evidence[:FIRST])
    return similarity, coverage, evidence[0].score - evidence[-1].score


def _is_right(case: Case, evidence: Sequence[Evidence]) -> bool:
    first = [Found(each.page.key, None, each.passage.text_with_heading, 0.0) for each in evidence[:FIRST]]
    return any(is_right(source, found) for source in sources_with_text(case) for found in first)


def _held_out(
    cases: Sequence[Case], features: Numbers, right: Numbers, weights: Numbers, k: int, seed: int
) -> Numbers:
    place = {case.id: number for number, case in enumerate(cases)}
    found = np.full(len(cases), float(np.average(right, weights=weights)))
    for fold in folds(cases, k, seed):
        seen = [place[case.id] for case in fold.seen]
        out = [place[case.id] for case in fold.held_out]
        if seen and out:
            found[out] = probability(fit(features[seen], right[seen], weights[seen]), features[out])
    return found


def expected_calibration_error(sure: Numbers, right: Numbers) -> float:
    """The mean gap of confidence and share of right ones, over bins of equal size (`eval.measures.calibration`)."""
    bins = np.array_split(np.argsort(sure, kind="stable"), min(BINS, len(sure)))
    return float(sum(len(each) * abs(sure[each].mean() - right[each].mean()) for each in bins) / len(sure))


def _threshold(minimum: float, cases: Sequence[Case], sure: Numbers, right: Numbers) -> Threshold:
    given = sure >= minimum
    answerable = np.asarray([case.answerable for case in cases])
    return Threshold(
        minimum,
        _share(given[answerable]),
        _share(~given[~answerable]),
        _share(right[given] < 0.5),
    )


def _share(flags: NDArray[np.bool_]) -> float:
    return float(flags.mean()) if len(flags) else 0.0
