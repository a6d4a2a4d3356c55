"""A logistic regression small enough to read. Knows numbers only."""

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
RIDGE = 1e-3
STEPS = 50


def fit(features: Numbers, right: Numbers, weights: Numbers, ridge: float = RIDGE) -> Numbers:
    """Coefficients, the intercept first, by Newton's method with a ridge; features are (questions, features)."""
    design = np.column_stack([np.ones(len(features)), features])
    coefficients = np.zeros(design.shape[1])
    pull = np.full(len(coefficients), ridge)
    pull[0] = RIDGE
    for _ in range(STEPS):
        expected = _sigmoid(design @ coefficients)
        slope = design.T @ (weights * (right - expected)) - pull * coefficients
        bend = design.T @ (design * (weights * expected * (1 - expected))[:, None])
        step = np.linalg.solve(bend + np.diag(pull), slope)
        coefficients += step
        if float(np.abs(step).max()) < 1e-9:
            break
    return coefficients


def probability(coefficients: Numbers, features: Numbers) -> Numbers:
    """The probability of each row of features."""
    return _sigmoid(coefficients[0] + features @ coefficients[1:])


def auc(probabilities: Numbers, right: Numbers) -> float:
    """The chance that a right one is above a wrong one, ties counting half; 0.5 where one kind is missing."""
    above, below = probabilities[right > 0.5], probabilities[right <= 0.5]
    if not len(above) or not len(below):
        return 0.5
    gaps = above[:, None] - below[None, :]
    return float(((gaps > 0) + 0.5 * (gaps == 0)).mean())


def _sigmoid(values: Numbers) -> Numbers:
    result: Numbers = 1.0 / (1.0 + np.exp(-np.clip(values, -30, 30)))
    return result
