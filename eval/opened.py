"""Opens the parts that serve people, for measuring them: the same builders, the same settings."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from assistant.build import build_answerer
from assistant.settings import AssistantSettings
from eval.answering import Answering
from eval.retrieval import Retrieval
from knowledge import passages, tables
from knowledge.build import Knowledge, build_knowledge
from knowledge.clock import utc_now
from knowledge.data_dir import owned
from knowledge.database import reading
from knowledge.embedding.embedder import Embedder
from knowledge.errors import BadInput
from knowledge.settings import KnowledgeSettings
from knowledge.texts import Text


@dataclass(frozen=True, slots=True)
class Opened:
    """What the commands measure, and the state that it stands on."""

    knowledge: Knowledge
    retrieval: Retrieval
    answering: Answering


@contextmanager
def opened(data_dir: Path | None, embedder: Embedder | None = None) -> Iterator[Opened]:
    """The product's search and drafting on a data folder, owned until the block ends.

    Raises:
        DataDirBusy: another process owns it.
        BadInput: no page was ever read into it.
    """
    settings = KnowledgeSettings() if data_dir is None else KnowledgeSettings(data_dir=data_dir)
    with owned(settings.data_dir):
        knowledge = build_knowledge(settings, utc_now, embedder)
        try:
            _need_passages(knowledge)
            answerer = build_answerer(AssistantSettings(), knowledge)
            retrieval = Retrieval(knowledge.search, settings, answerer.elsewhere)
            yield Opened(knowledge, retrieval, Answering(answerer))
        finally:
            knowledge.engine.dispose()


def missing_pages(knowledge: Knowledge, keys: Sequence[str]) -> list[str]:
    """Those of the page keys that no source has indexed."""
    with reading(knowledge.engine) as connection:
        query = select(tables.pages.c.key).where(tables.pages.c.status == "indexed")
        there = set(connection.scalars(query))
    return [key for key in keys if key not in there]


def _need_passages(knowledge: Knowledge) -> None:
    with reading(knowledge.engine) as connection:
        if passages.count(connection):
            return
    folder = knowledge.settings.data_dir
    raise BadInput(
        Text(
            f"The data folder {folder} holds no pages.",
            f"Le dossier de données {folder} ne contient aucune page.",
        ),
        next_step=Text(
            "Fill it first: replydesk ingest SOURCES.yaml --data-dir DIR.",
            "Remplissez-le d’abord : replydesk ingest SOURCES.yaml --data-dir DOSSIER.",
        ),
    )
