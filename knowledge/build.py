"""Makes the knowledge floor's parts from its settings. The only place that chooses adapters."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field

from sqlalchemy import Engine, select

from knowledge import passages, tables
from knowledge.clock import Clock
from knowledge.database import migrate, open_engine, reading, sqlite_url
from knowledge.embedding.e5 import E5Embedder
from knowledge.embedding.embedder import Embedder, SentenceTransformerEmbedder
from knowledge.embedding.embedding_cache import CachedEmbedder, EmbeddingCache
from knowledge.embedding.openvino_embedder import OpenVinoEmbedder, openvino_is_there, openvino_runs
from knowledge.embedding.packaged import E5
from knowledge.index import Index
from knowledge.ranking.cross_encoder import CrossEncoderReranker, warm
from knowledge.ranking.ranker import Ranker
from knowledge.search import Search
from knowledge.settings import KnowledgeSettings
from knowledge.vectors import VectorStore, width_for
from knowledge.words.expansion import Expansion
from knowledge.words.glossary import glossary
from knowledge.words.keyword_files import KeywordFiles
from knowledge.words.synonym_file import read_synonyms
from knowledge.words.synonyms import Synonyms

LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Knowledge:
    """The opened floor: what the rooms above are handed."""

    engine: Engine
    index: Index
    search: Search
    settings: KnowledgeSettings
    synonyms: Synonyms = field(default_factory=Synonyms)

    def warm(self) -> None:
        """Load the models and the glossary meanwhile, so that the first question need not wait for them."""
        if len(self.settings.languages) > 1:
            glossary(self.settings.languages)
        self.index.embedder.warm()
        if self.search.reranker is not None:
            warm(self.search.reranker)


def build_knowledge(
    settings: KnowledgeSettings,
    clock: Clock,
    embedder: Embedder | None = None,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> Knowledge:
    """Open, migrate and load; the caller owns the data directory (`knowledge.data_dir.owned`).

    After a change of embedder every text is embedded anew, reported to `progress` as (done, total).
    """
    synonyms = _synonyms(settings)  # a mistake in the file is told before anything is opened
    reranker = CrossEncoderReranker(settings.cross_encoder) if settings.cross_encoder else None
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    url = settings.database_url.get_secret_value() if settings.database_url else sqlite_url(settings.data_dir)
    engine = open_engine(url)
    migrate(engine)
    kept = CachedEmbedder(
        _bare(embedder) if embedder else _embedder(settings), EmbeddingCache(settings.data_dir)
    )
    keyword_files = KeywordFiles(settings.data_dir / "keywords")
    index = Index(engine, kept, _vectors(settings, kept.name, engine), keyword_files, settings.languages)
    with reading(engine) as connection:
        state = connection.execute(select(tables.index_state)).one_or_none()
    index.load()
    if state is not None and (state.embedder != kept.name or index.lacks_headings):
        index.complete(progress)
        index.finish()
    expansion = Expansion(synonyms)
    search = Search(index, clock, ranker=Ranker.packaged(), expansion=expansion, reranker=reranker)
    return Knowledge(engine, index, search, settings, synonyms)


def _synonyms(settings: KnowledgeSettings) -> Synonyms:
    if settings.synonyms is None:
        return Synonyms()
    read = read_synonyms(settings.synonyms, settings.languages)
    for each in read.complaints:
        LOG.warning("%s, line %d left out: %s", settings.synonyms, each.line, each.what.en)
    return read.synonyms


def _embedder(settings: KnowledgeSettings) -> Embedder:
    model, threads, unpacked = settings.embedder, settings.embedder_threads, settings.data_dir / "models"
    if model == E5:
        return E5Embedder()
    if settings.embedder_backend == "openvino" or (
        settings.embedder_backend == "auto" and openvino_is_there() and openvino_runs(model)
    ):
        return OpenVinoEmbedder(model, threads, unpacked)
    return SentenceTransformerEmbedder(model, threads, unpacked)


def _bare(embedder: Embedder) -> Embedder:
    # Another index may share a model that is loaded already; it keeps its vectors in a folder of its own.
    return embedder.model if isinstance(embedder, CachedEmbedder) else embedder


def _vectors(settings: KnowledgeSettings, embedder_name: str, engine: Engine) -> VectorStore:
    with reading(engine) as connection:
        largest = max(passages.count(connection).values(), default=0)
    width = settings.search_width or width_for(largest)
    if settings.chroma_url:
        return VectorStore.served(settings.chroma_url, embedder_name, width)
    return VectorStore.embedded(settings.data_dir / "vectors", embedder_name, width)
