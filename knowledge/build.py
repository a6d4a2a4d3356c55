"""Makes the knowledge floor's parts from its settings. The only place that chooses adapters."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Engine, select

from knowledge import tables
from knowledge.clock import Clock
from knowledge.database import migrate, open_engine, reading, sqlite_url
from knowledge.embedder import Embedder, SentenceTransformerEmbedder
from knowledge.index import Index
from knowledge.keyword_files import KeywordFiles
from knowledge.search import Search
from knowledge.settings import KnowledgeSettings
from knowledge.vectors import VectorStore


@dataclass(frozen=True, slots=True)
class Knowledge:
    """The opened floor: what the rooms above are handed."""

    engine: Engine
    index: Index
    search: Search
    settings: KnowledgeSettings


def build_knowledge(
    settings: KnowledgeSettings,
    clock: Clock,
    embedder: Embedder | None = None,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> Knowledge:
    """Open, migrate and load; the caller owns the data directory (`knowledge.data_dir.owned`).

    After a change of embedder every text is embedded anew, reported to `progress` as (done, total).
    """
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    url = settings.database_url.get_secret_value() if settings.database_url else sqlite_url(settings.data_dir)
    engine = open_engine(url)
    migrate(engine)
    embedder = embedder or SentenceTransformerEmbedder(settings.embedder, settings.embedder_threads)
    keyword_files = KeywordFiles(settings.data_dir / "keywords")
    index = Index(engine, embedder, _vectors(settings, embedder.name), keyword_files, settings.languages)
    with reading(engine) as connection:
        state = connection.execute(select(tables.index_state)).one_or_none()
    index.load()
    if state is not None and state.embedder != embedder.name:
        index.complete(progress)
        index.finish()
    return Knowledge(engine, index, Search(index, clock), settings)


def _vectors(settings: KnowledgeSettings, embedder_name: str) -> VectorStore:
    if settings.chroma_url:
        return VectorStore.served(settings.chroma_url, embedder_name)
    return VectorStore.embedded(settings.data_dir / "vectors", embedder_name)
