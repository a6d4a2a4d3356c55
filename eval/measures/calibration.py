"""Whether a confidence of 0.8 means that four in five such drafts are right.

Drafts are put in order of confidence and cut into bins of equal size, ten at most. The expected calibration error is
the mean gap between a bin's confidence and its share of right drafts, weighted by size (Guo et al., "On Calibration
of Modern Neural Networks", 2017; equal-mass bins: Nixon et al., "Measuring Calibration in Deep Learning", 2019).
A question without result has no confidence and is in no bin; `right` counts it.
"""

from collections.abc import Mapping, Sequence
from itertools import pairwise

from eval.cases import Case
from eval.material import Material
from eval.measures import Figure, Measure
from eval.measures.outcomes import outcome
from eval.measures.right import is_right_draft
from eval.measures.risk import by_language
from eval.results import Answer
from knowledge.texts import Text

BINS = 10


def reliability(cases: Sequence[Case], answers: Mapping[str, Answer]) -> list[tuple[float, float, int]]:
    """For each bin from the least confident up: mean confidence, share right, and how many drafts."""
    judged = sorted(
        (answers[case.id].confidence, is_right_draft(case, answers[case.id]))
        for case in cases
        if outcome(case, answers) == "drafted"
    )
    bins = min(BINS, len(judged))
    edges = [len(judged) * number // bins for number in range(bins + 1)] if bins else []
    found = []
    for start, end in pairwise(edges):
        members = judged[start:end]
        count = len(members)
        found.append((sum(sure for sure, _ in members) / count, sum(ok for _, ok in members) / count, count))
    return found


def calibration(cases: Sequence[Case], answers: Mapping[str, Answer]) -> dict[str, float]:
    """ece, from 0 (a confidence that can be taken at its word) to 1; empty without drafts."""
    bins = reliability(cases, answers)
    total = sum(count for _, _, count in bins)
    if not total:
        return {}
    return {"ece": sum(count * abs(sure - share) for sure, share, count in bins) / total}


def _of_slice(cases: Sequence[Case], material: Material) -> dict[str, float]:
    return {} if material.answers is None else calibration(cases, material.answers)


def _curves(cases: Sequence[Case], material: Material) -> dict[str, dict[str, list[list[float]]]]:
    if material.answers is None:
        return {}
    answers = material.answers
    curves = {name: reliability(members, answers) for name, members in by_language(cases).items()}
    return {
        "reliability": {
            name: [[round(sure, 6), round(share, 6), count] for sure, share, count in bins]
            for name, bins in curves.items()
        }
    }


MEASURE = Measure(
    (
        Figure(
            "ece",
            Text(
                "Expected calibration error: how far the confidence is from the share of right drafts.",
                "Erreur de calibration attendue : écart entre la confiance et la part de bons brouillons.",
            ),
            better="lower",
        ),
    ),
    of_slice=_of_slice,
    curves=_curves,
)
