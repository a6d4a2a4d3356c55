"""Runs of inline text as paragraphs, and as the lists that authors typed by hand into them."""

from __future__ import annotations

import re

from ingest.extraction.blocks import Block, ItemList, Paragraph
from knowledge.unseen import without_unseen

BREAK = "\v"  # stands for a <br> inside a run; no page can send one: tidying removes it
_SPACES = re.compile(r"[ \t\r\n\f\xa0\u2000-\u200b\u202f\u205f\u3000\ufeff]+")
_BULLET = re.compile(r"^\s*[-–—•·▪►*]\s+(?=[^\s*•-])")
_NUMBER = re.compile(r"^\s*(\d{1,2})[.)]\s+(?=\S)")


def tidy(text: str) -> str:
    """Text as a reader sees it: white space as one space, none at the ends, and nothing in unseen letters."""
    return _SPACES.sub(" ", without_unseen(text).replace(BREAK, " ")).strip()


def paragraphs_of(run: str) -> list[Block]:
    """The paragraphs and hand-typed lists of a run of text, split at empty lines (two breaks)."""
    blocks: list[Block] = []
    for part in re.split(rf"{BREAK}\s*{BREAK}", run):
        if part.strip():
            blocks.extend(_typed_list(part) or _paragraph(part))
    return _joined(blocks)


def _paragraph(part: str) -> list[Block]:
    lines = filter(None, (tidy(line) for line in part.split(BREAK)))
    text = "\n".join(lines)
    return [Paragraph(text)] if text else []


def _typed_list(part: str) -> list[Block] | None:
    """Lines that begin with "- " or "1. " as items, with what stands before and after; None when there are none."""
    lines = re.split(rf"(?<={BREAK})|\n", part)
    numbers = [int(found[1]) for line in lines if (found := _NUMBER.match(line))]
    ordered = len(numbers) > 1 and numbers == list(range(numbers[0], numbers[0] + len(numbers)))
    mark = _NUMBER if ordered else _BULLET
    if not any(mark.match(line) for line in lines):
        return None
    before, items, after, ended = "", list[str](), "", False
    for line in lines:
        if mark.match(line) and not after:
            items.append(mark.sub("", line, count=1))
            ended = line.endswith(BREAK)
        elif items and (after or ended):
            after += "\n" + line
        elif items:
            items[-1] += "\n" + line
            ended = line.endswith(BREAK)
        else:
            before += "\n" + line
    listed = ItemList(ordered, tuple(filter(None, map(tidy, items))), numbers[0] if ordered else 1)
    return [*_paragraph(before), listed, *(paragraphs_of(after) if after.strip() else [])]


def _joined(blocks: list[Block]) -> list[Block]:
    """Hand-typed bullets in paragraphs of their own are one list."""
    result: list[Block] = []
    for block in blocks:
        last = result[-1] if result else None
        if (
            isinstance(block, ItemList)
            and isinstance(last, ItemList)
            and not block.ordered
            and not last.ordered
        ):
            result[-1] = ItemList(False, last.items + block.items)
        else:
            result.append(block)
    return result
