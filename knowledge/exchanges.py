"""Exchanges: past questions with the replies that people gave them. Owns their rows."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from knowledge import tables


@dataclass(frozen=True, slots=True)
class Exchange:
    """One question and its human reply; `cited` holds the ids of the passages that the reply stood on."""

    id: str
    thread_id: str
    source_id: str | None
    question: str
    reply: str
    language: str
    channel: str | None
    brand: str | None
    cited: tuple[str, ...]
    digest: str
    approved_at: datetime | None = None
    expires_at: datetime | None = None


def digest_of(question: str, reply: str, cited: Sequence[str]) -> str:
    """What identifies the content of an exchange."""
    return hashlib.sha256("\x1f".join((question, reply, *cited)).encode()).hexdigest()


def save(connection: Connection, exchanges: Sequence[Exchange]) -> None:
    """Insert or replace the exchanges."""
    if not exchanges:
        return
    remove(connection, [each.id for each in exchanges])
    connection.execute(insert(tables.exchanges), [asdict(e) | {"cited": list(e.cited)} for e in exchanges])


def remove(connection: Connection, ids: Iterable[str]) -> None:
    """Forget the exchanges."""
    connection.execute(delete(tables.exchanges).where(tables.exchanges.c.id.in_(list(ids))))


def get_many(connection: Connection, ids: Iterable[str]) -> dict[str, Exchange]:
    """The exchanges that exist, by id."""
    query = select(tables.exchanges).where(tables.exchanges.c.id.in_(list(ids)))
    return {row.id: _exchange(row) for row in connection.execute(query)}


def of_source(connection: Connection, source_id: str) -> list[Exchange]:
    """All exchanges of a source, by id."""
    table = tables.exchanges
    query = select(table).where(table.c.source_id == source_id).order_by(table.c.id)
    return [_exchange(row) for row in connection.execute(query)]


def everything(connection: Connection) -> list[Exchange]:
    """All exchanges, by id."""
    return [
        _exchange(row) for row in connection.execute(select(tables.exchanges).order_by(tables.exchanges.c.id))
    ]


def _exchange(row: Any) -> Exchange:
    return Exchange(**(dict(row._mapping) | {"cited": tuple(row.cited)}))
