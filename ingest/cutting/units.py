"""The smallest pieces of text that a passage is put together from, and how one that is too long is cut."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ingest.extraction.blocks import (
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
_ABBREVIATED = re.compile(r"\b(?:MM?|Mmes?|Mlles?|Drs?|Ste?|Mrs?|Ms|[Nn]o|[Aa]rt|al|p|pp|ex|cf|vs|[A-Z])\.$")
_SENTENCE_MARKS = (".", "!", "?", "…", ";", "»", ")", "”", '"')
_LONGEST_LEAD = 300
_LONGEST_REPEATED_LEAD = 200  # characters; what announces a list is said again above each part, up to here


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

    def led_by(self, leads: Sequence[Unit]) -> Unit:
        """Itself under the lines that announce it."""
        if not leads:
            return self
        above = tuple(each.text for each in leads)
        return Unit(
            "\n".join((*above, self.text)),
            self.kind,
            self.leads,
            self.lines or (self.text,),
            above + self.head,
        )

    def parts(self, target: int, longest: int) -> Iterator[Unit]:
        """Itself, or where it is longer than `longest` its parts of about `target` characters, each with its head.

        It is cut between its lines, a line that is too long by itself at sentence ends, and such a sentence at words.
        """
        if len(self.text) <= longest:
            yield self
            return
        head = "\n".join(self.head)
        if len(head) > longest // 2:  # too much to say again above each part
            yield from Unit(head, self.kind).parts(target, longest)
            yield from Unit("\n".join(self.lines), self.kind, self.leads, self.lines).parts(target, longest)
            return
        repeated = head if self.kind in {"table", "faq"} or len(head) <= _LONGEST_REPEATED_LEAD else ""
        space = longest - len(head) - 1
        even = len(self.text) / -(-len(self.text) // target) * 1.15
        goal = int(min(target, space, even))
        parts = _gathered(self.lines or (self.text,), goal, space if self.lines else goal)
        for place, part in enumerate(parts):
            above = repeated if place else head
            yield Unit(f"{above}\n{part}" if above else part, self.kind)


def _gathered(lines: Iterable[str], goal: int, longest: int) -> Iterator[str]:
    """The lines in groups of about `goal` characters."""
    gathered = ""
    for piece in (piece for line in lines for piece in fitted(line, longest)):
        if gathered and len(gathered) + len(piece) >= goal:
            yield gathered
            gathered = ""
        gathered = f"{gathered}\n{piece}" if gathered else piece
    if gathered:
        yield gathered


def fitted(text: str, longest: int) -> Iterator[str]:
    """The text in pieces of at most `longest` characters that end with a sentence, else with a word."""
    while len(text) > longest:
        cut = _last_end(text, longest)
        yield text[:cut].rstrip()
        text = text[cut:].lstrip()
    if text:
        yield text


def _last_end(text: str, longest: int) -> int:
    last = 0
    for found in _SENTENCE_END.finditer(text):
        if found.start() > longest:
            break
        if not _ABBREVIATED.search(text, max(0, found.start() - 8), found.start()):
            last = found.start()
    return last or max(text.rfind(" ", 1, longest + 1), 0) or longest


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
