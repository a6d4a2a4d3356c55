"""Where pages and threads come from: the `Source` rows. Does not read the sources themselves."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Connection, insert, select, update

from knowledge import tables

SourceKind = Literal["site", "folder", "threads", "desk"]


@dataclass(frozen=True, slots=True)
class Source:
    """A crawled site, a saved folder, a file of threads, or the desk itself (approved replies)."""

    id: str
    kind: SourceKind
    brand: str | None = None
    owner: str | None = None
    base_url: str | None = None
    options: Mapping[str, Any] = field(default_factory=dict)


def save(connection: Connection, source: Source, now: datetime) -> None:
    """Insert or replace the source; its pages stay."""
    values = {
        "kind": source.kind,
        "brand": source.brand,
        "owner": source.owner,
        "base_url": source.base_url,
        "options": dict(source.options),
    }
    table = tables.sources
    done = connection.execute(update(table).where(table.c.id == source.id).values(**values))
    if not done.rowcount:
        connection.execute(insert(table).values(id=source.id, created_at=now, **values))


def get(connection: Connection, source_id: str) -> Source | None:
    """The source, or None."""
    row = connection.execute(select(tables.sources).where(tables.sources.c.id == source_id)).one_or_none()
    return None if row is None else _source(row)


def everything(connection: Connection) -> list[Source]:
    """All sources, by id."""
    return [_source(row) for row in connection.execute(select(tables.sources).order_by(tables.sources.c.id))]


def _source(row: Any) -> Source:
    return Source(row.id, row.kind, row.brand, row.owner, row.base_url, row.options)
