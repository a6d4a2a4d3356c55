"""A small desk for tests of the workflow: pages in a real database, and stand-ins for our own ports."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from sqlalchemy import Connection, Engine, func, select

from assistant import tables
from assistant.answer import Proposal
from assistant.channels import OutgoingReply
from assistant.citations import Nearest, Statement, cite
from assistant.composing.writer import OnStatement
from assistant.intake import inbox, people, questions
from assistant.intake.people import Person
from assistant.intake.questions import NewQuestion, Question
from assistant.reviewing import deciding, drafts
from assistant.reviewing.drafts import Draft
from assistant.reviewing.review import Review
from assistant.settings import AssistantSettings
from assistant.turns import Turn
from knowledge import pages, passages, sources
from knowledge.clock import Clock
from knowledge.database import reading
from knowledge.exchanges import Exchange
from knowledge.index import Change
from knowledge.pages import Page
from knowledge.passages import Passage, make_passage
from knowledge.sources import Source

FEE = "A replacement birth certificate costs $35."
TIME = "It takes 15 business days by mail."
SETTINGS = AssistantSettings(_env_file=None)
START = datetime(2026, 9, 14, 12, 0, tzinfo=UTC)


def publish(
    connection: Connection, texts: Sequence[str] = (FEE, TIME), name: str = "births"
) -> list[Passage]:
    """Put a page of these passages in place of what it said before."""
    page_id = pages.page_id("site", name)
    made = [
        make_passage(page_id, number, (name.title(),), name, "prose", text, "en", number)
        for number, text in enumerate(texts)
    ]
    if sources.get(connection, "site") is None:
        sources.save(connection, Source("site", "site"), START)
    page = Page(
        id=page_id, key=name, source_id="site", url=f"https://aldermere.example/{name}", title=name.title(),
        language="en", owner="Registry", etag=None, last_modified=None, links=(), fetched_at=START,
        changed_at=START, content_hash="-", status="indexed", passage_count=len(made),
    )  # fmt: skip
    pages.save(connection, page)
    passages.replace_page(connection, page_id, made)
    return made


def fact(connection: Connection, passage: Passage, text: str | None = None) -> Statement:
    """A statement cited from the passage as it stands."""
    page = pages.get(connection, passage.page_id)
    assert page is not None
    return Statement(text or passage.text, (cite(page, passage, passage.text),))


HELLO = Statement("Hello Maria,", kind="courtesy")


def proposal(
    *statements: Statement, status: str = "pending_review", nearest: tuple[Nearest, ...] = ()
) -> Proposal:
    """A draft that consists of these statements."""
    return Proposal(status, statements, nearest, (), 0.8, 0.9, "fake", "1", 1, "en")


def ask(
    connection: Connection, clock: Clock, text: str = "how much is a birth certificate?", **also: object
) -> Question:
    """A new question in the inbox."""
    also = {"channel": "web", "language": "en", **also}
    question, _ = questions.receive(connection, NewQuestion(text, **also), clock, SETTINGS)  # type: ignore[arg-type]
    return question


def drafted(connection: Connection, clock: Clock, **also: object) -> tuple[Question, Draft]:
    """A question with a draft of the published page."""
    question = ask(connection, clock, **also)  # type: ignore[arg-type]
    stated = [fact(connection, each) for each in passages.of_page(connection, "site:births")]
    draft = drafts.add(connection, question.id, proposal(HELLO, *stated), clock)
    return inbox.get(connection, question.id), draft


@dataclass
class Desk:
    """A database with a published page, two reviewers and a content editor."""

    engine: Engine
    clock: Clock
    ana: Person
    rob: Person
    cleo: Person


def open_desk(engine: Engine, clock: Clock) -> Desk:
    """Publish the page and add the people."""
    with engine.begin() as connection:
        publish(connection)
        ana = people.add(connection, login="ana", name="Ana", role="manager", clock=clock)
        rob = people.add(connection, login="rob", name="Rob", role="admin", clock=clock)
        cleo = people.add(connection, login="cleo", name="Cleo", role="content", clock=clock)
    return Desk(engine, clock, ana, rob, cleo)


def decide(
    desk: Desk, draft: Draft, by: Person | None = None, decision: str = "approve", **also: object
) -> Review:
    decided, _ = deciding.decide(
        desk.engine,
        draft_id=draft.id,
        draft_version=draft.version,
        reviewer=by or desk.ana,
        decision=decision,  # type: ignore[arg-type]
        clock=desk.clock,
        **also,  # type: ignore[arg-type]
    )
    return decided


def status(desk: Desk, question: Question) -> str:
    with reading(desk.engine) as connection:
        return inbox.get(connection, question.id).status


def deliveries(desk: Desk) -> int:
    with reading(desk.engine) as connection:
        return connection.execute(select(func.count()).select_from(tables.deliveries)).scalar_one()


@dataclass
class PageAnswerer:
    """Proposes every passage of the published page, read now; fails while `failures` lasts."""

    engine: Engine
    failures: int = 0
    asked: list[tuple[str, tuple[Turn, ...]]] = field(default_factory=list)

    def propose(
        self,
        text: str,
        language: str | None = None,
        history: Sequence[Turn] = (),
        on_statement: OnStatement | None = None,
    ) -> Proposal:
        self.asked.append((text, tuple(history)))
        if self.failures > 0:
            self.failures -= 1
            raise RuntimeError("out of order")
        with self.engine.connect() as connection:
            stated = [fact(connection, each) for each in passages.of_page(connection, "site:births")]
        if "?" not in text:
            return replace(proposal(), status="unanswerable_no_question")
        return proposal(HELLO, *stated) if stated else replace(proposal(), status="unanswerable_no_source")


@dataclass
class RecordingChannel:
    """Keeps what it is sent; raises the next of `troubles` first."""

    troubles: list[Exception] = field(default_factory=list)
    sent: list[OutgoingReply] = field(default_factory=list)

    def send(self, message: OutgoingReply) -> None:
        if self.troubles:
            raise self.troubles.pop(0)
        self.sent.append(message)


@dataclass
class RecordingIndex:
    """Keeps what it is to learn."""

    learned: list[Exchange] = field(default_factory=list)

    def sync_exchanges(self, batch: Sequence[Exchange]) -> Change:
        self.learned += batch
        return Change(created=len(batch))
