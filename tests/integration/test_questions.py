"""Questions are stored once each, clean, in order, and supersede what they follow."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine

from assistant.intake import events, inbox, questions
from assistant.intake.questions import NewQuestion, Turn
from knowledge.clock import Clock
from knowledge.database import reading
from knowledge.errors import BadInput, Conflict, ExternalIdTaken, NotAllowed, NotFound
from tests.workflow import SETTINGS, Desk, ask, drafted, open_desk


@pytest.fixture
def desk(engine: Engine, clock: Clock) -> Desk:
    return open_desk(engine, clock)


def test_a_replay_finds_the_first_question(desk: Desk) -> None:
    new = NewQuestion("Where do I buy a fishing licence?", "Web", external_id="fb-1")
    with desk.engine.begin() as connection:
        first, created = questions.receive(connection, new, desk.clock, SETTINGS)
        second, created_again = questions.receive(connection, new, desk.clock, SETTINGS)
    assert (created, created_again) == (True, False)
    assert first == second
    assert first.channel == "web"


def test_another_text_under_the_same_id_is_refused_and_the_first_kept(desk: Desk) -> None:
    with desk.engine.begin() as connection:
        first = ask(connection, desk.clock, "One?", external_id="fb-1")
    with pytest.raises(ExternalIdTaken), desk.engine.begin() as connection:
        ask(connection, desk.clock, "Two?", external_id="fb-1")
    with reading(desk.engine) as connection:
        assert inbox.get(connection, first.id).text == "One?"


def test_private_data_is_never_stored(desk: Desk) -> None:
    with desk.engine.begin() as connection:
        question = ask(
            connection,
            desk.clock,
            "write to maria@example.com please, is it free?",
            author_ref="maria.1974",
            history=(Turn("citizen", "my address is maria@example.com"),),
        )
    assert "maria@" not in question.text + question.history[0].text
    assert question.author_ref is not None and "maria" not in question.author_ref


def test_due_times_run_from_the_moment_it_was_sent(desk: Desk) -> None:
    sent = desk.clock() - timedelta(minutes=4)
    with desk.engine.begin() as connection:
        question = ask(connection, desk.clock, received_at=sent)
        ahead = ask(connection, desk.clock, received_at=desk.clock() + timedelta(days=9))
    assert question.answer_due_at == sent + timedelta(minutes=15)
    assert question.resolve_due_at == sent + timedelta(hours=24)
    assert ahead.received_at == desk.clock()


def test_what_no_database_stores_is_taken_out(desk: Desk) -> None:
    with desk.engine.begin() as connection:
        question = ask(connection, desk.clock, "how\x00 much\ud800?\r\nthanks")
    assert question.text == "how much??\nthanks"


def test_a_new_message_supersedes_the_open_question_and_keeps_its_words_and_clock(desk: Desk) -> None:
    with desk.engine.begin() as connection:
        first, _ = drafted(connection, desk.clock, text="how much is it?", thread_id="t-1")
        questions.assign(connection, first.id, desk.ana, False, desk.clock)
        desk.clock.advance(minutes=10)  # type: ignore[attr-defined]
        second = ask(connection, desk.clock, "and how long?", thread_id="t-1")
        elsewhere = ask(connection, desk.clock, "and how long?", thread_id="t-1", channel="x")
        old = inbox.get(connection, first.id)
        kinds = [event.kind for event in events.of_question(connection, first.id)]
    assert (old.status, old.superseded_by) == ("superseded", second.id)
    assert second.history == (Turn("citizen", "how much is it?"),)
    assert second.answer_due_at == first.answer_due_at
    assert second.assignee_id == desk.ana.id
    assert elsewhere.history == ()
    assert kinds == ["question_received", "draft_ready", "assigned", "question_superseded"]


def test_a_history_from_the_channel_gains_only_what_it_left_out(desk: Desk) -> None:
    with desk.engine.begin() as connection:
        ask(connection, desk.clock, "how much?", thread_id="t-1")
        told = (Turn("citizen", "hello"), Turn("agent", "Good morning."))
        second = ask(connection, desk.clock, "how long?", thread_id="t-1", history=told)
    assert second.history == (*told, Turn("citizen", "how much?"))


def test_words_that_came_at_one_moment_are_all_kept(desk: Desk) -> None:
    told = [f"message {n}?" for n in range(8)]
    with desk.engine.begin() as connection:
        made = [ask(connection, desk.clock, text, thread_id="t-1") for text in told]
    assert {turn.text for turn in made[-1].history} == set(told[:-1])
    assert [len(each.history) for each in made] == list(range(8))


def test_pages_of_questions_run_from_the_nearest_breach_without_gap_or_repeat(desk: Desk) -> None:
    with desk.engine.begin() as connection:
        made = [
            ask(connection, desk.clock, received_at=desk.clock() - timedelta(minutes=n % 3)) for n in range(7)
        ]
    expected = sorted(made, key=lambda each: (each.answer_due_at, each.id))
    seen, after = [], None
    with reading(desk.engine) as connection:
        while True:
            page, after = questions.listing(connection, statuses=["received"], after=after, limit=3)
            seen += page
            if after is None:
                break
        assert [each.id for each in seen] == [each.id for each in expected]
        assert questions.listing(connection, statuses=["blocked_*"]) == ([], None)
        assert questions.counts(connection) == {"received": 7}


@pytest.mark.parametrize("cursor", ["", "x", "é", "AAAA", "MTIz", "OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTkgcV8x"])
def test_a_foreign_cursor_is_refused(desk: Desk, cursor: str) -> None:
    with pytest.raises(BadInput), reading(desk.engine) as connection:
        questions.listing(connection, after=cursor)


def test_a_question_is_taken_by_one_person_at_a_time(desk: Desk) -> None:
    with desk.engine.begin() as connection:
        question = ask(connection, desk.clock)
        assert (
            questions.assign(connection, question.id, desk.ana, False, desk.clock).assignee_id == desk.ana.id
        )
    with pytest.raises(Conflict, match="Ana has this question"), desk.engine.begin() as connection:
        questions.assign(connection, question.id, desk.rob, False, desk.clock)
    with pytest.raises(NotAllowed), desk.engine.begin() as connection:
        questions.assign(connection, question.id, desk.cleo, True, desk.clock)
    with desk.engine.begin() as connection:
        assert (
            questions.assign(connection, question.id, desk.rob, True, desk.clock).assignee_id == desk.rob.id
        )
    with pytest.raises(Conflict), desk.engine.begin() as connection:
        questions.release(connection, question.id, desk.ana, desk.clock)
    with desk.engine.begin() as connection:
        assert questions.release(connection, question.id, desk.rob, desk.clock).assignee_id is None


def test_an_unknown_question_is_not_found(desk: Desk) -> None:
    with pytest.raises(NotFound), reading(desk.engine) as connection:
        questions.get(connection, "q_none")
