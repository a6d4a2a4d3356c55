"""Passages: the citable pieces of a page. Owns their identity, their rows, and their neighbours."""

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import ColumnElement, Connection, delete, func, insert, select

from knowledge import tables

Kind = Literal["prose", "list", "steps", "table", "faq", "notice"]
SEPARATOR = "\x1f"
IDS_PER_QUERY = 500
LIST_MARK = re.compile(r"^[ \t]*(?:-|\d+\.)[ \t]+", re.MULTILINE)
# Also of an empty cell at an end of its row, whose blank a reader of lines takes off.
CELL_BAR = re.compile(r"(?:^|[ \t])\|(?=[ \t]|$)", re.MULTILINE)
HEADING_JOINT = " › "


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of a page under one heading path; `text` is what a reader sees, without the headings."""

    id: str
    page_id: str
    position: int
    heading_path: tuple[str, ...]
    anchor: str | None
    kind: Kind
    text: str
    digest: str
    language: str

    @property
    def heading(self) -> str:
        """The heading path as one line."""
        return HEADING_JOINT.join(self.heading_path)

    @property
    def text_with_heading(self) -> str:
        """What is embedded, indexed and shown in rankings: the heading line, then the text."""
        return f"{self.heading}\n{self.text}" if self.heading_path else self.text


def make_passage(
    page_id: str,
    position: int,
    heading_path: Sequence[str],
    anchor: str | None,
    kind: Kind,
    text: str,
    language: str,
    ordinal: int,
) -> Passage:
    """Derive a passage's id and digest from its place and its content.

    `ordinal` counts the passages under the same heading path of the page, from 0: the id says where a
    passage stands, the digest what it says, so an edited sentence changes one digest and no id.
    """
    path = tuple(heading_path)
    place = hashlib.sha256(SEPARATOR.join(path).encode()).hexdigest()[:8]
    content = SEPARATOR.join((kind, language, anchor or "", *path, text))
    digest = hashlib.sha256(content.encode()).hexdigest()
    return Passage(
        f"{page_id}#{place}-{ordinal}", page_id, position, path, anchor, kind, text, digest, language
    )


def as_on_page(text: str) -> str:
    """The words alone, as they stand in the page: without the list marks and cell bars that show its structure."""
    return CELL_BAR.sub("", LIST_MARK.sub("", text))


def get_many(connection: Connection, ids: Iterable[str]) -> dict[str, Passage]:
    """The passages that still exist, by id."""
    wanted = list(dict.fromkeys(ids))
    found: dict[str, Passage] = {}
    table = tables.passages
    for start in range(0, len(wanted), IDS_PER_QUERY):
        chunk = wanted[start : start + IDS_PER_QUERY]
        for row in connection.execute(select(table).where(table.c.id.in_(chunk))):
            found[row.id] = _passage(row)
    return found


def of_page(connection: Connection, page_id: str) -> list[Passage]:
    """All passages of a page, in reading order."""
    table = tables.passages
    query = select(table).where(table.c.page_id == page_id).order_by(table.c.position)
    return [_passage(row) for row in connection.execute(query)]


def around(connection: Connection, passage: Passage, each_side: int = 1) -> list[Passage]:
    """The passage among its neighbours on the page, in reading order."""
    table = tables.passages
    near = table.c.position.between(passage.position - each_side, passage.position + each_side)
    query = select(table).where(table.c.page_id == passage.page_id, near).order_by(table.c.position)
    return [_passage(row) for row in connection.execute(query)]


def of_language(connection: Connection, language: str, *, repeats: bool = False) -> list[Passage]:
    """The passages in a language that are searched, by id; with `repeats` also those of `knowledge.repeats`."""
    query = select(tables.passages).where(*_searched(language, repeats)).order_by(tables.passages.c.id)
    return [_passage(row) for row in connection.execute(query)]


def marks(connection: Connection, language: str, *, repeats: bool = False) -> list[tuple[str, str]]:
    """Id and digest of the same passages, in the same order."""
    table = tables.passages
    query = select(table.c.id, table.c.digest).where(*_searched(language, repeats)).order_by(table.c.id)
    return [(row.id, row.digest) for row in connection.execute(query)]


def _searched(language: str, repeats: bool) -> list[ColumnElement[bool]]:
    table = tables.passages
    return [table.c.language == language, *([] if repeats else [table.c.kept_as.is_(None)])]


def replace_page(connection: Connection, page_id: str, passages: Sequence[Passage]) -> None:
    """Make `passages` the page's passages."""
    connection.execute(delete(tables.passages).where(tables.passages.c.page_id == page_id))
    if passages:
        rows = [
            {
                "id": each.id,
                "page_id": each.page_id,
                "position": each.position,
                "heading_path": list(each.heading_path),
                "anchor": each.anchor,
                "kind": each.kind,
                "text": each.text,
                "digest": each.digest,
                "language": each.language,
            }
            for each in passages
        ]
        connection.execute(insert(tables.passages), rows)


def count(connection: Connection) -> dict[str, int]:
    """How many passages there are, by language."""
    table = tables.passages
    query = select(table.c.language, func.count()).group_by(table.c.language)
    return {row.language: int(row[1]) for row in connection.execute(query)}


def _passage(row: Any) -> Passage:
    return Passage(
        row.id,
        row.page_id,
        row.position,
        tuple(row.heading_path),
        row.anchor,
        row.kind,
        row.text,
        row.digest,
        row.language,
    )
