"""The smallest pieces of text that a passage is put together from, and how one that is too long is cut."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.blocks import (
    Block,
    Faq,
    ItemList,
    Notice,
    Paragraph,
    Table,
    header_lines,
    item_line,
    lines_of,
    row_line,
)
from knowledge.passages import Kind

_SENTENCE_END = re.compile(r"(?<=[.!?…»])\s+(?=[\"«“(]?\s?[A-ZÀ-Ý0-9])|\n")
_SENTENCE_MARKS = (".", "!", "?", "…", ";", "»", ")", "”", '"')
_LONGEST_LEAD = 300


@dataclass(frozen=True, slots=True)
class Unit:
    """One text that is better not cut; `leads` says that it announces what follows.

    `lines` and `head` say where it may be cut all the same, and which lines each part repeats.
    """

    text: str
    kind: Kind
    leads: bool = False
    lines: tuple[str, ...] = ()
    head: tuple[str, ...] = ()

    def parts(self, target: int, longest_whole: int) -> Iterator[Unit]:
        """Itself, or its parts of about `target` characters where it is too long to stay whole."""
        limit = target if self.kind in {"prose", "notice"} else longest_whole
        if len(self.text) <= limit:
            yield self
            return
        lines = self.lines or tuple(_SENTENCE_END.split(self.text))
        joint = "\n" if self.lines else " "
        gathered: list[str] = []
        for line in (short for long in lines for short in _shortened(long, longest_whole)):
            if gathered and sum(map(len, gathered)) + len(gathered) + len(line) > target:
                yield Unit(joint.join((*self.head, *gathered)), self.kind)
                gathered = []
            gathered.append(line)
        if gathered:
            yield Unit(joint.join((*self.head, *gathered)), self.kind, self.leads)


def units_of(block: Block) -> list[Unit]:
    """The units of a block that is no heading and does not open."""
    match block:
        case Paragraph(text=text):
            return [Unit(text, "prose", leads=_announces(text))]
        case ItemList(ordered=ordered, items=items):
            lines = tuple(item_line(block, place) for place in range(len(items)))
            return [Unit("\n".join(lines), "steps" if ordered else "list", lines=lines)]
        case Table():
            head, rows = tuple(header_lines(block)), tuple(map(row_line, block.rows))
            return [Unit("\n".join((*head, *rows)), "table", lines=rows or head, head=head if rows else ())]
        case Faq(question=question, answer=answer):
            return [Unit(f"{question}\n{answer}", "faq", lines=tuple(answer.splitlines()), head=(question,))]
        case Notice(text=text):
            return [Unit(text, "notice")]
        case _:
            return [Unit("\n".join(lines_of(block)), "prose")]


def _announces(text: str) -> bool:
    """Whether a paragraph leads on: it ends with a colon, or is a short line that ends no sentence."""
    end = text.rstrip()
    return end.endswith(":") or (
        len(end) < _LONGEST_LEAD and len(end) < 120 and not end.endswith(_SENTENCE_MARKS)
    )


def _shortened(line: str, longest: int) -> Iterator[str]:
    """A line without end (a page of words and no full stop) in pieces that end between words."""
    while len(line) > longest:
        cut = line.rfind(" ", longest // 2, longest)
        cut = cut if cut > 0 else longest
        yield line[:cut]
        line = line[cut:].lstrip()
    yield line
