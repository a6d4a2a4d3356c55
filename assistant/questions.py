"""Questions: what citizens sent, once each, and where each stands. Drafts and reviews are not made here.

received → pending_review | unanswerable_* | blocked_* | error_*      (a draft, or the reason why not)
any of these → superseded          (the citizen wrote again in the same thread)
under review → approved → delivered | delivery_failed
under review → rejected | referred
"""

import base64
import binascii
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import ColumnElement, Connection, and_, func, insert, or_, select, update

from assistant import events, people, tables
from assistant.incoming import MOST_TURNS, SERVED, Incoming, NewQuestion, Turn, prepare
from assistant.people import Person
from assistant.settings import AssistantSettings
from knowledge.clock import Clock
from knowledge.errors import BadInput, Conflict, ExternalIdTaken, NotFound
from knowledge.texts import Text

__all__ = ["OPEN", "REVIEWABLE", "NewQuestion", "Question", "Turn"]

# A trailing * stands for every ending.
REVIEWABLE = ("pending_review", "unanswerable_*", "blocked_*", "error_*")
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


def receive(
    connection: Connection,
    new: NewQuestion,
    clock: Clock,
    settings: AssistantSettings,
    languages: Sequence[str] = SERVED,
) -> tuple[Question, bool]:
    """Store a new question, and say whether it is new: a replay finds the first one.

    It takes the place of the open questions of its thread: their words become its history, their assignee and
    their earlier due times stay. Raises: BadInput; ExternalIdTaken when the id already names another text.
    """
    incoming = prepare(new, clock, settings, languages)
    _one_at_a_time(connection, "external_id", incoming.external_id)
    known = _by_external_id(connection, incoming)
    if known is not None:
        return known, False
    _one_at_a_time(connection, "thread_id", incoming.thread_id)
    thread = _thread(connection, incoming)
    older = [each for each in thread if each.is_open]
    question = _store(connection, incoming, thread, clock, settings)
    for each in older:
        move(connection, each, "superseded", clock, superseded_by=question.id)
    for each in older:
        data = {"by": question.id}
        events.record(connection, "question_superseded", question_id=each.id, data=data, clock=clock)
    events.record(connection, "question_received", question_id=question.id, clock=clock)
    return question, True


def get(connection: Connection, question_id: str) -> Question:
    """The question. Raises: NotFound."""
    return _one(connection, question_id, lock=False)


def locked(connection: Connection, question_id: str) -> Question:
    """The question, and nobody else changes it until the transaction ends. Raises: NotFound.

    On PostgreSQL by a row lock; on SQLite a writing transaction has the whole file to itself already.
    """
    return _one(connection, question_id, lock=True)


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
    found = [_question(row) for row in connection.execute(query)]
    page = found[:limit]
    return page, _cursor(page[-1]) if len(found) > limit else None


def counts(connection: Connection) -> dict[str, int]:
    """How many questions there are in each status."""
    status = tables.questions.c.status
    rows = connection.execute(select(status, func.count()).group_by(status))
    return {name: total for name, total in rows}


def move(connection: Connection, question: Question, status: str, clock: Clock, **also: Any) -> None:
    """Give the question a new status, if it still stands as `question` says. Raises: Conflict."""
    table = tables.questions
    still = and_(
        table.c.id == question.id,
        table.c.status == question.status,
        table.c.current_draft_id.is_not_distinct_from(question.current_draft_id),
    )
    values = {"status": status, "updated_at": clock(), "lease_owner": None, "lease_until": None, **also}
    if connection.execute(update(table).where(still).values(**values)).rowcount != 1:
        raise Conflict(MOVED_ON, next_step=READ_AGAIN)


def assign(
    connection: Connection, question_id: str, person: Person, take_over: bool, clock: Clock
) -> Question:
    """Give the question to `person`. Raises: Conflict when it is closed, or another's and not taken over."""
    people.require_reviewer(connection, person)
    question = locked(connection, question_id)
    if not question.is_open:
        raise Conflict(CLOSED)
    if question.assignee_id == person.id:
        return question
    if question.assignee_id is not None and not take_over:
        raise taken_by(people.get(connection, question.assignee_id))
    now = clock()
    change = {"assignee_id": person.id, "assigned_at": now, "updated_at": now}
    connection.execute(update(tables.questions).where(tables.questions.c.id == question_id).values(**change))
    events.record(connection, "assigned", question_id=question_id, person_id=person.id, clock=clock)
    return get(connection, question_id)


def release(connection: Connection, question_id: str, person: Person, clock: Clock) -> Question:
    """Give the question back to everybody. Raises: Conflict when it is another's (administrators may)."""
    question = locked(connection, question_id)
    if question.assignee_id is None:
        return question
    if question.assignee_id != person.id and person.role != "admin":
        raise taken_by(people.get(connection, question.assignee_id))
    change = {"assignee_id": None, "assigned_at": None, "updated_at": clock()}
    connection.execute(update(tables.questions).where(tables.questions.c.id == question_id).values(**change))
    events.record(connection, "released", question_id=question_id, person_id=person.id, clock=clock)
    return get(connection, question_id)


def taken_by(person: Person) -> Conflict:
    """The error that says who has the question."""
    return Conflict(
        Text(f"{person.name} has this question.", f"{person.name} s’occupe de cette question."),
        next_step=Text(
            "Take it over first, or choose another.", "Reprenez-la d’abord, ou choisissez-en une autre."
        ),
    )


def _one(connection: Connection, question_id: str, *, lock: bool) -> Question:
    query = select(*FIELDS).where(tables.questions.c.id == question_id)
    row = connection.execute(query.with_for_update() if lock else query).one_or_none()
    if row is None:
        raise NotFound(Text("There is no such question.", "Cette question n’existe pas."))
    return _question(row)


def _by_external_id(connection: Connection, incoming: Incoming) -> Question | None:
    table = tables.questions
    if incoming.external_id is None:
        return None
    query = select(*FIELDS, table.c.text_digest).where(table.c.external_id == incoming.external_id)
    row = connection.execute(query).one_or_none()
    if row is None:
        return None
    if row.text_digest != incoming.text_digest:
        raise ExternalIdTaken(ANOTHER_TEXT, next_step=ANOTHER_ID)
    return get(connection, row.id)


def _thread(connection: Connection, incoming: Incoming) -> list[Question]:
    table = tables.questions
    if incoming.thread_id is None:
        return []
    same = and_(table.c.thread_id == incoming.thread_id, table.c.channel == incoming.channel)
    query = select(*FIELDS).where(same).order_by(table.c.received_at, table.c.id).with_for_update()
    return [_question(row) for row in connection.execute(query)]


def _store(
    connection: Connection,
    incoming: Incoming,
    thread: Sequence[Question],
    clock: Clock,
    settings: AssistantSettings,
) -> Question:
    older = [each for each in thread if each.is_open]
    assigned = next((each for each in reversed(older) if each.assignee_id), None)
    answer_due = incoming.received_at + timedelta(minutes=settings.answer_within_minutes)
    resolve_due = incoming.received_at + timedelta(hours=settings.resolve_within_hours)
    values = asdict(incoming) | {
        "id": f"q_{uuid4().hex[:20]}",
        "history": [asdict(turn) for turn in _history(connection, incoming, thread)],
        "answer_due_at": min([answer_due, *(each.answer_due_at for each in older)]),
        "resolve_due_at": min([resolve_due, *(each.resolve_due_at for each in older)]),
        "status": "received",
        "assignee_id": assigned.assignee_id if assigned else None,
        "assigned_at": assigned.assigned_at if assigned else None,
        "attempts": 0,
        "updated_at": clock(),
    }
    connection.execute(insert(tables.questions).values(**values))
    return get(connection, values["id"])


def _history(connection: Connection, incoming: Incoming, thread: Sequence[Question]) -> list[Turn]:
    """The turns that the channel gave, or else the thread as we know it; nothing unanswered is left out."""
    turns = list(incoming.history)
    if not turns and thread:
        last = thread[-1]
        turns = [*last.history, Turn("citizen", last.text), *_replies(connection, last)]
    told = {turn.text for turn in turns}
    missing = [Turn("citizen", each.text) for each in thread if each.is_open and each.text not in told]
    return [*turns, *missing][-MOST_TURNS:]


def _replies(connection: Connection, question: Question) -> list[Turn]:
    review, delivery = tables.reviews, tables.deliveries
    query = select(review.c.final_statements).join(delivery, delivery.c.review_id == review.c.id)
    query = query.where(delivery.c.question_id == question.id, delivery.c.status != "cancelled")
    return [
        Turn("agent", "\n".join(statement["text"] for statement in statements))
        for statements in connection.execute(query).scalars()
    ]


def _one_at_a_time(connection: Connection, kind: str, name: str | None) -> None:
    # Two requests that both find nothing would both insert. SQLite has one writer anyway; on PostgreSQL
    # they queue on an advisory lock (ids before threads, everywhere, so that they cannot deadlock).
    if name is not None and connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(f"{kind}:{name}", 0))))


def _question(row: Any) -> Question:
    return Question(**(dict(row._mapping) | {"history": tuple(Turn(**turn) for turn in row.history)}))


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
ANOTHER_TEXT = Text(
    "This external id already names a question with another text.",
    "Cet identifiant externe désigne déjà une question dont le texte diffère.",
)
ANOTHER_ID = Text("Send the new text under a new id.", "Envoyez le nouveau texte sous un nouvel identifiant.")
CLOSED = Text("The question is closed.", "La question est close.")
BAD_CURSOR = Text("This cursor is not one of ours.", "Ce curseur n’est pas des nôtres.")
START_AGAIN = Text("List again from the start.", "Reprenez la liste au début.")
