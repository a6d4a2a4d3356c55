"""What is being written is seen at once, only while its writer holds the question, and is no draft."""

from collections.abc import Callable, Sequence

import pytest
from sqlalchemy import Engine, func, select

from assistant import tables
from assistant.answer import Proposal
from assistant.citations import Statement
from assistant.composing.writer import OnStatement
from assistant.intake import events, inbox
from assistant.intake.inbox import Question
from assistant.reviewing import drafting, drafts, writing
from assistant.reviewing.drafting import Task
from assistant.turns import Turn
from assistant.worker import Worker
from knowledge.clock import Clock
from knowledge.database import reading
from knowledge.errors import Conflict
from tests.workflow import SETTINGS, Desk, RecordingChannel, RecordingIndex, ask, open_desk, proposal

FIRST, SECOND = Statement("The fee is $35."), Statement("Allow 15 days.")


@pytest.fixture
def desk(engine: Engine, clock: Clock) -> Desk:
    return open_desk(engine, clock)


@pytest.fixture
def question(desk: Desk) -> Question:
    with desk.engine.begin() as connection:
        return ask(connection, desk.clock, thread_id="t-1")


class Writer:
    """Tells its statements one after the other, lets the test look after each, then proposes or fails."""

    def __init__(self, look: Callable[[], None], fails: bool = False) -> None:
        self.look, self.fails = look, fails

    def propose(
        self,
        text: str,
        language: str | None = None,
        history: Sequence[Turn] = (),
        on_statement: OnStatement | None = None,
    ) -> Proposal:
        assert on_statement is not None
        for each in (FIRST, SECOND):
            on_statement(each)
            self.look()
        if self.fails:
            raise RuntimeError("out of order")
        return proposal(FIRST, SECOND)


def work(desk: Desk, look: Callable[[], None] = lambda: None, fails: bool = False) -> None:
    parts = (desk.engine, Writer(look, fails), RecordingChannel(), RecordingIndex(), desk.clock, SETTINGS)
    Worker(*parts).draft_one()


def claimed(desk: Desk, owner: str) -> Task:
    task = drafting.claim(desk.engine, owner, desk.clock, 60)
    assert task is not None
    return task


def shown(desk: Desk, question: Question) -> list[str]:
    with reading(desk.engine) as connection:
        return [each.text for each in writing.so_far(connection, question.id, desk.clock())]


def stored(desk: Desk) -> int:
    with reading(desk.engine) as connection:
        return connection.execute(select(func.count()).select_from(tables.writings)).scalar_one()


def status(desk: Desk, question: Question) -> str:
    with reading(desk.engine) as connection:
        return inbox.get(connection, question.id).status


def test_statements_are_seen_one_by_one_until_the_draft_is_there(desk: Desk, question: Question) -> None:
    seen: list[list[str]] = []
    work(desk, lambda: seen.append(shown(desk, question)))
    assert seen == [[FIRST.text], [FIRST.text, SECOND.text]]
    assert (shown(desk, question), stored(desk)) == ([], 0)
    with reading(desk.engine) as connection:
        happened = events.of_question(connection, question.id)
        draft = drafts.current(connection, question.id)
    assert draft is not None and draft.statements == (FIRST, SECOND)
    written = [each.data for each in happened if each.kind == "statement_written"]
    assert written == [{"number": 1}, {"number": 2}], "numbers, never anyone's words"


def test_what_a_failed_attempt_wrote_is_forgotten(desk: Desk, question: Question) -> None:
    work(desk, fails=True)
    assert (status(desk, question), stored(desk)) == ("received", 0)


def test_what_a_killed_worker_wrote_is_hidden_with_its_lease_and_cleared_by_the_next_claim(
    desk: Desk, question: Question
) -> None:
    claimed(desk, "killed")
    writing.add(desk.engine, question.id, "killed", FIRST, desk.clock)
    desk.clock.advance(seconds=61)  # type: ignore[attr-defined]
    assert (shown(desk, question), stored(desk)) == ([], 1)
    claimed(desk, "next")
    assert stored(desk) == 0


def test_a_worker_that_slept_through_its_lease_shows_nothing(desk: Desk, question: Question) -> None:
    late = claimed(desk, "sleeper")
    desk.clock.advance(seconds=61)  # type: ignore[attr-defined]
    with pytest.raises(Conflict):
        writing.add(desk.engine, question.id, "sleeper", FIRST, desk.clock)
    claimed(desk, "next")
    writing.add(desk.engine, question.id, "next", SECOND, desk.clock)
    with pytest.raises(Conflict):
        writing.add(desk.engine, question.id, "sleeper", FIRST, desk.clock)
    drafting.settle_failed(desk.engine, late, desk.clock)
    assert shown(desk, question) == [SECOND.text]


def test_a_question_that_moves_on_takes_what_was_written_with_it(desk: Desk, question: Question) -> None:
    def write_again() -> None:
        if status(desk, question) == "received":
            with desk.engine.begin() as connection:
                ask(connection, desk.clock, "and by mail?", thread_id="t-1")

    work(desk, write_again)
    assert (status(desk, question), stored(desk)) == ("superseded", 0)
    with reading(desk.engine) as connection:
        assert drafts.current(connection, question.id) is None
