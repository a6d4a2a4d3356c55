"""How sure a draft is: one calibrated figure from what search reports. Knows no text."""

from collections.abc import Sequence
from math import exp

from knowledge.search import Evidence

# Logistic regression of "the first passages hold a gold source" on search's own figures; docs/benchmarks.md
# names the command that fits and cross-validates it.
INTERCEPT = -5.33
SIMILARITY = 5.49
COVERAGE = 0.87
MARGIN = 0.47


def confidence(evidence: Sequence[Evidence]) -> float:
    """The probability, from 0 to 1, that the evidence answers the question."""
    if not evidence:
        return 0.0
    top = evidence[0]
    similarity = max(each.similarity for each in evidence[:3])
    coverage = max(each.coverage for each in evidence[:3])
    margin = top.score - evidence[-1].score
    return 1.0 / (1.0 + exp(-(INTERCEPT + SIMILARITY * similarity + COVERAGE * coverage + MARGIN * margin)))
