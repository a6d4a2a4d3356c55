"""What a notice touches: drafts freeze and are made again, replies that wait stay here; and two things at once."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from assistant.emergencies.notices import Notice
from assistant.intake import inbox, questions
from assistant.intake.people import Person
from assistant.reviewing import delivery, enforcing, undoing
from assistant.reviewing.frozen import frozen_questions
from assistant.worker import Worker
from knowledge.database import reading
from knowledge.errors import Conflict
from tests.conftest import MovableClock
from tests.emergency import (
    SAYS,
    current,
    enforce,
    kinds,
    make,
    pending,
    state,
    work,
    worker,
)
from tests.integration.test_two_at_once import ROUNDS, approval, at_once
from tests.workflow import (
    SETTINGS,
    Desk,
    PageAnswerer,
    RecordingChannel,
    RecordingIndex,
    decide,
    drafted,
    open_desk,
    status,
)


@pytest.fixture
def desk(engine: Engine, clock: MovableClock) -> Desk:
    return open_desk(engine, clock)


# -- what it touches -------------------------------------------------------------------------------------------


def test_an_open_draft_freezes_and_is_drafted_again_with_the_notice(desk: Desk) -> None:
    question, draft = pending(desk)
    with desk.engine.begin() as connection:
        other, others = drafted(connection, desk.clock, text="what is a fishing licence?")
    enforce(desk, make(desk))
    with pytest.raises(Conflict, match="notice has come into force"):
        decide(desk, draft)
    with reading(desk.engine) as connection:
        assert list(frozen_questions(connection, desk.clock())) == [question.id]
    work(desk)
    assert current(desk, question).statements[0].text == SAYS.statement
    assert current(desk, other) == others
    assert "draft_frozen" in kinds(desk, question)
    with pytest.raises(Conflict, match="notice has come into force"):
        decide(desk, draft)  # the version from before it
    decide(desk, current(desk, question))


def test_a_frozen_draft_can_still_be_referred(desk: Desk) -> None:
    question, draft = pending(desk)
    enforce(desk, make(desk))
    decide(desk, draft, decision="refer", reason="Emergency Management")
    assert status(desk, question) == "referred"


@pytest.mark.parametrize("end", ["expires", "is withdrawn"])
def test_a_draft_from_a_notice_goes_stale_when_it_ends_and_is_made_again_from_the_pages(
    desk: Desk, end: str
) -> None:
    notice = enforce(desk, make(desk))
    question, draft = pending(desk)
    if end == "expires":
        desk.clock.advance(days=1)  # type: ignore[attr-defined]
    else:
        enforcing.withdraw(desk.engine, notice.id, desk.rob, desk.clock)
    with pytest.raises(Conflict, match="is over"):
        decide(desk, draft)
    work(desk)
    again = current(desk, question)
    assert (again.version, again.model, again.notice_id) == (2, "fake", None)
    decide(desk, again)


def test_the_database_refuses_to_approve_what_an_ended_notice_gave(desk: Desk) -> None:
    notice = enforce(desk, make(desk))
    _, draft = pending(desk)
    enforcing.withdraw(desk.engine, notice.id, desk.rob, desk.clock)
    raw = (
        "INSERT INTO reviews SELECT 'r_x', id, version, question_id, :by, 'approve', NULL, NULL, '[]', 'Go.',"
        " created_at FROM drafts WHERE id = :draft"
    )
    with pytest.raises(DBAPIError, match="is over"), desk.engine.begin() as connection:
        connection.execute(text(raw), {"by": desk.ana.id, "draft": draft.id})


def test_a_reply_that_waits_is_held_back_by_a_new_notice(desk: Desk) -> None:
    question, draft = pending(desk)
    decided = decide(desk, draft)
    enforce(desk, make(desk))
    with reading(desk.engine) as connection:
        queued = delivery.of_review(connection, decided.id)
    assert queued is not None and queued.status == "cancelled"
    assert "delivery_held_back" in kinds(desk, question)
    desk.clock.advance(minutes=1)  # type: ignore[attr-defined]
    channel = RecordingChannel()
    work(desk, channel)
    assert channel.sent == []
    assert current(desk, question).statements[0].text == SAYS.statement


def test_a_notice_that_begins_by_the_clock_holds_replies_back_too(desk: Desk) -> None:
    enforce(desk, make(desk, starts_at=desk.clock() + timedelta(seconds=3)))
    question, draft = pending(desk)
    decide(desk, draft)
    desk.clock.advance(seconds=60)  # type: ignore[attr-defined]
    channel = RecordingChannel()
    work(desk, channel)
    assert channel.sent == []
    assert (status(desk, question), current(desk, question).model) == ("pending_review", "notice")


def test_a_reply_made_from_a_notice_is_sent_while_it_holds_and_is_no_precedent(desk: Desk) -> None:
    enforce(desk, make(desk))
    _, draft = pending(desk)
    decide(desk, draft)
    desk.clock.advance(seconds=6)  # type: ignore[attr-defined]
    channel, index = RecordingChannel(), RecordingIndex()
    busy = Worker(desk.engine, PageAnswerer(desk.engine), channel, index, desk.clock, SETTINGS)
    while busy.run_once():
        pass
    assert [each.statements[0].text for each in channel.sent] == [SAYS.statement]
    assert index.learned == []


def test_taking_an_approval_back_after_a_notice_leaves_a_frozen_draft(desk: Desk) -> None:
    question, draft = pending(desk, text="what is a fishing licence?")
    decided = decide(desk, draft)
    enforce(desk, make(desk, topics={"en": ["nothing near"], "fr": ["rien"]}))
    undoing.undo(desk.engine, decided.id, desk.ana, desk.clock)
    enforce(desk, make(desk, topics={"en": ["fishing"], "fr": ["pêche"]}))
    with pytest.raises(Conflict, match="notice has come into force"):
        decide(desk, current(desk, question))


# -- at the same moment ----------------------------------------------------------------------------------------


def test_an_approval_of_a_draft_meets_a_notice(desk: Desk) -> None:
    for _ in range(ROUNDS):
        notice = make(desk)
        enforcing.approve(desk.engine, notice.id, desk.ana, desk.clock)
        question, draft = pending(desk)
        decided, enforced = at_once(
            approval(desk, draft, desk.ana),
            lambda notice=notice: enforcing.approve(desk.engine, notice.id, desk.rob, desk.clock),
        )
        assert enforced.state(desk.clock()) == "active"
        with reading(desk.engine) as connection:
            sent = delivery.of_question(connection, question.id)
        # Whoever was first: either the approval was refused, or its reply was held back.
        assert isinstance(decided, Conflict) if sent is None else sent.status == "cancelled"
        assert status(desk, question) == "pending_review"
        enforcing.withdraw(desk.engine, notice.id, desk.rob, desk.clock)


def test_a_new_draft_meets_a_notice(desk: Desk) -> None:
    for _ in range(ROUNDS):
        notice = make(desk)
        enforcing.approve(desk.engine, notice.id, desk.ana, desk.clock)
        (question, draft), _ = at_once(
            lambda: pending(desk),
            lambda notice=notice: enforcing.approve(desk.engine, notice.id, desk.rob, desk.clock),
        )
        with reading(desk.engine) as connection:
            frozen = frozen_questions(connection, desk.clock())
        assert (question.id in frozen) == (draft.notice_id is None)
        enforcing.withdraw(desk.engine, notice.id, desk.rob, desk.clock)


def test_two_people_approve_at_once_and_the_notice_holds(desk: Desk) -> None:
    for _ in range(ROUNDS):
        notice = make(desk)

        def approve(person: Person, notice: Notice = notice) -> Any:
            return lambda: enforcing.approve(desk.engine, notice.id, person, desk.clock)

        at_once(approve(desk.ana), approve(desk.rob))
        assert state(desk, notice) == "active"


def test_one_worker_makes_again_what_freezes_later_and_what_an_undo_brings_back(desk: Desk) -> None:
    busy = worker(desk)
    question, draft = pending(desk)
    decided = decide(desk, draft, decision="refer", reason="Registry")
    while busy.run_once():
        pass
    enforce(desk, make(desk))
    while busy.run_once():
        pass
    undoing.undo(desk.engine, decided.id, desk.ana, desk.clock)
    desk.clock.advance(seconds=11)  # type: ignore[attr-defined]
    while busy.run_once():
        pass
    assert current(desk, question).model == "notice"


def test_questions_stay_as_they_were_while_no_notice_touches_them(desk: Desk) -> None:
    question, draft = pending(desk)
    enforce(desk, make(desk, topics={"en": ["wildfire"], "fr": ["feu"]}))
    work(desk)
    with reading(desk.engine) as connection:
        assert inbox.get(connection, question.id) == question
        assert questions.counts(connection) == {"pending_review": 1}
    decide(desk, draft)
