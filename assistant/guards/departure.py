"""What a departure is: of which kind, how certain, and of which fact or word."""

from dataclasses import dataclass
from typing import Literal

from knowledge.facts import Fact

TAKEN_OVER = 0.8  # of a sentence’s words: it rearranges, and adds nothing
DepartureKind = Literal[
    "fact_not_in_source",
    "fact_beside_other_words",
    "other_side",
    "negation",
    "condition_dropped",
    "heading_left_out",
    "other_strength",
    "new_word",
    "other_words",
]


@dataclass(frozen=True, slots=True)
class Departure:
    """What is not as the passages have it; `certain` where no rewording explains it.

    `fact` is the fact, if one; `word` the word that the passages lack, or the heading.
    """

    kind: DepartureKind
    certain: bool
    fact: Fact | None = None
    word: str = ""
