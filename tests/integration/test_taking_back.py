"""A decision can be taken back until the reply leaves; an undone approval is never sent."""

import pytest
from sqlalchemy import Engine

from assistant.intake import questions
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


def test_two_decisions_of_a_thread_taken_back_in_any_order_leave_the_last_message_open(desk: Desk) -> None:
    """What was superseded by an older message would be forgotten: only a later one has it in its history."""
    for thread, order in (("t", (0, 1)), ("u", (1, 0))):
        with desk.engine.begin() as connection:
            earlier, draft = drafted(connection, desk.clock, text="how much?", thread_id=thread)
        decided = [decide(desk, draft)]
        with desk.engine.begin() as connection:  # in the same second: the clock does not tell which came last
            later, draft = drafted(connection, desk.clock, text="and how long?", thread_id=thread)
        decided.append(decide(desk, draft))
        for which in order:
            undoing.undo(desk.engine, decided[which].id, desk.ana, desk.clock)
        assert (status(desk, earlier), status(desk, later)) == ("superseded", "pending_review")


def test_what_is_left_open_keeps_the_earlier_promise_and_who_has_it(desk: Desk) -> None:
    with desk.engine.begin() as connection:
        earlier, draft = drafted(connection, desk.clock, thread_id="t")
        questions.assign(connection, earlier.id, desk.rob, False, desk.clock)
    decided = decide(desk, draft, by=desk.rob)
    desk.clock.advance(minutes=5)  # type: ignore[attr-defined]
    with desk.engine.begin() as connection:
        later = ask(connection, desk.clock, "and how long?", thread_id="t")
    assert (later.answer_due_at > earlier.answer_due_at, later.assignee_id) == (True, None)
    undoing.undo(desk.engine, decided.id, desk.rob, desk.clock)
    with desk.engine.begin() as connection:
        later = questions.get(connection, later.id)
    kept = (earlier.answer_due_at, earlier.resolve_due_at, desk.rob.id)
    assert (later.answer_due_at, later.resolve_due_at, later.assignee_id) == kept


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


def test_the_last_message_is_drafted_again_in_place_of_an_older_one_that_is_open(desk: Desk) -> None:
    with desk.engine.begin() as connection:
        earlier, draft = drafted(connection, desk.clock, thread_id="t")
    decided = decide(desk, draft, decision="reject", reason_code="tone")
    with desk.engine.begin() as connection:
        later, draft = drafted(connection, desk.clock, text="and how long?", thread_id="t")
    decide(desk, draft, decision="reject", reason_code="tone")
    undoing.undo(desk.engine, decided.id, desk.ana, desk.clock)
    with desk.engine.begin() as connection:
        drafts.add(connection, later.id, proposal(*draft.statements), desk.clock)
    assert (status(desk, earlier), status(desk, later)) == ("superseded", "pending_review")
