"""The index over passages and exchanges, kept equal to the database. Decides what must be embedded.

Their vectors themselves are kept, found and forgotten in `knowledge.embedded`.

Order of writing: vectors first, then in one transaction the passages and, last, the page's row. A crash in
between leaves a page that still looks old, so the next run does it again; vectors that belong to nothing are
never shown (search reads passages from the database) and are swept by `finish`.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import TypeVar

from sqlalchemy import Connection, Engine, insert, select, update

from knowledge import exchanges as exchange_rows
from knowledge import pages as page_rows
from knowledge import passages as passage_rows
from knowledge import tables
from knowledge.database import reading
from knowledge.embedded import EmbeddedTexts, embedded_texts
from knowledge.embedding.embedder import IndexEmbedder, Vectors
from knowledge.exchanges import Exchange
from knowledge.pages import Page
from knowledge.passages import Passage
from knowledge.vectors import VectorStore
from knowledge.words.keyword_files import KeywordFiles
from knowledge.words.keywords import KeywordIndex

STATE = "passages"
CHUNKER = "headings-2"
REBUILD_BATCH = 256
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Change:
    """What a sync did to passages (or exchanges); `embedded` counts texts sent through the model."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    removed: int = 0
    embedded: int = 0

    @property
    def changed(self) -> bool:
        """Whether anything is other than it was."""
        return bool(self.created or self.updated or self.removed)

    def __add__(self, other: "Change") -> "Change":
        """Both changes together."""
        return Change(
            self.created + other.created,
            self.updated + other.updated,
            self.unchanged + other.unchanged,
            self.removed + other.removed,
            self.embedded + other.embedded,
        )


class Index:
    """Embeds what changed, forgets what is gone, and hands out the searchable sets."""

    def __init__(
        self,
        engine: Engine,
        embedder: IndexEmbedder,
        vectors: VectorStore,
        keyword_files: KeywordFiles,
        languages: Sequence[str],
    ) -> None:
        self.engine = engine
        self._keyword_files = keyword_files
        self.embedder = embedder
        self.vectors = vectors
        self._texts = EmbeddedTexts(embedder, vectors)
        self.languages = tuple(languages)
        self.keywords: dict[str, KeywordIndex] = {}
        self.version = 0

    def sync_pages(self, batch: Sequence[tuple[Page, Sequence[Passage]]]) -> Change:
        """Make each page's passages the given ones; embeds only texts that are new or changed."""
        with reading(self.engine) as connection:
            old = {page.id: passage_rows.of_page(connection, page.id) for page, _ in batch}
        fresh: list[Passage] = []
        total = Change()
        for page, passages in batch:
            known = {passage.id: passage.digest for passage in old[page.id]}
            new = [each for each in passages if known.get(each.id) != each.digest]
            updated = sum(each.id in known for each in new)
            gone = len(known.keys() - {each.id for each in passages})
            fresh += new
            total += Change(len(new) - updated, updated, len(passages) - len(new), gone, len(new))
        self._texts.add_passages(fresh)
        for page, passages in batch:
            kept = {(each.language, each.id) for each in passages}
            with self.engine.begin() as connection:
                page_rows.save(connection, replace(page, passage_count=len(passages)))
                passage_rows.replace_page(connection, page.id, passages)
            self._texts.forget_passages(each for each in old[page.id] if (each.language, each.id) not in kept)
        return total

    def remove_page(self, page: Page) -> Change:
        """Keep the page's row (its status says why it is out) and drop its passages."""
        return self.sync_pages([(page, ())])

    def sync_exchanges(self, batch: Sequence[Exchange]) -> Change:
        """Insert or replace exchanges; embeds only questions that are new or changed."""
        with reading(self.engine) as connection:
            known = exchange_rows.get_many(connection, [each.id for each in batch])
        changed = [e for e in batch if e.id not in known or known[e.id].digest != e.digest]
        embed = [e for e in changed if e.id not in known or known[e.id].question != e.question]
        self._texts.add_exchanges(embed)
        with self.engine.begin() as connection:
            exchange_rows.save(connection, changed)
        created = sum(each.id not in known for each in changed)
        return Change(created, len(changed) - created, len(batch) - len(changed), 0, len(embed))

    def remove_exchanges(self, gone: Sequence[Exchange]) -> Change:
        """Forget exchanges and their vectors."""
        with self.engine.begin() as connection:
            exchange_rows.remove(connection, [each.id for each in gone])
        self._texts.forget_exchanges(gone)
        return Change(removed=len(gone))

    def finish(self) -> int:
        """Sweep vectors that belong to nothing, raise the version, and load the new keyword index."""
        with reading(self.engine) as connection:
            asked = [each.question for each in exchange_rows.everything(connection)]
            every: list[Passage] = []
            for language in self.languages:
                kept = passage_rows.of_language(connection, language)
                self._texts.sweep(language, kept)
                every += kept
        self.embedder.forget_all_but(chain(asked, chain.from_iterable(map(embedded_texts, every))))
        with self.engine.begin() as connection:
            self._save_state(connection, self.version + 1)
        self.load()
        return self.version

    def load(self) -> None:
        """Read the version and open or build the keyword index; the old one serves until the new one is whole."""
        with reading(self.engine) as connection:
            row = connection.execute(select(tables.index_state)).one_or_none()
            loaded = {language: self._keywords(connection, language) for language in self.languages}
        self.keywords = loaded
        self.version = row.version if row else 0

    def complete(self, progress: Callable[[int, int], None] = lambda _done, _total: None) -> int:
        """Embed what has no vector yet (after a change of embedder, all); returns how many texts."""
        with reading(self.engine) as connection:
            kept = {language: passage_rows.of_language(connection, language) for language in self.languages}
            everything = exchange_rows.everything(connection)
        there = {language: self._texts.passage_ids(language) for language in self.languages}
        missing = [each for every in kept.values() for each in every if each.id not in there[each.language]]
        known = {language: self._texts.exchange_ids(language) for language in self.languages}
        asked = [e for e in everything if e.language in known and e.id not in known[e.language]]
        for done, part in _parts(missing):
            self._texts.add_passages(part)
            progress(done, len(missing) + len(asked))
        for language, every in kept.items():
            for _, part in _parts(every):
                self._texts.add_headings(language, part)
        for _, batch in _parts(asked):
            self._texts.add_exchanges(batch)
        return len(missing) + len(asked)

    @property
    def lacks_headings(self) -> bool:
        """Whether passages were indexed before headings had vectors of their own."""
        with reading(self.engine) as connection:
            there = passage_rows.count(connection)
        return any(
            there.get(language) and not self._texts.has_headings(language) for language in self.languages
        )

    def embed_query(self, query: str) -> Vectors:
        """The query's unit vector, of shape (dimensions,); the last few are remembered."""
        vector: Vectors = self.embed_queries([query])[0]
        return vector

    def embed_queries(self, queries: Sequence[str]) -> Vectors:
        """Unit vectors of shape (len(queries), dimensions), made in one run; the last few are remembered."""
        return self._texts.embed_queries(queries)

    def passage_vectors(self, language: str, passages: Sequence[Passage]) -> dict[str, Vectors]:
        """The vectors of passages, by passage id."""
        return self._texts.passage_vectors(language, passages)

    def heading_vectors(self, language: str, passages: Sequence[Passage]) -> dict[str, Vectors]:
        """The vectors of the passages' own headings, by `heading_id`."""
        return self._texts.heading_vectors(language, passages)

    def nearest_passages(self, language: str, vector: Vectors, top: int) -> list[tuple[str, float]]:
        """Up to `top` (passage id, cosine), nearest first."""
        return self._texts.nearest_passages(language, vector, top)

    def nearest_exchanges(self, language: str, vector: Vectors, top: int) -> list[tuple[str, float]]:
        """Up to `top` (exchange id, cosine), nearest first."""
        return self._texts.nearest_exchanges(language, vector, top)

    def _keywords(self, connection: Connection, language: str) -> KeywordIndex:
        def texts() -> list[str]:
            return [each.text_with_heading for each in passage_rows.of_language(connection, language)]

        return self._keyword_files.index(language, passage_rows.marks(connection, language), texts)

    def _save_state(self, connection: Connection, version: int) -> None:
        values = {"version": version, "embedder": self.embedder.name, "chunker": CHUNKER}
        table = tables.index_state
        done = connection.execute(update(table).where(table.c.name == STATE).values(**values))
        if not done.rowcount:
            connection.execute(insert(table).values(name=STATE, **values))


def _parts(things: Sequence[_T]) -> Iterator[tuple[int, Sequence[_T]]]:
    for start in range(0, len(things), REBUILD_BATCH):
        part = things[start : start + REBUILD_BATCH]
        yield start + len(part), part
