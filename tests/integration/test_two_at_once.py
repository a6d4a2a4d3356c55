"""Two of everything at the same moment, on real threads and real databases: exactly one of them wins."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import Engine, func, select

from assistant import tables
from assistant.intake import inbox, questions
from assistant.intake.people import Person
from assistant.intake.questions import NewQuestion
from assistant.reviewing import deciding, delivery, drafting, drafts, undoing
from assistant.reviewing.drafts import Draft
from knowledge.clock import Clock
from knowledge.database import reading
from knowledge.errors import Conflict, StaleDraft
from tests.workflow import SETTINGS, Desk, ask, drafted, open_desk, proposal

ROUNDS = 5


@pytest.fixture
def desk(engine: Engine, clock: Clock) -> Desk:
    return open_desk(engine, clock)


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """What each act returns or raises, begun as nearly together as threads can."""
    barrier = Barrier(len(acts))

    def begin(act: Callable[[], Any]) -> Any:
        barrier.wait()
        try:
            return act()
        except Conflict as error:
            return error

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(begin, acts))


def approval(desk: Desk, draft: Draft, person: Person) -> Callable[[], Any]:
    named = {"draft_id": draft.id, "draft_version": draft.version, "reviewer": person}
    return lambda: deciding.decide(desk.engine, **named, decision="approve", clock=desk.clock)  # type: ignore[arg-type]


def ready(desk: Desk, **also: object) -> Draft:
    with desk.engine.begin() as connection:
        return drafted(connection, desk.clock, **also)[1]


def count(desk: Desk, table: Any) -> int:
    with reading(desk.engine) as connection:
        return connection.execute(select(func.count()).select_from(table)).scalar_one()


def test_two_people_approve_one_draft(desk: Desk) -> None:
    for done in range(1, ROUNDS + 1):
        draft = ready(desk)
        results = at_once(approval(desk, draft, desk.ana), approval(desk, draft, desk.rob))
        assert sorted(type(each) for each in results if isinstance(each, Exception)) == [StaleDraft]
        assert (count(desk, tables.reviews), count(desk, tables.deliveries)) == (done, done)


def test_one_person_clicks_twice(desk: Desk) -> None:
    for _ in range(ROUNDS):
        draft = ready(desk)
        first, second = at_once(approval(desk, draft, desk.ana), approval(desk, draft, desk.ana))
        assert first == second
    assert count(desk, tables.deliveries) == ROUNDS


def test_an_approval_meets_a_new_draft(desk: Desk) -> None:
    for _ in range(ROUNDS):
        draft = ready(desk)

        def again(draft: Draft = draft) -> Draft:
            with desk.engine.begin() as connection:
                return drafts.add(connection, draft.question_id, proposal(*draft.statements), desk.clock)

        results = at_once(approval(desk, draft, desk.ana), again)
        assert sum(isinstance(each, Conflict) for each in results) == 1


def test_an_approval_meets_a_new_message(desk: Desk) -> None:
    for round_ in range(ROUNDS):
        draft = ready(desk, thread_id=f"t-{round_}")

        def write_again(round_: int = round_) -> Any:
            with desk.engine.begin() as connection:
                return ask(connection, desk.clock, "and how long?", thread_id=f"t-{round_}")

        results = at_once(approval(desk, draft, desk.ana), write_again)
        with reading(desk.engine) as connection:
            status = inbox.get(connection, draft.question_id).status
        assert status == ("superseded" if isinstance(results[0], StaleDraft) else "approved")


def test_an_undo_meets_the_worker(desk: Desk) -> None:
    for _ in range(ROUNDS):
        draft = ready(desk)
        decided, _ = approval(desk, draft, desk.ana)()
        desk.clock.advance(seconds=5)  # type: ignore[attr-defined]
        claimed, undone = at_once(
            lambda: delivery.claim(desk.engine, "w", desk.clock, 60),
            lambda decided=decided: undoing.undo(desk.engine, decided.id, desk.ana, desk.clock),
        )
        assert (claimed is None) != isinstance(undone, Conflict)


def test_two_workers_never_take_the_same_task(desk: Desk) -> None:
    for _ in range(ROUNDS):
        approval(desk, ready(desk), desk.ana)()
        with desk.engine.begin() as connection:
            ask(connection, desk.clock)
    desk.clock.advance(seconds=5)  # type: ignore[attr-defined]

    def take_all(owner: str) -> list[str]:
        taken = []
        while (sent := delivery.claim(desk.engine, owner, desk.clock, 60)) is not None:
            taken.append(sent.id)
        while (task := drafting.claim(desk.engine, owner, desk.clock, 60)) is not None:
            taken.append(task.question.id)
        return taken

    first, second = at_once(lambda: take_all("one"), lambda: take_all("two"))
    # SKIP LOCKED may leave a task to whoever looks next, so look once more.
    everything = [*first, *second, *take_all("three")]
    assert len(everything) == len(set(everything)) == 2 * ROUNDS


def test_one_message_arrives_twice(desk: Desk) -> None:
    for round_ in range(ROUNDS):
        new = NewQuestion(
            "how much?", "web", external_id=f"e-{round_}", thread_id=f"t-{round_}", language="en"
        )

        def receive(new: NewQuestion = new) -> Any:
            with desk.engine.begin() as connection:
                return questions.receive(connection, new, desk.clock, SETTINGS)

        (first, created), (second, created_again) = at_once(receive, receive)
        assert first.id == second.id
        assert created != created_again


def test_two_messages_of_one_thread_leave_one_open_question(desk: Desk) -> None:
    for round_ in range(ROUNDS):
        ready(desk, thread_id=f"t-{round_}")

        def write(text: str, round_: int = round_) -> Callable[[], Any]:
            def receive() -> Any:
                with desk.engine.begin() as connection:
                    return ask(connection, desk.clock, text, thread_id=f"t-{round_}")

            return receive

        at_once(write("how long?"), write("and by mail?"))
        with reading(desk.engine) as connection:
            found, _ = questions.listing(connection, statuses=questions.OPEN, limit=100)
            [left] = [each for each in found if each.thread_id == f"t-{round_}"]
        assert len(left.history) == 2


def test_two_decisions_of_one_thread_are_taken_back(desk: Desk) -> None:
    for round_ in range(ROUNDS):
        decided = [approval(desk, ready(desk, thread_id=f"t-{round_}"), desk.ana)()[0] for _ in range(2)]

        def undo(review_id: str) -> Callable[[], Any]:
            return lambda: undoing.undo(desk.engine, review_id, desk.ana, desk.clock)

        at_once(*(undo(each.id) for each in decided))
        with reading(desk.engine) as connection:
            states = [inbox.get(connection, each.question_id).status for each in decided]
        assert states == ["superseded", "pending_review"]
