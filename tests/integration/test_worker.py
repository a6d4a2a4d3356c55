"""The worker drafts, sends and learns, each once, whatever dies or fails meanwhile."""

import logging
import threading

import pytest
from sqlalchemy import Engine, select, update

from assistant import tables
from assistant.channels import TemporarilyRefused, Unacceptable
from assistant.intake import events, inbox
from assistant.intake.questions import Question
from assistant.reviewing import deciding, delivery, drafting, drafts
from assistant.reviewing.delivery import Delivery
from assistant.reviewing.drafts import Draft
from assistant.worker import Worker
from knowledge import exchanges
from knowledge.clock import Clock
from knowledge.database import reading
from knowledge.errors import Conflict
from knowledge.exchanges import Exchange
from tests.workflow import (
    FEE,
    SETTINGS,
    Desk,
    PageAnswerer,
    RecordingChannel,
    RecordingIndex,
    ask,
    drafted,
    open_desk,
    proposal,
)


@pytest.fixture
def desk(engine: Engine, clock: Clock) -> Desk:
    return open_desk(engine, clock)


class Shop:
    """A worker with everything that it works with."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.answerer = PageAnswerer(desk.engine)
        self.channel = RecordingChannel()
        self.index = RecordingIndex()
        parts = (desk.engine, self.answerer, self.channel, self.index, desk.clock, SETTINGS)
        self.worker = Worker(*parts, jitter=lambda: 0.0)

    def pass_time(self, **amount: float) -> None:
        self.desk.clock.advance(**amount)  # type: ignore[attr-defined]

    def work(self) -> None:
        while self.worker.run_once():
            pass

    def question(self, question: Question) -> Question:
        with reading(self.desk.engine) as connection:
            return inbox.get(connection, question.id)

    def delivery(self, question: Question) -> Delivery:
        with reading(self.desk.engine) as connection:
            found = delivery.of_question(connection, question.id)
        assert found is not None
        return found

    def approved(self) -> Question:
        with self.desk.engine.begin() as connection:
            question, draft = drafted(connection, self.desk.clock)
        self.approve(draft)
        self.pass_time(seconds=5)
        return question

    def approve(self, draft: Draft) -> None:
        named = {"draft_id": draft.id, "draft_version": draft.version}
        deciding.decide(
            self.desk.engine,
            **named,
            reviewer=self.desk.ana,
            decision="approve",
            clock=self.desk.clock,  # type: ignore[arg-type]
        )


@pytest.fixture
def shop(desk: Desk) -> Shop:
    return Shop(desk)


def test_from_question_to_delivered_and_learned(shop: Shop) -> None:
    desk = shop.desk
    with desk.engine.begin() as connection:
        question = ask(connection, desk.clock, external_id="fb-1", thread_id="t-1")
    shop.work()
    with reading(desk.engine) as connection:
        draft = drafts.current(connection, question.id)
    assert draft is not None and draft.status == "pending_review"
    shop.approve(draft)
    shop.work()
    assert shop.channel.sent == [], "five seconds to undo"
    shop.pass_time(seconds=5)
    shop.work()
    [message] = shop.channel.sent
    assert (message.external_id, message.thread_id, message.question_id) == ("fb-1", "t-1", question.id)
    assert message.statements == draft.statements
    assert shop.question(question).status == "delivered"
    [learned] = shop.index.learned
    assert (learned.question, learned.thread_id, learned.source_id) == (question.text, "t-1", "desk")
    assert learned.cited == tuple(c.passage_id for s in draft.statements for c in s.citations)
    assert FEE in learned.reply
    with reading(desk.engine) as connection:
        kinds = [each.kind for each in events.of_question(connection, question.id)]
    assert kinds == ["question_received", "draft_ready", "reviewed", "delivery_sent"]


def test_a_reply_that_was_learned_is_not_learned_again_by_the_next_worker(shop: Shop) -> None:
    def keep(batch: list[Exchange]) -> None:
        with shop.desk.engine.begin() as connection:
            exchanges.save(connection, batch)

    shop.index.sync_exchanges = keep  # type: ignore[method-assign, assignment]
    shop.approved()
    shop.work()
    again = Shop(shop.desk)
    again.work()
    assert again.index.learned == []


def test_learning_that_fails_stops_nothing(shop: Shop, caplog: pytest.LogCaptureFixture) -> None:
    shop.index.sync_exchanges = None  # type: ignore[method-assign, assignment]
    first, second = shop.approved(), shop.approved()
    shop.work()
    assert {shop.question(each).status for each in (first, second)} == {"delivered"}
    assert "learn_one failed" in caplog.text


# -- sending -----------------------------------------------------------------------------------------------


def test_a_channel_that_is_down_for_an_hour_loses_nothing(shop: Shop) -> None:
    shop.channel.troubles = [TemporarilyRefused("http_503") for _ in range(3)]
    question = shop.approved()
    for wait_s in (0, 5, 300, 1800):
        shop.pass_time(seconds=wait_s)
        shop.work()
    [message] = shop.channel.sent
    sent = shop.delivery(question)
    assert (sent.status, sent.attempts, sent.last_error) == ("sent", 4, None)
    assert message.idempotency_key == sent.idempotency_key


def test_a_retry_waits_for_its_time(shop: Shop) -> None:
    shop.channel.troubles = [TemporarilyRefused("timeout")]
    question = shop.approved()
    shop.work()
    shop.pass_time(seconds=4)
    shop.work()
    waiting = shop.delivery(question)
    assert (waiting.status, waiting.attempts, waiting.last_error) == ("queued", 1, "timeout")
    assert waiting.trouble is not None and "again" in waiting.trouble.en
    assert shop.channel.sent == []


def test_a_permanent_refusal_is_shown_and_can_be_sent_again_by_a_person(shop: Shop) -> None:
    shop.channel.troubles = [Unacceptable("http_410")]
    question = shop.approved()
    shop.work()
    shop.pass_time(days=30)
    shop.work()
    failed = shop.delivery(question)
    assert (failed.status, shop.question(question).status) == ("failed", "delivery_failed")
    assert failed.trouble is not None and "Configure another webhook" in failed.trouble.en
    delivery.retry(shop.desk.engine, failed.id, shop.desk.rob, shop.desk.clock)
    shop.work()
    assert [each.idempotency_key for each in shop.channel.sent] == [failed.idempotency_key]
    assert shop.question(question).status == "delivered"
    with pytest.raises(Conflict):
        delivery.retry(shop.desk.engine, failed.id, shop.desk.rob, shop.desk.clock)


def test_it_gives_up_after_three_days_and_says_so(shop: Shop) -> None:
    shop.channel.troubles = [TemporarilyRefused("timeout") for _ in range(20)]
    question = shop.approved()
    for _ in range(12):
        shop.work()
        shop.pass_time(days=2)
    assert (shop.delivery(question).status, shop.delivery(question).attempts) == ("failed", 10)
    assert shop.question(question).status == "delivery_failed"


def test_a_worker_killed_while_sending_is_followed_by_another_with_the_same_key(shop: Shop) -> None:
    question = shop.approved()
    taken = delivery.claim(shop.desk.engine, "killed", shop.desk.clock, 60)
    assert taken is not None
    shop.work()
    assert shop.channel.sent == []
    shop.pass_time(seconds=61)
    shop.work()
    assert [each.idempotency_key for each in shop.channel.sent] == [taken.idempotency_key]
    assert shop.delivery(question).attempts == 2
    late = delivery.settle_failed(shop.desk.engine, taken, "killed", "timeout", None, shop.desk.clock)
    assert not late and not delivery.settle_sent(shop.desk.engine, taken, shop.desk.clock)
    assert shop.delivery(question).status == "sent"


def test_an_unforeseen_error_of_the_channel_is_retried_and_logged_without_words(
    shop: Shop, caplog: pytest.LogCaptureFixture
) -> None:
    shop.channel.troubles = [RuntimeError("Maria asked for a birth certificate")]
    question = shop.approved()
    with caplog.at_level(logging.DEBUG):
        shop.work()
    assert shop.delivery(question).last_error == "unexpected"
    assert "RuntimeError" in caplog.text and "Maria" not in caplog.text


# -- drafting ----------------------------------------------------------------------------------------------


def test_a_drafting_that_fails_is_tried_again_and_then_shown_to_a_person(shop: Shop) -> None:
    shop.answerer.failures = 3
    with shop.desk.engine.begin() as connection:
        question = ask(connection, shop.desk.clock)
    for wait_s in (0, 5, 60):
        shop.pass_time(seconds=wait_s)
        shop.work()
    assert len(shop.answerer.asked) == 3
    assert shop.question(question).status == "error_drafting"
    with reading(shop.desk.engine) as connection:
        draft = drafts.current(connection, question.id)
    assert draft is not None and [each.check for each in draft.findings] == ["drafting_failed"]


def test_a_passing_failure_ends_in_a_draft(shop: Shop) -> None:
    shop.answerer.failures = 1
    with shop.desk.engine.begin() as connection:
        question = ask(connection, shop.desk.clock)
    shop.work()
    assert shop.question(question).status == "received"
    shop.pass_time(seconds=5)
    shop.work()
    assert shop.question(question).status == "pending_review"


def test_a_question_that_kills_every_worker_ends_before_a_person(shop: Shop) -> None:
    with shop.desk.engine.begin() as connection:
        question = ask(connection, shop.desk.clock)
    for _ in range(drafting.MOST_ATTEMPTS):
        assert drafting.claim(shop.desk.engine, "killed", shop.desk.clock, 60) is not None
        assert drafting.claim(shop.desk.engine, "other", shop.desk.clock, 60) is None
        shop.pass_time(seconds=61)
    shop.work()
    assert shop.question(question).status == "error_drafting"
    assert shop.answerer.asked == []


def test_a_worker_that_slept_through_its_lease_changes_nothing(shop: Shop) -> None:
    with shop.desk.engine.begin() as connection:
        question = ask(connection, shop.desk.clock)
    task = drafting.claim(shop.desk.engine, "sleeper", shop.desk.clock, 60)
    assert task is not None
    shop.pass_time(seconds=61)
    shop.work()
    with pytest.raises(Conflict):
        drafting.settle(shop.desk.engine, task, proposal(status="unanswerable_no_source"), shop.desk.clock)
    drafting.settle_failed(shop.desk.engine, task, shop.desk.clock)
    assert shop.question(question).status == "pending_review"


def test_the_most_urgent_question_is_drafted_first_with_its_thread(shop: Shop) -> None:
    with shop.desk.engine.begin() as connection:
        ask(connection, shop.desk.clock, "late?")
        urgent = ask(connection, shop.desk.clock, "urgent?")
        early = {"answer_due_at": shop.desk.clock()}
        connection.execute(update(tables.questions).where(tables.questions.c.id == urgent.id).values(**early))
    shop.work()
    assert [text for text, _ in shop.answerer.asked] == ["urgent?", "late?"]


def test_it_runs_until_told_to_stop(shop: Shop) -> None:
    stop = threading.Event()
    question = shop.approved()
    thread = threading.Thread(target=shop.worker.run, args=(stop,))
    thread.start()
    while not shop.channel.sent:
        stop.wait(0.01)
    stop.set()
    thread.join(10)
    assert not thread.is_alive()
    with reading(shop.desk.engine) as connection:
        assert connection.execute(select(tables.deliveries.c.question_id)).scalar_one() == question.id
