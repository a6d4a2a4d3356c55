"""Exchanges: past questions with the replies that people gave them. Owns their rows; judges no reply (see `keys`)."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from knowledge import tables


@dataclass(frozen=True, slots=True)
class Exchange:
    """One question and its human reply; `cited` holds the ids of the passages that the reply stood on when given.

    `anchors` are the passages that it stands on now, each (id, digest), None until `knowledge.keys` has looked;
    `stale_since` says when it was found that no current page says what the reply says.
    """

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
    anchors: tuple[tuple[str, str], ...] | None = None
    stale_since: datetime | None = None

    @property
    def key_of(self) -> tuple[str, ...]:
        """The ids of the passages that the question is a key of; none of a stale reply."""
        return _key_of(self.cited, self.anchors, self.stale_since)

    @property
    def gives_key(self) -> bool:
        """Whether passages are found under the wording of its question."""
        return bool(self.key_of)


# Made once: it is asked at every search, and making it takes as long as asking.
_KEYS_OF = select(
    *(tables.exchanges.c[name] for name in ("id", "cited", "anchors", "stale_since", "expires_at"))
).where(tables.exchanges.c.id.in_(bindparam("ids", expanding=True)))


def digest_of(question: str, reply: str, cited: Sequence[str]) -> str:
    """What identifies the content of an exchange."""
    return hashlib.sha256("\x1f".join((question, reply, *cited)).encode()).hexdigest()


def save(connection: Connection, exchanges: Sequence[Exchange]) -> None:
    """Insert or replace the exchanges."""
    if not exchanges:
        return
    remove(connection, [each.id for each in exchanges])
    connection.execute(insert(tables.exchanges), [asdict(each) for each in exchanges])


def settle(connection: Connection, judged: Sequence[Exchange]) -> None:
    """Write what each stands on now and since when it is stale; nothing else of it changes."""
    if judged:
        table = tables.exchanges
        statement = (
            update(table)
            .where(table.c.id == bindparam("key"))
            .values(anchors=bindparam("stands_on"), stale_since=bindparam("since"))
        )
        rows = [{"key": e.id, "stands_on": e.anchors, "since": e.stale_since} for e in judged]
        connection.execute(statement, rows)


def remove(connection: Connection, ids: Iterable[str]) -> None:
    """Forget the exchanges."""
    connection.execute(delete(tables.exchanges).where(tables.exchanges.c.id.in_(list(ids))))


def get_many(connection: Connection, ids: Iterable[str]) -> dict[str, Exchange]:
    """The exchanges that exist, by id."""
    query = select(tables.exchanges).where(tables.exchanges.c.id.in_(list(ids)))
    return {row.id: _exchange(row) for row in connection.execute(query)}


def keys_of(connection: Connection, ids: Iterable[str], now: datetime) -> dict[str, tuple[str, ...]]:
    """What `Exchange.key_of` says of each that exists and has not expired, by id; their texts are left unread."""
    found = {}
    for row in connection.execute(_KEYS_OF, {"ids": list(ids)}).all():
        if row.expires_at is None or row.expires_at > now:
            found[row.id] = _key_of(row.cited, row.anchors, row.stale_since)
    return found


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


def _key_of(
    cited: Sequence[str], anchors: Sequence[tuple[str, str]] | None, stale_since: datetime | None
) -> tuple[str, ...]:
    if stale_since is not None:
        return ()
    return tuple(cited) if anchors is None else tuple(key for key, _ in anchors)


def _exchange(row: Any) -> Exchange:
    anchors = None if row.anchors is None else tuple((key, digest) for key, digest in row.anchors)
    return Exchange(**(dict(row._mapping) | {"cited": tuple(row.cited), "anchors": anchors}))
