"""Threads: a citizen who writes again is answered once, on the last message, whose history holds the others."""

from typing import Any

from sqlalchemy import Connection, and_, select, update

from assistant import tables
from assistant.intake import events
from assistant.intake.inbox import FIELDS, OPEN, Question, in_status, move, question_from
from knowledge.clock import Clock


def supersede(connection: Connection, question: Question, newer: Question, clock: Clock) -> None:
    """Leave the answer to `newer`, which keeps the earlier due times, and who has it if nobody had `newer`.

    Raises: Conflict when the question has moved on meanwhile.
    """
    move(connection, question, "superseded", clock, superseded_by=newer.id)
    table = tables.questions
    kept: dict[str, Any] = {
        "answer_due_at": min(question.answer_due_at, newer.answer_due_at),
        "resolve_due_at": min(question.resolve_due_at, newer.resolve_due_at),
    }
    if newer.assignee_id is None:
        kept |= {"assignee_id": question.assignee_id, "assigned_at": question.assigned_at}
    connection.execute(update(table).where(table.c.id == newer.id).values(**kept))
    data = {"by": newer.id}
    events.record(connection, "question_superseded", question_id=question.id, data=data, clock=clock)


def newer_open(connection: Connection, question: Question) -> Question | None:
    """The open question with which the citizen wrote again after this one."""
    beside = _open_beside(connection, question)
    return beside if beside is not None and _came_last(connection, beside, question) else None


def leave_one_open(connection: Connection, opened: Question, clock: Clock) -> None:
    """Of a question that was opened again and the open one beside it, if any, only the one that came last stays.

    Decisions are taken back in any order, so that the one that was open already may be the older.
    """
    beside = _open_beside(connection, opened)
    if beside is not None and _came_last(connection, beside, opened):
        supersede(connection, opened, beside, clock)
    elif beside is not None:
        supersede(connection, beside, opened, clock)


def _open_beside(connection: Connection, question: Question) -> Question | None:
    table = tables.questions
    if question.thread_id is None:
        return None
    same = and_(table.c.thread_id == question.thread_id, table.c.channel == question.channel)
    query = select(*FIELDS).where(same, table.c.id != question.id, in_status(OPEN))
    row = connection.execute(query).one_or_none()
    return None if row is None else question_from(row)


def _came_last(connection: Connection, question: Question, other: Question) -> bool:
    return events.last_received(connection, (question.id, other.id)) == question.id
