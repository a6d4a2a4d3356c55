"""A draft while it is being written: the statements so far, for the desk to show. No draft: none can be reviewed.

A row lives as long as the worker's lease that it was written under. `inbox.move` deletes it with every change of
the question's status, in the same transaction.
"""

from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Engine, and_, delete, insert, select

from assistant import tables
from assistant.citations import Statement, statement_from_json, statement_to_json
from assistant.intake import events, inbox
from knowledge.clock import Clock
from knowledge.errors import Conflict


def add(engine: Engine, question_id: str, owner: str, statement: Statement, clock: Clock) -> None:
    """Show one more statement. Raises: Conflict when `owner` no longer has the question to draft."""
    table, now = tables.writings, clock()
    with engine.begin() as connection:
        inbox.locked(connection, question_id)
        held = select(tables.questions.c.id).where(tables.questions.c.id == question_id, _leased(now))
        if connection.execute(held.where(tables.questions.c.lease_owner == owner)).one_or_none() is None:
            raise Conflict(inbox.MOVED_ON)
        written = [*so_far(connection, question_id, now), statement]
        clear(connection, question_id)
        values = {"question_id": question_id, "lease_owner": owner, "updated_at": now}
        connection.execute(
            insert(table).values(statements=[statement_to_json(each) for each in written], **values)
        )
        data = {"number": len(written)}
        events.record(connection, "statement_written", question_id=question_id, data=data, clock=clock)


def so_far(connection: Connection, question_id: str, now: datetime) -> tuple[Statement, ...]:
    """What whoever drafts the question now has written of it, in order; nothing when nobody does."""
    writing, question = tables.writings, tables.questions
    same = and_(question.c.id == writing.c.question_id, question.c.lease_owner == writing.c.lease_owner)
    query = (
        select(writing.c.statements).join(question, same).where(question.c.id == question_id, _leased(now))
    )
    found = connection.execute(query).scalar_one_or_none()
    return tuple(statement_from_json(each) for each in found or ())


def clear(connection: Connection, question_id: str) -> None:
    """Forget what was written of the question so far."""
    connection.execute(delete(tables.writings).where(tables.writings.c.question_id == question_id))


def _leased(now: datetime) -> ColumnElement[bool]:
    table = tables.questions
    return and_(table.c.status == "received", table.c.lease_until > now)
