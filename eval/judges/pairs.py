"""The labelled pairs: statements beside texts, with a person's word whether the text supports them. Reads them only.

`pairs.jsonl` speaks of the invented province of the sample site. Pairs that share a text stand and fall together:
they are in the same half, and are drawn together.
"""

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from eval import jsonl
from eval.jsonl import BrokenLine
from knowledge.errors import BadInput
from knowledge.texts import Text

PAIRS = Path(__file__).parent / "pairs.jsonl"
FEWEST_PAIRS = (
    200  # below, the interval of kappa is wider than the distance between two judges worth telling apart
)

Break = Literal["number", "date", "negation", "condition", "entity", "wrong_page", "overstated", "invented"]


class LabelledPair(BaseModel):
    """One statement and the text it stands or falls by; `broken_by` says what is wrong with a false one."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str = Field(min_length=1)
    lang: Literal["en", "fr"]
    statement: str = Field(min_length=1)
    text: str = Field(min_length=1)
    supported: bool
    broken_by: Break | None = Field(alias="break")
    subtle: bool

    @model_validator(mode="after")
    def _has_a_break_where_it_is_false(self) -> Self:
        if self.supported == (self.broken_by is not None):
            raise ValueError("a pair is supported or has a break, not both and not neither")
        return self

    @property
    def group(self) -> str:
        """What pairs that stand and fall together share."""
        return hashlib.sha256(self.text.encode()).hexdigest()[:12]

    @property
    def held_out(self) -> bool:
        """Whether the pair is in the half that nobody looks at while improving a judge; by hash of the text."""
        return int(self.group, 16) % 2 == 1


def read_pairs(path: Path = PAIRS) -> tuple[tuple[LabelledPair, ...], tuple[BrokenLine, ...]]:
    """The pairs of a file, and the lines that are none. Raises: BadInput."""
    pairs: dict[str, LabelledPair] = {}
    broken: list[BrokenLine] = []
    for number, record in jsonl.read(path, LabelledPair):
        if isinstance(record, BrokenLine):
            broken.append(record)
        elif record.id in pairs:
            why = Text(f"the id {record.id!r} is there twice.", f"l’identifiant {record.id!r} est en double.")
            broken.append(BrokenLine(path, number, why))
        else:
            pairs[record.id] = record
    return tuple(pairs.values()), tuple(broken)


def enough(pairs: Sequence[LabelledPair], path: Path) -> None:
    """Refuse what is too little to judge a judge by. Raises: BadInput."""
    if len(pairs) >= FEWEST_PAIRS and len({each.supported for each in pairs}) == 2:
        return
    raise BadInput(
        Text(
            f"{path} has {len(pairs)} pairs; a judge is judged by {FEWEST_PAIRS} or more, true and false ones.",
            f"{path} a {len(pairs)} paires ; il en faut au moins {FEWEST_PAIRS}, des vraies et des fausses.",
        ),
        next_step=Text("Label more pairs.", "Annotez d’autres paires."),
    )
