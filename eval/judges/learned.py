"""The judge `learned`: a logistic regression over what a statement and a text share, fitted on the labelled pairs.

Its coefficients come from the half of the pairs that is not held out; only the other half says what it is worth.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from pydantic import BaseModel, ConfigDict, ValidationError

from eval import jsonl
from eval.judges.agreement import kappa
from eval.judges.features import NAMES, Numbers, features_of
from eval.judges.pairs import LabelledPair
from eval.tuning.logistic import fit, probability
from knowledge.errors import BadConfiguration
from knowledge.texts import Text

COEFFICIENTS = Path(__file__).parent / "learned.json"
FOLDS = 10
# A pair's weight beside the ridge of `eval.tuning.logistic`: the ridge counts as much as that of a tenth of a pair.
WEIGHT = 0.01
SUPPORTED_FROM = 0.5


class Fitted(BaseModel):
    """The coefficients, the intercept first, by the names of the features that they belong to."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    features: tuple[str, ...]
    coefficients: tuple[float, ...]
    pairs: int
    cross_validated_kappa: float


class Learned:
    """A verdict from one number a pair; needs no model and no network."""

    name = "learned"
    learned_from_seen = True

    def __init__(self, fitted: Fitted | None = None) -> None:
        self._coefficients = np.asarray((fitted or read_fitted()).coefficients, dtype=np.float64)

    def supported(self, pairs: Sequence[tuple[str, str]]) -> list[bool]:
        """Whether the statement is more probably supported than not."""
        chances = probability(self._coefficients, features_of(pairs))
        return [bool(each >= SUPPORTED_FROM) for each in chances]


def learn(pairs: Sequence[LabelledPair]) -> Fitted:
    """Fit on the pairs that are not held out; the kappa is cross-validated over whole texts."""
    seen = [each for each in pairs if not each.held_out]
    x = features_of([(each.statement, each.text) for each in seen])
    y = np.asarray([each.supported for each in seen], dtype=np.float64)
    folds = np.asarray([int(each.group, 16) // 2 % FOLDS for each in seen])
    chances = np.zeros(len(seen))
    for fold in range(FOLDS):
        inside = folds == fold
        chances[inside] = probability(_fit(x[~inside], y[~inside]), x[inside])
    return Fitted(
        features=NAMES,
        coefficients=tuple(round(float(each), 4) for each in _fit(x, y)),
        pairs=len(seen),
        cross_validated_kappa=round(kappa(chances >= SUPPORTED_FROM, y > 0.5), 4),
    )


def read_fitted(path: Path = COEFFICIENTS) -> Fitted:
    """The committed coefficients. Raises: BadConfiguration when they are of other features."""
    try:
        fitted = Fitted.model_validate_json(path.read_bytes())
        if fitted.features == NAMES and len(fitted.coefficients) == len(NAMES) + 1:
            return fitted
    except (OSError, ValidationError) as error:
        raise _unusable(path) from error
    raise _unusable(path)


def write_fitted(fitted: Fitted, path: Path = COEFFICIENTS) -> None:
    """Write the coefficients, whole or not at all."""
    with jsonl.replacing(path) as handle:
        handle.write(fitted.model_dump_json(indent=1) + "\n")


def _fit(x: Numbers, y: Numbers) -> Any:
    return fit(x, y, np.full(len(x), WEIGHT))


def _unusable(path: Path) -> BadConfiguration:
    return BadConfiguration(
        Text(
            f"{path} does not hold the coefficients of this version’s features.",
            f"{path} ne contient pas les coefficients de cette version.",
        ),
        next_step=Text("Run `replydesk eval judge learn`.", "Lancez « replydesk eval judge learn »."),
    )
