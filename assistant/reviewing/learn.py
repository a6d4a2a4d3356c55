"""Learning: a reply that was sent becomes an exchange, so that the like of its question finds it. Sends nothing."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

from sqlalchemy import Engine, and_, literal, select

from assistant import tables
from assistant.citations import statement_from_json
from assistant.emergencies import notices
from knowledge import passages, sources
from knowledge.clock import Clock
from knowledge.database import reading
from knowledge.exchanges import Exchange, digest_of
from knowledge.index import Change
from knowledge.sources import Source
from knowledge.tables import exchanges

DESK = Source(id="desk", kind="desk")
PREFIX = "reply:"


class ExchangeIndex(Protocol):
    """Where exchanges are kept and found again."""

    def sync_exchanges(self, batch: Sequence[Exchange]) -> Change:
        """Insert or replace the exchanges."""
        ...


@dataclass(frozen=True, slots=True)
class Lesson:
    """A sent reply that is not yet an exchange."""

    review_id: str
    exchange: Exchange


def next_lesson(engine: Engine, leave_out: Collection[str] = ()) -> Lesson | None:
    """The sent reply that has waited longest to be learned, but for the reviews in `leave_out`."""
    delivery, review, question = tables.deliveries, tables.reviews, tables.questions
    unlearned = and_(
        delivery.c.status == "sent", exchanges.c.id.is_(None), delivery.c.review_id.not_in(list(leave_out))
    )
    columns = (review.c.id.label("review_id"), review.c.final_statements, review.c.decided_at)
    asked = [question.c[name] for name in ("text", "thread_id", "language", "channel", "brand")]
    query = (
        select(*columns, question.c.id.label("question_id"), *asked)
        .join_from(delivery, review, review.c.id == delivery.c.review_id)
        .join(question, question.c.id == delivery.c.question_id)
        .outerjoin(exchanges, exchanges.c.id == literal(PREFIX) + review.c.id)
        .where(unlearned)
        .order_by(delivery.c.sent_at, delivery.c.id)
        .limit(1)
    )
    with reading(engine) as connection:
        row = connection.execute(query).one_or_none()
    if row is None:
        return None
    return Lesson(row.review_id, _exchange(row))


def learn(engine: Engine, index: ExchangeIndex, lesson: Lesson, clock: Clock) -> None:
    """Make the sent reply findable; doing it twice changes nothing. What a notice said is no precedent."""
    if any(notices.PLACE.fullmatch(key) for key in lesson.exchange.cited):
        return
    with engine.begin() as connection:
        if sources.get(connection, DESK.id) is None:
            sources.save(connection, DESK, clock())
    index.sync_exchanges([_on_unchanged_ground(engine, lesson.exchange)])


def _on_unchanged_ground(engine: Engine, exchange: Exchange) -> Exchange:
    """The exchange as a key of what still reads as it did when it was cited; the rest waits to be judged anew."""
    anchors = exchange.anchors or ()
    with reading(engine) as connection:
        there = passages.get_many(connection, [key for key, _ in anchors])
    kept = tuple((key, mark) for key, mark in anchors if key in there and there[key].digest == mark)
    return replace(exchange, anchors=kept)


def _exchange(row: Any) -> Exchange:
    statements = [statement_from_json(each) for each in row.final_statements]
    reply = "\n".join(each.text for each in statements)
    marks = {source.passage_id: source.passage_digest for each in statements for source in each.citations}
    cited = tuple(marks)
    return Exchange(
        id=f"{PREFIX}{row.review_id}",
        thread_id=row.thread_id or row.question_id,
        source_id=DESK.id,
        question=row.text,
        reply=reply,
        language=row.language,
        channel=row.channel,
        brand=row.brand,
        cited=cited,
        digest=digest_of(row.text, reply, cited),
        approved_at=row.decided_at,
        anchors=tuple(marks.items()),
    )
