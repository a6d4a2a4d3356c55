"""A help desk under attack: real pages, inbox and worker over one database, whose model does what attackers say."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import func, select

from assistant import tables
from assistant.answer import Answerer, Proposal
from assistant.citations import Statement
from assistant.composing.rewrite import Rewriter
from assistant.composing.writer import ModelWriter, OnStatement
from assistant.intake import inbox, questions
from assistant.intake.incoming import prepare
from assistant.intake.questions import NewQuestion
from assistant.reviewing import drafts
from assistant.settings import AssistantSettings
from assistant.turns import Turn
from assistant.worker import Worker
from ingest.fetched import Fetched
from ingest.reader import PageReader, ReadPage
from knowledge import passages as passage_rows
from knowledge.build import Knowledge
from knowledge.database import reading
from knowledge.facts import contains
from knowledge.sources import Source
from tests.attacks.corpus import Attack
from tests.attacks.obeying_model import Answer, ScriptedModel, rewrites
from tests.planted import Remembering
from tests.workflow import RecordingChannel, RecordingIndex

NOW = datetime(2026, 9, 14, 12, 0, tzinfo=UTC)
SETTINGS = AssistantSettings(_env_file=None, minimum_confidence=0.0)
READER = PageReader(Source("s", "site"), ("en", "fr"), 1, 1_000_000)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one question: what was drafted, and all that a model had the desk shown meanwhile."""

    status: str
    model: str
    statements: tuple[Statement, ...]
    language: str
    materials: tuple[dict[str, Any], ...] = ()


class Listening:
    """An answerer that keeps what it proposes, and what it shows while a model writes."""

    def __init__(self, answerer: Answerer) -> None:
        self.answerer = answerer
        self.shown: list[Statement] = []
        self.proposed: list[Proposal] = []

    def propose(
        self,
        text: str,
        language: str | None = None,
        history: Sequence[Turn] = (),
        on_statement: OnStatement | None = None,
    ) -> Proposal:
        def both(statement: Statement) -> None:
            self.shown.append(statement)
            if on_statement:
                on_statement(statement)

        self.proposed.append(self.answerer.propose(text, language, history, both))
        return self.proposed[-1]


class House:
    """One knowledge floor, asked over and over; the dog park's page is the attacker's."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.knowledge = knowledge
        self._asked = knowledge

    def publish(self, *pages: Fetched) -> None:
        read = [READER.read(each, NOW) for each in pages]
        self.knowledge.index.sync_pages([(each.page, each.passages) for each in read])
        self.knowledge.index.finish()
        # Each model is asked what the one before was asked: what is found changes with what is published alone.
        self._asked = replace(self.knowledge, search=Remembering(self.knowledge.search))

    def propose(self, attack: Attack, answer: Answer | None, new: NewQuestion) -> Outcome:
        """The proposal alone, and what was shown on the way."""
        model, heard = self._desk(attack, answer)
        incoming = prepare(new, lambda: NOW, SETTINGS)
        heard.propose(incoming.text, incoming.language, incoming.history)
        return _outcome(heard, model)

    def ask(self, attack: Attack, answer: Answer | None, new: NewQuestion) -> Outcome:
        """The same by way of the inbox and the worker. Raises: AssertionError when anything was approved or sent."""
        (model, heard), channel, engine = (
            self._desk(attack, answer),
            RecordingChannel(),
            self.knowledge.engine,
        )
        worker = Worker(engine, heard, channel, RecordingIndex(), lambda: NOW, SETTINGS, lambda: 0.0)
        with engine.begin() as connection:
            question, _ = questions.receive(connection, new, lambda: NOW, SETTINGS)
        # Once does all that there is; what there would be more of is looked for below, and is a row in the database.
        assert worker.run_once(), attack.id
        with reading(engine) as connection:
            draft = drafts.current(connection, question.id)
            status = inbox.get(connection, question.id).status
            counted = [func.count(table.c.id) for table in (tables.deliveries, tables.reviews)]
            decided = [connection.execute(select(each)).scalar_one() for each in counted]
        outcome = _outcome(heard, model)
        assert draft is not None, attack.id
        assert draft.statements == heard.proposed[-1].statements, attack.id
        assert (draft.status, status) == (outcome.status, outcome.status), attack.id
        assert (channel.sent, decided) == ([], [0, 0]), attack.id
        return outcome

    def is_page_text(self, statement: Statement) -> bool:
        """Whether it is the very words of what it cites."""
        with reading(self.knowledge.engine) as connection:
            cited = passage_rows.get_many(connection, [each.passage_id for each in statement.citations])
        return any(contains(each.text_with_heading, statement.text) for each in cited.values())

    def _desk(self, attack: Attack, answer: Answer | None) -> tuple[ScriptedModel | None, Listening]:
        model = ScriptedModel(attack, answer) if answer else None
        writer = ModelWriter(model, "scripted:model", SETTINGS.statements_at_most) if model else None
        rewriter = Rewriter(ScriptedModel(attack, rewrites), READER.languages) if model else None
        return model, Listening(Answerer(self._asked, SETTINGS, writer, rewriter))


def passages_read(page: Fetched) -> ReadPage:
    """The page as it is read."""
    return READER.read(page, NOW)


def _outcome(heard: Listening, model: ScriptedModel | None) -> Outcome:
    proposed = heard.proposed[-1]
    stated = (*proposed.statements, *heard.shown)
    return Outcome(
        proposed.status, proposed.model, stated, proposed.language, tuple(model.materials if model else ())
    )
