"""The pieces that a page is read into, in reading order. Owns no parsing and no chunking."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 to 6 (7 for the button of an accordion), with the id a link can point at."""

    level: int
    text: str
    id: str | None = None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text; a line break inside it is one that the reader sees."""

    text: str


@dataclass(frozen=True, slots=True)
class ItemList:
    """A list; an item's further lines (nested items, its own paragraphs) follow in the same string."""

    ordered: bool
    items: tuple[str, ...]
    start: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """A table of facts, spans resolved: every row has as many cells as the header, where there is one."""

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Faq:
    """A question and its answer, as marked up by the page's authors."""

    question: str
    answer: str
    id: str | None = None


@dataclass(frozen=True, slots=True)
class Notice:
    """A call-out: a warning, an alert, a note in a frame."""

    text: str


@dataclass(frozen=True, slots=True)
class Details:
    """A part that opens on demand; its summary acts as a heading for `blocks`, and for nothing after them."""

    summary: str
    blocks: tuple[Block, ...]
    id: str | None = None


Block = Heading | Paragraph | ItemList | Table | Faq | Notice | Details


@dataclass(frozen=True, slots=True)
class Document:
    """One page as read: what it says of itself, and what it says to its readers."""

    title: str
    language: str | None
    blocks: tuple[Block, ...]
    canonical: str | None = None
    noindex: bool = False
    nofollow: bool = False
    owner: str | None = None
    updated: str | None = None


def lines_of(block: Block) -> list[str]:
    """The block as lines of plain text, in the form that passages show to a reader."""
    match block:
        case Heading(text=text) | Paragraph(text=text) | Notice(text=text):
            return [text]
        case ItemList():
            return [item_line(block, place) for place in range(len(block.items))]
        case Table():
            return [*header_lines(block), *(row_line(row) for row in block.rows)]
        case Faq():
            return [block.question, block.answer]
        case Details():
            return [block.summary, *(line for inner in block.blocks for line in lines_of(inner))]


def item_line(block: ItemList, place: int) -> str:
    """One item with its mark; its further lines are indented under it."""
    mark = f"{block.start + place}. " if block.ordered else "- "
    return mark + block.items[place].replace("\n", "\n  ")


def header_lines(block: Table) -> list[str]:
    """What stands above the rows of a table: its caption, its header cells."""
    return [line for line in (block.caption, row_line(block.header)) if line]


def row_line(row: tuple[str, ...]) -> str:
    """The cells of one row, on one line."""
    return " | ".join(row).rstrip(" |")
