"""The difference between two wordings, word by word."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

_PIECE = re.compile(r"\s*\S+|\s+")  # a word with the blanks before it


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words that was kept, removed or added."""

    change: Literal["kept", "removed", "added"]
    text: str


def difference(before: str, after: str) -> tuple[Piece, ...]:
    """What turns `before` into `after`; joining all but the added pieces gives `before` back."""
    old, new = _PIECE.findall(before), _PIECE.findall(after)
    pieces: list[Piece] = []
    for tag, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            pieces.append(Piece("kept", "".join(old[i:j])))
            continue
        if j > i:
            pieces.append(Piece("removed", "".join(old[i:j])))
        if m > k:
            pieces.append(Piece("added", "".join(new[k:m])))
    return tuple(pieces)
