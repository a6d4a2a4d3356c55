"""Drafting as work: which question is drafted next, by whom, and what becomes of one that cannot be drafted."""

from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import ColumnElement, Engine, and_, or_, select, update

from assistant import tables
from assistant.answer import Proposal
from assistant.guards.checks import Finding
from assistant.intake import inbox
from assistant.intake.inbox import Question
from assistant.reviewing import drafts, writing
from assistant.reviewing.drafts import Draft
from knowledge.clock import Clock
from knowledge.database import reading
from knowledge.texts import Text

MOST_ATTEMPTS = 3
RETRY_DELAYS_S = (5, 60)


class Task(NamedTuple):
    """A question to draft, leased to `owner`; `attempt` counts from 1."""

    question: Question
    owner: str
    attempt: int


def claim(engine: Engine, owner: str, clock: Clock, lease_s: float) -> Task | None:
    """Take the undrafted question that is nearest to breach, for `lease_s` seconds; None if there is none.

    One whose worker died comes back when its lease has run out, with one attempt less to go.
    """
    table, now = tables.questions, clock()
    with reading(engine) as connection:
        if connection.execute(select(table.c.id).where(_waiting(now)).limit(1)).one_or_none() is None:
            return None
    with engine.begin() as connection:
        query = select(table.c.id, table.c.attempts).where(_waiting(now))
        query = query.order_by(table.c.answer_due_at, table.c.id).limit(1).with_for_update(skip_locked=True)
        row = connection.execute(query).one_or_none()
        if row is None:
            return None
        lease = {"lease_owner": owner, "lease_until": now + timedelta(seconds=lease_s)}
        taken = update(table).where(table.c.id == row.id)
        connection.execute(taken.values(attempts=row.attempts + 1, **lease))
        writing.clear(connection, row.id)  # of whoever had it before, and died
        return Task(inbox.get(connection, row.id), owner, row.attempts + 1)


def settle(engine: Engine, task: Task, proposal: Proposal, clock: Clock) -> Draft:
    """Make the proposal the question's draft. Raises: Conflict when the task is no longer ours."""
    with engine.begin() as connection:
        return drafts.add(connection, task.question.id, proposal, clock, leased_by=task.owner)


def settle_failed(engine: Engine, task: Task, clock: Clock) -> None:
    """Have the question drafted again later or, after the last attempt, shown to a person as it is.

    Raises: Conflict when the task is no longer ours.
    """
    if task.attempt >= MOST_ATTEMPTS:
        settle(engine, task, _failure(task.question.language), clock)
        return
    table = tables.questions
    again = clock() + timedelta(seconds=RETRY_DELAYS_S[task.attempt - 1])
    held = and_(table.c.id == task.question.id, table.c.lease_owner == task.owner)
    with engine.begin() as connection:
        freed = connection.execute(update(table).where(held).values(lease_owner=None, lease_until=again))
        if freed.rowcount:
            writing.clear(connection, task.question.id)


def _waiting(now: datetime) -> ColumnElement[bool]:
    table = tables.questions
    return and_(table.c.status == "received", or_(table.c.lease_until.is_(None), table.c.lease_until <= now))


def _failure(language: str) -> Proposal:
    return Proposal(
        status="error_drafting",
        statements=(),
        nearest=(),
        findings=(Finding("drafting_failed", "warn", None, DRAFTING_FAILED),),
        confidence=0.0,
        completeness=0.0,
        model="none",
        prompt_version="none",
        index_version=0,
        language=language,
    )


DRAFTING_FAILED = Text(
    "No draft could be made; the log says why. Draft again, or answer by hand.",
    "Aucun projet n’a pu être rédigé ; le journal dit pourquoi. Rédigez de nouveau, ou répondez à la main.",
)
