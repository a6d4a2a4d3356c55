"""A decision can be taken back until the reply leaves; an undone approval is never sent."""

import pytest
from sqlalchemy import Engine

from assistant.intake.questions import Question
from assistant.reviewing import delivery, drafts, undoing
from assistant.reviewing.drafts import Draft
from knowledge.clock import Clock
from knowledge.errors import Conflict
from tests.workflow import Desk, ask, decide, deliveries, drafted, open_desk, proposal, status


@pytest.fixture
def desk(engine: Engine, clock: Clock) -> Desk:
    return open_desk(engine, clock)


@pytest.fixture
def ready(desk: Desk) -> tuple[Question, Draft]:
    with desk.engine.begin() as connection:
        return drafted(connection, desk.clock)


def test_an_undone_approval_is_up_for_review_again_and_never_sent(
    desk: Desk, ready: tuple[Question, Draft]
) -> None:
    question, draft = ready
    decided = decide(desk, draft)
    again = undoing.undo(desk.engine, decided.id, desk.ana, desk.clock)
    assert (again.version, again.statements) == (2, draft.statements)
    assert status(desk, question) == "pending_review"
    desk.clock.advance(hours=1)  # type: ignore[attr-defined]
    assert delivery.claim(desk.engine, "w", desk.clock, 60) is None
    with pytest.raises(Conflict):
        undoing.undo(desk.engine, decided.id, desk.ana, desk.clock)
    decide(desk, again, by=desk.rob)
    assert deliveries(desk) == 2


def test_a_reply_that_is_leaving_cannot_be_called_back(desk: Desk, ready: tuple[Question, Draft]) -> None:
    decided = decide(desk, ready[1])
    desk.clock.advance(seconds=5)  # type: ignore[attr-defined]
    assert delivery.claim(desk.engine, "w", desk.clock, 60) is not None
    with pytest.raises(Conflict, match="left already"):
        undoing.undo(desk.engine, decided.id, desk.ana, desk.clock)


def test_a_rejection_can_be_taken_back(desk: Desk, ready: tuple[Question, Draft]) -> None:
    decided = decide(desk, ready[1], decision="reject", reason_code="tone")
    undoing.undo(desk.engine, decided.id, desk.rob, desk.clock)
    assert status(desk, ready[0]) == "pending_review"


def test_an_undone_approval_gives_way_to_a_newer_message(desk: Desk) -> None:
    with desk.engine.begin() as connection:
        question, draft = drafted(connection, desk.clock, thread_id="t")
    decided = decide(desk, draft)
    with desk.engine.begin() as connection:
        ask(connection, desk.clock, "thanks, and how long?", thread_id="t")
    undoing.undo(desk.engine, decided.id, desk.ana, desk.clock)
    assert status(desk, question) == "superseded"


def test_an_answered_question_is_not_drafted_again(desk: Desk, ready: tuple[Question, Draft]) -> None:
    question, draft = ready
    decide(desk, draft)
    with pytest.raises(Conflict), desk.engine.begin() as connection:
        drafts.add(connection, question.id, proposal(*draft.statements), desk.clock)


def test_a_rejected_question_is_drafted_again_unless_the_citizen_wrote_again(desk: Desk) -> None:
    with desk.engine.begin() as connection:
        question, draft = drafted(connection, desk.clock, thread_id="t")
    decide(desk, draft, decision="reject", reason_code="outdated_source")
    with desk.engine.begin() as connection:
        newer = drafts.add(connection, question.id, proposal(*draft.statements), desk.clock)
    decide(desk, newer, decision="refer", reason="the registry office")
    with desk.engine.begin() as connection:
        ask(connection, desk.clock, "and how long?", thread_id="t")
    with pytest.raises(Conflict, match="written again"), desk.engine.begin() as connection:
        drafts.add(connection, question.id, proposal(*draft.statements), desk.clock)
