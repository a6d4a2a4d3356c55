"""Putting a notice in force and ending it, and what follows for the desk: frozen drafts are made again, replies that
wait are held back.

The worker calls the latter two over and over, since a notice also begins and ends by the clock alone.
"""

from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import Connection, Engine

from assistant.emergencies import notices, pinning
from assistant.emergencies.notices import Notice
from assistant.intake import events, inbox
from assistant.intake.people import Person
from assistant.reviewing.frozen import frozen_questions, touched_deliveries
from assistant.reviewing.undoing import hold_back
from knowledge.clock import Clock
from knowledge.database import reading

LOOK_EVERY = timedelta(seconds=10)


def approve(engine: Engine, notice_id: str, person: Person, clock: Clock) -> Notice:
    """Add a person's approval; with the second one, replies that it touches and that have not left stay here.

    Whatever is decided at the same moment is decided before or after, never beside it. Raises: as
    `pinning.approve`.
    """
    return _changed(engine, pinning.approve, notice_id, person, clock)


def withdraw(engine: Engine, notice_id: str, person: Person, clock: Clock) -> Notice:
    """End a notice now; replies made from it that have not left stay here. Raises: as `pinning.withdraw`."""
    return _changed(engine, pinning.withdraw, notice_id, person, clock)


def hold_back_touched(engine: Engine, clock: Clock) -> bool:
    """Cancel the deliveries that a notice has overtaken; False when there are none."""
    with reading(engine) as connection:
        if not touched_deliveries(connection, clock()):
            return False
    with engine.begin() as connection:
        notices.hold(connection)
        return _hold_back(connection, clock)


def draft_again_one(engine: Engine, clock: Clock) -> bool:
    """Give the frozen question that is nearest to breach back to drafting; False when there is none."""
    with reading(engine) as connection:
        question_id = next(iter(frozen_questions(connection, clock())), None)
    if question_id is None:
        return False
    with engine.begin() as connection:
        notices.hold(connection)
        question = inbox.locked(connection, question_id)
        why = frozen_questions(connection, clock(), [question_id]).get(question_id)
        if why is not None:
            inbox.move(connection, question, "received", clock, attempts=0)
            data = {"draft_id": question.current_draft_id}
            events.record(connection, "draft_frozen", question_id=question_id, data=data, clock=clock)
    return True


class Renewal:
    """What the worker calls in every round. It looks through all open questions only when there may be something.

    That is when other notices are in force than at the last look, or after a while: a decision that was taken
    back may have brought an older draft back.
    """

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self._engine = engine
        self._clock = clock
        self._none_under: frozenset[str] | None = None
        self._look_again_at = clock()

    def draft_again_one(self) -> bool:
        """Give one frozen question back to drafting; False when none is known of."""
        now = self._clock()
        with reading(self._engine) as connection:
            active = frozenset(each.id for each in notices.in_force(connection, now))
        if active == self._none_under and now < self._look_again_at:
            return False
        if draft_again_one(self._engine, self._clock):
            return True
        self._none_under, self._look_again_at = active, now + LOOK_EVERY
        return False

    def hold_back_touched(self) -> bool:
        """Cancel the deliveries that a notice has overtaken, whose drafts are frozen now; False without any."""
        held_back = hold_back_touched(self._engine, self._clock)
        if held_back:
            self._none_under = None
        return held_back


def _changed(
    engine: Engine,
    change: Callable[[Connection, str, Person, Clock], Notice],
    notice_id: str,
    person: Person,
    clock: Clock,
) -> Notice:
    with engine.begin() as connection:
        notices.hold_alone(connection)
        notice = change(connection, notice_id, person, clock)
        _hold_back(connection, clock)
        return notice


def _hold_back(connection: Connection, clock: Clock) -> bool:
    held = [hold_back(connection, review_id, clock) for review_id in touched_deliveries(connection, clock())]
    return any(held)
