"""What happened, in order: the feed that the desk follows live. Holds ids and codes, never anyone's words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Connection, and_, func, insert, select

from assistant import tables
from knowledge.clock import Clock

EventKind = Literal[
    "question_received",
    "question_changed",
    "question_superseded",
    "statement_written",
    "draft_ready",
    "assigned",
    "released",
    "reviewed",
    "undone",
    "delivery_sent",
    "delivery_failed",
    "delivery_held_back",
    "draft_frozen",
    "notice_made",
    "notice_approved",
    "notice_withdrawn",
]


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened; ids grow, so the last one seen is a bookmark."""

    id: int
    at: datetime
    kind: EventKind
    question_id: str | None
    person_id: str | None
    data: Mapping[str, Any]


def record(
    connection: Connection,
    kind: EventKind,
    *,
    clock: Clock,
    question_id: str | None = None,
    person_id: str | None = None,
    data: Mapping[str, Any] | None = None,
) -> None:
    """Add an event to the caller's transaction, so that it is seen if and only if the change is."""
    values = {"at": clock(), "kind": kind, "question_id": question_id, "person_id": person_id}
    connection.execute(insert(tables.events).values(data=dict(data or {}), **values))


def since(connection: Connection, after_id: int, limit: int = 100) -> list[Event]:
    """Up to `limit` events after the bookmark, oldest first."""
    table = tables.events
    query = select(table).where(table.c.id > after_id).order_by(table.c.id).limit(limit)
    return [Event(**row._mapping) for row in connection.execute(query)]


def of_question(connection: Connection, question_id: str) -> list[Event]:
    """Everything that happened to a question, oldest first."""
    table = tables.events
    query = select(table).where(table.c.question_id == question_id).order_by(table.c.id)
    return [Event(**row._mapping) for row in connection.execute(query)]


def last_received(connection: Connection, question_ids: Iterable[str]) -> str:
    """Which of the questions came last: of two sent in one second only the feed knows."""
    table = tables.events
    came = and_(table.c.kind == "question_received", table.c.question_id.in_(question_ids))
    query = select(table.c.question_id).where(came).order_by(table.c.id.desc()).limit(1)
    return str(connection.execute(query).scalar_one())


def latest_id(connection: Connection) -> int:
    """The bookmark of now; 0 before anything happened."""
    return connection.execute(select(func.max(tables.events.c.id))).scalar() or 0
