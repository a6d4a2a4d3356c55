"""The second stage: puts the first stage's best passages in their final order. Learns nothing itself.

A weighted sum of features, none weighed below zero: with few weights that all say "more is better", what was learned
on some sites holds on others (docs/benchmarks.md). `replydesk eval tune ranker` fits and cross-validates them.
"""

import json
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from knowledge.ranking.features import NAMES, Features

WEIGHTS = Path(__file__).parent / "ranker.json"


class Ranker:
    """One score for each row of features; higher is better, and differences are comparable between questions."""

    def __init__(self, weights: Mapping[str, float]) -> None:
        self.weights = dict(weights)
        self._weights = np.asarray([weights.get(name, 0.0) for name in NAMES])

    @classmethod
    def packaged(cls) -> "Ranker":
        """The one whose weights come with the package."""
        return cls(json.loads(WEIGHTS.read_text(encoding="utf-8"))["weights"])

    def scores(self, features: Features) -> NDArray[np.float64]:
        """The score of each row."""
        result: NDArray[np.float64] = features @ self._weights
        return result
