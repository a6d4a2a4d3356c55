"""The measures, a file each. They compare results with gold; they run nothing and print nothing.

A file that defines `MEASURE` is a measure: nothing else has to name it (`eval.measures.registry` finds it).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from eval.cases import Case
from eval.material import Material
from knowledge.texts import Text

Scores = Mapping[str, Mapping[str, float]]
"""For each question that a measure concerns, its values by name."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One value that a measure gives, and what the gate makes of it.

    `gated`: a significant loss on any slice fails the gate. `guard`: the value counts violations, and any above
    0 fails it. `judge` names the judge whose word the value is; its agreement is printed beside it.
    """

    name: str
    about: Text
    better: Literal["higher", "lower"] = "higher"
    gated: bool = False
    guard: bool = False
    judge: str | None = None


@dataclass(frozen=True, slots=True)
class Measure:
    """Named values of single questions, of whole slices, and curves of whole slices.

    `of_cases` gives values by case, whose mean is the slice's value (the sum, for a guard). A case that a measure
    concerns and that has no result scores 0 (never left out). `of_slice` gives values that are no mean;
    `curves` gives plain data for the report's charts, by name.
    """

    figures: tuple[Figure, ...]
    of_cases: Callable[[Material], Scores] | None = None
    of_slice: Callable[[Sequence[Case], Material], Mapping[str, float]] | None = None
    curves: Callable[[Sequence[Case], Material], Mapping[str, Any]] | None = None
