"""Notices for tests: made, put in force by two people, and questions that they touch."""

from datetime import timedelta
from typing import Any

from assistant.emergencies import notices, pinning
from assistant.emergencies.new_notice import NewNotice, Wording
from assistant.emergencies.notices import Notice
from assistant.intake import events
from assistant.intake.questions import Question
from assistant.reviewing import drafts, enforcing
from assistant.reviewing.drafts import Draft
from assistant.worker import Worker
from knowledge.database import reading
from tests.workflow import (
    SETTINGS,
    Desk,
    PageAnswerer,
    RecordingChannel,
    RecordingIndex,
    drafted,
)

SAYS = Wording("Leave Riverton now by Route 4.", "https://aldermere.example/flood")
DIT = Wording("Quittez Riverton par la route 4.", "https://aldermere.example/inondation")
ABOUT = {"en": ["birth certificates", "flood"], "fr": ["certificat de naissance", "inondation"]}


def make(desk: Desk, **also: Any) -> Notice:
    """A notice that waits for its approvals, for a day."""
    ends = desk.clock() + timedelta(days=1)
    new = {"topics": ABOUT, "texts": {"en": SAYS, "fr": DIT}, "expires_at": ends, **also}
    with desk.engine.begin() as connection:
        return pinning.create(connection, NewNotice(**new), desk.ana, desk.clock)


def enforce(desk: Desk, notice: Notice) -> Notice:
    """Approve it in the name of two people."""
    enforcing.approve(desk.engine, notice.id, desk.ana, desk.clock)
    return enforcing.approve(desk.engine, notice.id, desk.rob, desk.clock)


def pending(desk: Desk, **also: Any) -> tuple[Question, Draft]:
    with desk.engine.begin() as connection:
        return drafted(connection, desk.clock, **also)


def current(desk: Desk, question: Question) -> Draft:
    with reading(desk.engine) as connection:
        found = drafts.current(connection, question.id)
    assert found is not None
    return found


def state(desk: Desk, notice: Notice) -> str:
    with reading(desk.engine) as connection:
        return notices.get(connection, notice.id).state(desk.clock())


def kinds(desk: Desk, question: Question) -> list[str]:
    with reading(desk.engine) as connection:
        return [each.kind for each in events.of_question(connection, question.id)]


def worker(desk: Desk, channel: RecordingChannel | None = None) -> Worker:
    answerer, index = PageAnswerer(desk.engine), RecordingIndex()
    return Worker(desk.engine, answerer, channel or RecordingChannel(), index, desk.clock, SETTINGS)


def work(desk: Desk, channel: RecordingChannel | None = None) -> None:
    busy = worker(desk, channel)
    while busy.run_once():
        pass
