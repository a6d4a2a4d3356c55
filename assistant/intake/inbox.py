"""The inbox: every question as it stands, read, listed and moved on. Nothing is received or answered here.

received → pending_review | unanswerable_* | needs_clarification | blocked_* | error_*     (a draft, or why not)
any of these → superseded          (the citizen wrote again in the same thread)
under review → approved → delivered | delivery_failed
under review → rejected | referred
"""

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, delete, func, or_, select, update

from assistant import tables
from assistant.turns import Turn
from knowledge.clock import Clock
from knowledge.errors import BadInput, Conflict, NotFound
from knowledge.texts import Text

# A trailing * stands for every ending.
REVIEWABLE = ("pending_review", "unanswerable_*", "needs_clarification", "blocked_*", "error_*")
OPEN = ("received", *REVIEWABLE)
MOST_ROWS = 200


@dataclass(frozen=True, slots=True)
class Question:
    """A citizen's message, private data taken out; `author_ref` is a pseudonym."""

    id: str
    external_id: str | None
    thread_id: str | None
    channel: str
    brand: str | None
    author_ref: str | None
    author_name: str | None
    text: str
    language: str
    history: tuple[Turn, ...]
    received_at: datetime
    answer_due_at: datetime
    resolve_due_at: datetime
    status: str
    current_draft_id: str | None
    assignee_id: str | None
    assigned_at: datetime | None
    superseded_by: str | None
    updated_at: datetime

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to decide about it."""
        return matches(self.status, OPEN)

    @property
    def is_reviewable(self) -> bool:
        """Whether its current draft can be reviewed now."""
        return matches(self.status, REVIEWABLE)


FIELDS = tuple(tables.questions.c[name] for name in Question.__dataclass_fields__)


def matches(status: str, patterns: Sequence[str]) -> bool:
    """Whether `status` is one of `patterns`, where "blocked_*" stands for all that begin so."""
    return any(
        status.startswith(pattern[:-1]) if pattern.endswith("*") else status == pattern
        for pattern in patterns
    )


def in_status(patterns: Sequence[str]) -> ColumnElement[bool]:
    """The same as SQL, on the table of questions."""
    column = tables.questions.c.status
    families = [
        column.startswith(pattern[:-1], autoescape=True) for pattern in patterns if pattern.endswith("*")
    ]
    return or_(column.in_([each for each in patterns if not each.endswith("*")]), *families)


def get(connection: Connection, question_id: str) -> Question:
    """The question. Raises: NotFound."""
    return _one(connection, question_id, lock=False)


def locked(connection: Connection, question_id: str) -> Question:
    """The question, and nobody else changes it or its thread until the transaction ends. Raises: NotFound.

    On PostgreSQL by row locks; on SQLite a writing transaction has the whole file to itself already.
    """
    question = _one(connection, question_id, lock=False)
    if question.thread_id is None:
        return _one(connection, question_id, lock=True)
    thread = {each.id: each for each in locked_thread(connection, question.channel, question.thread_id)}
    return thread[question_id]


def locked_thread(connection: Connection, channel: str, thread_id: str | None) -> list[Question]:
    """The questions of a thread in the order they were sent, which is the one order in which they are locked."""
    if thread_id is None:
        return []
    table = tables.questions
    same = and_(table.c.thread_id == thread_id, table.c.channel == channel)
    query = select(*FIELDS).where(same).order_by(table.c.received_at, table.c.id).with_for_update()
    return [question_from(row) for row in connection.execute(query)]


def listing(
    connection: Connection,
    *,
    statuses: Sequence[str] | None = None,
    after: str | None = None,
    limit: int = 50,
) -> tuple[list[Question], str | None]:
    """A page of questions, nearest to breach first, and the cursor of the next page if there is one.

    `statuses` may hold families such as "unanswerable_*". Raises: BadInput for a cursor that is not ours.
    """
    table, limit = tables.questions, max(1, min(limit, MOST_ROWS))
    query = select(*FIELDS).order_by(table.c.answer_due_at, table.c.id).limit(limit + 1)
    if statuses is not None:
        query = query.where(in_status(statuses))
    if after is not None:
        due, last_id = _read_cursor(after)
        same_moment = and_(table.c.answer_due_at == due, table.c.id > last_id)
        query = query.where(or_(table.c.answer_due_at > due, same_moment))
    found = [question_from(row) for row in connection.execute(query)]
    page = found[:limit]
    return page, _cursor(page[-1]) if len(found) > limit else None


def counts(connection: Connection) -> dict[str, int]:
    """How many questions there are in each status."""
    status = tables.questions.c.status
    rows = connection.execute(select(status, func.count()).group_by(status))
    return {row[0]: row[1] for row in rows}


def move(connection: Connection, question: Question, status: str, clock: Clock, **also: Any) -> None:
    """Give the question a new status, if it still stands as `question` says. Raises: Conflict.

    Whatever was being written for it is forgotten: there is a draft now, or none is wanted.
    """
    table = tables.questions
    still = and_(
        table.c.id == question.id,
        table.c.status == question.status,
        table.c.current_draft_id.is_not_distinct_from(question.current_draft_id),
    )
    values = {"status": status, "updated_at": clock(), "lease_owner": None, "lease_until": None, **also}
    if connection.execute(update(table).where(still).values(**values)).rowcount != 1:
        raise Conflict(MOVED_ON, next_step=READ_AGAIN)
    connection.execute(delete(tables.writings).where(tables.writings.c.question_id == question.id))


def _one(connection: Connection, question_id: str, *, lock: bool) -> Question:
    query = select(*FIELDS).where(tables.questions.c.id == question_id)
    row = connection.execute(query.with_for_update() if lock else query).one_or_none()
    if row is None:
        raise NotFound(Text("There is no such question.", "Cette question n’existe pas."))
    return question_from(row)


def question_from(row: Any) -> Question:
    """The question that a row of `FIELDS` holds, whatever else it holds."""
    fields = {name: row._mapping[name] for name in Question.__dataclass_fields__}
    return Question(**(fields | {"history": tuple(Turn(**turn) for turn in row.history)}))


def _cursor(last: Question) -> str:
    # Microseconds are exact in an integer, unlike in a float.
    due_us = (last.answer_due_at - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)
    return base64.urlsafe_b64encode(f"{due_us} {last.id}".encode()).decode()


def _read_cursor(cursor: str) -> tuple[datetime, str]:
    try:
        due_us, last_id = base64.urlsafe_b64decode(cursor.encode()).decode().split(" ")
        return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=int(due_us)), last_id
    except (ValueError, binascii.Error, OverflowError) as error:
        raise BadInput(BAD_CURSOR, field="after", next_step=START_AGAIN) from error


MOVED_ON = Text("The question has moved on meanwhile.", "La question a changé entre-temps.")
READ_AGAIN = Text("Open it again.", "Ouvrez-la de nouveau.")
BAD_CURSOR = Text("This cursor is not one of ours.", "Ce curseur n’est pas des nôtres.")
START_AGAIN = Text("List again from the start.", "Reprenez la liste au début.")
