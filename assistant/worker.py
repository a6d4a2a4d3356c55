"""The worker: drafts what came in, sends what was approved, learns from what was sent. Decides nothing.

Every task is leased, so that several workers never do the same one at once, and a killed worker's task is
done by another when its lease has run out. Logs name tasks and kinds of errors, never anyone's words.
"""

import logging
import random
import threading
import traceback
from collections.abc import Callable, Sequence
from functools import partial
from typing import Protocol
from uuid import uuid4

from sqlalchemy import Engine

from assistant.answer import Proposal
from assistant.channels import Channel, TemporarilyRefused, Unacceptable
from assistant.channels.troubles import UNEXPECTED
from assistant.composing.writer import OnStatement
from assistant.reviewing import delivery, drafting, learn, writing
from assistant.reviewing.delivery import Delivery
from assistant.reviewing.drafting import Task
from assistant.reviewing.enforcing import Renewal
from assistant.reviewing.learn import ExchangeIndex
from assistant.settings import AssistantSettings
from assistant.turns import Turn
from knowledge.clock import Clock
from knowledge.database import reading
from knowledge.errors import Conflict

IDLE_S = 0.5
LOG = logging.getLogger(__name__)
MOVED_ON = "a draft came too late: the question had moved on, or another worker had it"


class Drafter(Protocol):
    """Whatever proposes an answer."""

    def propose(
        self,
        text: str,
        language: str | None = None,
        history: Sequence[Turn] = (),
        on_statement: OnStatement | None = None,
    ) -> Proposal:
        """Draft an answer to `text`; tell `on_statement` of each statement while it is being written."""
        ...


class Worker:
    """One worker; `jitter` gives numbers from 0 to 1 that spread retries."""

    def __init__(
        self,
        engine: Engine,
        answerer: Drafter,
        channel: Channel,
        index: ExchangeIndex,
        clock: Clock,
        settings: AssistantSettings,
        jitter: Callable[[], float] = random.random,
    ) -> None:
        self._engine = engine
        self._answerer = answerer
        self._channel = channel
        self._index = index
        self._clock = clock
        self._jitter = jitter
        self._draft_lease_s = max(settings.lease_s, 2 * settings.model_timeout_s)
        self._send_lease_s = max(settings.lease_s, 3 * settings.webhook_timeout_s)
        self._lessons: set[str] = set()
        self._renewal = Renewal(engine, clock)

    def run(self, stop: threading.Event) -> None:
        """Work until told to stop; whatever goes wrong, go on with the next task."""
        while not stop.is_set():
            if not self.run_once():
                stop.wait(IDLE_S)

    def run_once(self) -> bool:
        """Do at most one task of each kind; False when there was nothing to do."""
        steps = (self.draft_again_one, self.draft_one, self.send_one, self.learn_one)
        done = [self._guarded(step) for step in steps]
        return any(done)

    def draft_again_one(self) -> bool:
        """Give one question, whose draft a notice has frozen, back to drafting."""
        return self._renewal.draft_again_one()

    def draft_one(self) -> bool:
        """Draft the question that is nearest to breach."""
        task = drafting.claim(self._engine, _token(), self._clock, self._draft_lease_s)
        if task is None:
            return False
        try:
            proposal = self._propose(task)
        except Conflict:
            LOG.info(MOVED_ON)
        except Exception as error:
            _log("drafting failed", task.question.id, error)
            self._unless_moved_on(lambda: drafting.settle_failed(self._engine, task, self._clock))
        else:
            self._unless_moved_on(lambda: drafting.settle(self._engine, task, proposal, self._clock))
        return True

    def send_one(self) -> bool:
        """Send the approved reply that has been due longest, once those that a notice overtook are held back."""
        held_back = self._renewal.hold_back_touched()
        owner = _token()
        due = delivery.claim(self._engine, owner, self._clock, self._send_lease_s)
        if due is None:
            return held_back
        with reading(self._engine) as connection:
            message = delivery.outgoing(connection, due)
        try:
            self._channel.send(message)
        except Unacceptable as error:
            delivery.settle_failed(self._engine, due, owner, error.code, None, self._clock)
        except TemporarilyRefused as error:
            self._retry_later(due, owner, error.code)
        except Exception as error:
            _log("sending failed", due.id, error)
            self._retry_later(due, owner, UNEXPECTED)
        else:
            delivery.settle_sent(self._engine, due, self._clock)
        return True

    def learn_one(self) -> bool:
        """Learn from the reply that was sent first; one that cannot be learned waits for the next start."""
        lesson = learn.next_lesson(self._engine, self._lessons)
        if lesson is None:
            return False
        self._lessons.add(lesson.review_id)
        learn.learn(self._engine, self._index, lesson, self._clock)
        return True

    def _propose(self, task: Task) -> Proposal:
        if task.attempt > drafting.MOST_ATTEMPTS:  # whoever tried last did not live to say so
            raise RuntimeError("the worker died in every attempt to draft this question")
        question = task.question
        show = partial(writing.add, self._engine, question.id, task.owner, clock=self._clock)
        return self._answerer.propose(question.text, question.language, question.history, show)

    def _retry_later(self, due: Delivery, owner: str, code: str) -> None:
        at = delivery.retry_at(due.attempts, self._clock(), self._jitter())
        delivery.settle_failed(self._engine, due, owner, code, at, self._clock)

    def _unless_moved_on(self, settle: Callable[[], object]) -> None:
        try:
            settle()
        except Conflict:
            LOG.info(MOVED_ON)

    def _guarded(self, step: Callable[[], bool]) -> bool:
        try:
            return step()
        except Exception as error:
            _log(f"{step.__name__} failed", "-", error)
            return False


def _token() -> str:
    # One for each claim, not for each worker: a worker that slept through its lease must lose it to itself too.
    return uuid4().hex


def _log(what: str, task: str, error: Exception) -> None:
    # Where it happened, without the message: database errors carry the row's values in theirs.
    where = "".join(traceback.format_tb(error.__traceback__))
    LOG.error("%s (%s): %s\n%s", what, task, type(error).__name__, where)
