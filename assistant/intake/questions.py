"""Questions: received once each, in the place of what they supersede, and taken by one person at a time."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import timedelta
from uuid import uuid4

from sqlalchemy import Connection, func, insert, select, update

from assistant import tables
from assistant.intake import events, people
from assistant.intake.inbox import (
    FIELDS,
    OPEN,
    REVIEWABLE,
    Question,
    counts,
    get,
    listing,
    locked,
    locked_thread,
)
from assistant.intake.incoming import MOST_TURNS, SERVED, Incoming, NewQuestion, prepare
from assistant.intake.people import Person
from assistant.intake.threads import supersede
from assistant.settings import AssistantSettings
from assistant.turns import Turn
from knowledge.clock import Clock
from knowledge.errors import Conflict, ExternalIdTaken
from knowledge.texts import Text

__all__ = [
    "OPEN",
    "REVIEWABLE",
    "NewQuestion",
    "Question",
    "Turn",
    "assign",
    "counts",
    "get",
    "listing",
    "receive",
    "release",
]


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
    thread = locked_thread(connection, incoming.channel, incoming.thread_id)
    question = _store(connection, incoming, thread, clock, settings)
    for older in thread:
        if older.is_open:
            supersede(connection, older, question, clock)
    events.record(connection, "question_received", question_id=question.id, clock=clock)
    return get(connection, question.id), True


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


def _store(
    connection: Connection,
    incoming: Incoming,
    thread: Sequence[Question],
    clock: Clock,
    settings: AssistantSettings,
) -> Question:
    values = asdict(incoming) | {
        "id": f"q_{uuid4().hex[:20]}",
        "history": [asdict(turn) for turn in _history(connection, incoming, thread)],
        "answer_due_at": incoming.received_at + timedelta(minutes=settings.answer_within_minutes),
        "resolve_due_at": incoming.received_at + timedelta(hours=settings.resolve_within_hours),
        "status": "received",
        "attempts": 0,
        "updated_at": clock(),
    }
    connection.execute(insert(tables.questions).values(**values))
    return get(connection, values["id"])


def _history(connection: Connection, incoming: Incoming, thread: Sequence[Question]) -> list[Turn]:
    """The turns that the channel gave, or else the thread as we know it; nothing unanswered is left out."""
    turns = list(incoming.history) or _so_far(connection, thread)
    told = {turn.text for turn in turns}
    # Whatever is decided on may still be taken back, and then this message stands in its place.
    unanswered = [each for each in thread if each.status not in {"delivered", "superseded"}]
    missing = [Turn("citizen", each.text) for each in unanswered if each.text not in told]
    return [*turns, *missing][-MOST_TURNS:]


def _so_far(connection: Connection, thread: Sequence[Question]) -> list[Turn]:
    # Each question's own history repeats the ones before it, and two may bear the same time.
    turns: dict[Turn, None] = {}
    for each in thread:
        turns |= dict.fromkeys((*each.history, Turn("citizen", each.text), *_replies(connection, each)))
    return list(turns)


def _replies(connection: Connection, question: Question) -> list[Turn]:
    review, delivery = tables.reviews, tables.deliveries
    query = select(review.c.final_statements).join(delivery, delivery.c.review_id == review.c.id)
    query = query.where(delivery.c.question_id == question.id, delivery.c.status == "sent")
    return [
        Turn("agent", "\n".join(statement["text"] for statement in statements))
        for statements in connection.execute(query).scalars()
    ]


def _one_at_a_time(connection: Connection, kind: str, name: str | None) -> None:
    # Two requests that both find nothing would both insert. SQLite has one writer anyway; on PostgreSQL
    # they queue on an advisory lock (ids before threads, everywhere, so that they cannot deadlock).
    if name is not None and connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(f"{kind}:{name}", 0))))


ANOTHER_TEXT = Text(
    "This external id already names a question with another text.",
    "Cet identifiant externe désigne déjà une question dont le texte diffère.",
)
ANOTHER_ID = Text("Send the new text under a new id.", "Envoyez le nouveau texte sous un nouvel identifiant.")
CLOSED = Text("The question is closed.", "La question est close.")
