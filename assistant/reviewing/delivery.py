"""Deliveries: approved replies on their way, each claimed by one worker at a time and sent under one key.

Only a review makes one; nothing here knows how a channel sends.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal
from uuid import uuid4

from sqlalchemy import ColumnElement, Connection, Engine, and_, insert, or_, select, update

from assistant import tables
from assistant.channels import OutgoingReply
from assistant.channels.troubles import explain
from assistant.citations import statement_from_json
from assistant.intake import events, inbox, people
from assistant.intake.people import Person
from knowledge.clock import Clock
from knowledge.database import reading
from knowledge.errors import Conflict, NotFound
from knowledge.texts import Text

# The schedule that the Standard Webhooks specification suggests, after the first attempt: 3 days in all.
RETRY_DELAYS_S = (5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400)


@dataclass(frozen=True, slots=True)
class Delivery:
    """One approved reply on its way; `text` is the review's, `last_error` the code of the last trouble."""

    id: str
    review_id: str
    question_id: str
    channel: str
    text: str
    idempotency_key: str
    status: Literal["queued", "sending", "sent", "failed", "cancelled"]
    attempts: int
    last_error: str | None
    next_attempt_at: datetime
    created_at: datetime
    sent_at: datetime | None

    @property
    def trouble(self) -> Text | None:
        """What went wrong last and what to do about it, in words."""
        return None if self.last_error is None else explain(self.last_error)


def queue(
    connection: Connection,
    *,
    review_id: str,
    decision: str,
    question: inbox.Question,
    at: datetime,
    clock: Clock,
) -> Delivery:
    """Put a review's reply on its way, not before `at`. The database refuses a review that does not approve."""
    delivery_id = f"dl_{uuid4().hex[:20]}"
    connection.execute(
        insert(tables.deliveries).values(
            id=delivery_id,
            review_id=review_id,
            review_decision=decision,
            question_id=question.id,
            channel=question.channel,
            idempotency_key=f"reply_{review_id}",
            status="queued",
            attempts=0,
            next_attempt_at=at,
            created_at=clock(),
        )
    )
    return get(connection, delivery_id)


def cancel(connection: Connection, review_id: str) -> bool:
    """Call the review's reply back; False when its first attempt has begun."""
    table = tables.deliveries
    unsent = and_(table.c.review_id == review_id, table.c.status == "queued", table.c.attempts == 0)
    return connection.execute(update(table).where(unsent).values(status="cancelled")).rowcount == 1


def claim(engine: Engine, owner: str, clock: Clock, lease_s: float) -> Delivery | None:
    """Take the delivery that has been due longest, for `lease_s` seconds, counting the attempt; None if none is.

    One whose worker died is due again when its lease has run out.
    """
    table, now = tables.deliveries, clock()
    with reading(engine) as connection:
        if connection.execute(select(table.c.id).where(_due(now)).limit(1)).one_or_none() is None:
            return None
    with engine.begin() as connection:
        first = (
            select(table.c.id, table.c.attempts)
            .where(_due(now))
            .order_by(table.c.next_attempt_at, table.c.id)
        )
        row = connection.execute(first.limit(1).with_for_update(skip_locked=True)).one_or_none()
        if row is None:
            return None
        lease = {"lease_owner": owner, "lease_until": now + timedelta(seconds=lease_s)}
        taken = update(table).where(table.c.id == row.id)
        connection.execute(taken.values(status="sending", attempts=row.attempts + 1, **lease))
        return get(connection, row.id)


def outgoing(connection: Connection, delivery: Delivery) -> OutgoingReply:
    """What the channel is handed: the review's exact words, with their sources."""
    review, question = tables.reviews, tables.questions
    columns = (review.c.final_statements, review.c.decided_at, question.c.external_id, question.c.thread_id)
    query = select(*columns, question.c.brand, question.c.language)
    query = query.join(question, question.c.id == review.c.question_id).where(
        review.c.id == delivery.review_id
    )
    row = connection.execute(query).one()
    return OutgoingReply(
        delivery_id=delivery.id,
        idempotency_key=delivery.idempotency_key,
        question_id=delivery.question_id,
        external_id=row.external_id,
        thread_id=row.thread_id,
        channel=delivery.channel,
        brand=row.brand,
        language=row.language,
        text=delivery.text,
        statements=tuple(statement_from_json(each) for each in row.final_statements),
        approved_at=row.decided_at,
    )


def settle_sent(engine: Engine, delivery: Delivery, clock: Clock) -> bool:
    """Note that the channel took the reply; False when that was noted already.

    No lease is asked for: whoever sent it, it has arrived.
    """
    table, now = tables.deliveries, clock()
    with engine.begin() as connection:
        question = inbox.locked(connection, delivery.question_id)
        unsettled = and_(table.c.id == delivery.id, table.c.status.in_(("sending", "queued", "failed")))
        free = {"lease_owner": None, "lease_until": None, "last_error": None}
        done = connection.execute(update(table).where(unsettled).values(status="sent", sent_at=now, **free))
        if done.rowcount != 1:
            return False
        inbox.move(connection, question, "delivered", clock)
        data = {"delivery_id": delivery.id, "attempts": delivery.attempts}
        events.record(connection, "delivery_sent", question_id=question.id, data=data, clock=clock)
    return True


def settle_failed(
    engine: Engine, delivery: Delivery, owner: str, code: str, retry_at: datetime | None, clock: Clock
) -> bool:
    """Note a failed attempt, to be retried at `retry_at` or, with None, never by itself.

    False when the lease had run out and somebody else has the delivery.
    """
    table = tables.deliveries
    change: dict[str, Any] = {"status": "failed"} if retry_at is None else {"status": "queued"}
    change |= {"last_error": code, "lease_owner": None, "lease_until": None}
    change |= {} if retry_at is None else {"next_attempt_at": retry_at}
    with engine.begin() as connection:
        question = inbox.locked(connection, delivery.question_id)
        held = and_(table.c.id == delivery.id, table.c.status == "sending", table.c.lease_owner == owner)
        if connection.execute(update(table).where(held).values(**change)).rowcount != 1:
            return False
        if retry_at is None:
            inbox.move(connection, question, "delivery_failed", clock)
        data = {
            "delivery_id": delivery.id,
            "code": code,
            "attempts": delivery.attempts,
            "final": retry_at is None,
        }
        events.record(connection, "delivery_failed", question_id=question.id, data=data, clock=clock)
    return True


def retry(engine: Engine, delivery_id: str, person: Person, clock: Clock) -> Delivery:
    """Send a reply that failed for good once more, under the same key.

    Raises: Conflict when it has not failed; NotAllowed.
    """
    table = tables.deliveries
    with engine.begin() as connection:
        people.require_reviewer(connection, person)
        question = inbox.locked(connection, get(connection, delivery_id).question_id)
        failed = and_(table.c.id == delivery_id, table.c.status == "failed")
        done = connection.execute(
            update(table).where(failed).values(status="queued", next_attempt_at=clock())
        )
        if done.rowcount != 1:
            raise Conflict(NOT_FAILED, next_step=inbox.READ_AGAIN)
        inbox.move(connection, question, "approved", clock)
        data = {"delivery_id": delivery_id}
        events.record(
            connection,
            "question_changed",
            question_id=question.id,
            person_id=person.id,
            data=data,
            clock=clock,
        )
        return get(connection, delivery_id)


def retry_at(attempts: int, now: datetime, jitter: float) -> datetime | None:
    """When to try again after so many attempts; None when it is enough. `jitter` (0 to 1) adds up to a tenth."""
    if attempts > len(RETRY_DELAYS_S):
        return None
    return now + timedelta(seconds=RETRY_DELAYS_S[attempts - 1] * (1 + 0.1 * jitter))


def get(connection: Connection, delivery_id: str) -> Delivery:
    """The delivery. Raises: NotFound."""
    found = _where(connection, tables.deliveries.c.id == delivery_id)
    if not found:
        raise NotFound(Text("There is no such delivery.", "Cet envoi n’existe pas."))
    return found[0]


def of_review(connection: Connection, review_id: str) -> Delivery | None:
    """The delivery that the review queued, if it approved."""
    return next(iter(_where(connection, tables.deliveries.c.review_id == review_id)), None)


def of_question(connection: Connection, question_id: str) -> Delivery | None:
    """The question's latest delivery: the only one that may not be cancelled."""
    return next(iter(_where(connection, tables.deliveries.c.question_id == question_id)), None)


def _due(now: datetime) -> ColumnElement[bool]:
    table = tables.deliveries
    waiting = and_(table.c.status == "queued", table.c.next_attempt_at <= now)
    abandoned = and_(table.c.status == "sending", table.c.lease_until <= now)
    return or_(waiting, abandoned)


def _where(connection: Connection, condition: ColumnElement[bool]) -> Sequence[Delivery]:
    table, review = tables.deliveries, tables.reviews
    columns = [table.c[name] for name in Delivery.__dataclass_fields__ if name != "text"]
    query = select(*columns, review.c.final_text.label("text")).join(review, review.c.id == table.c.review_id)
    live_first = (table.c.status == "cancelled", table.c.created_at.desc(), table.c.id)
    rows = connection.execute(query.where(condition).order_by(*live_first))
    return [Delivery(**row._mapping) for row in rows]


NOT_FAILED = Text("This reply has not failed for good.", "Cette réponse n’a pas échoué définitivement.")
