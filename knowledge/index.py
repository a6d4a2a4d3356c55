"""The index over passages and exchanges, kept equal to the database. Decides what must be embedded.

Order of writing: vectors first, then in one transaction the passages and, last, the page's row. A crash in
between leaves a page that still looks old, so the next run does it again; vectors that belong to nothing are
never shown (search reads passages from the database) and are swept by `finish`.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain
from typing import TypeVar

from sqlalchemy import Connection, Engine, insert, select, update

from knowledge import exchanges as exchange_rows
from knowledge import pages as page_rows
from knowledge import passages as passage_rows
from knowledge import tables
from knowledge.database import reading
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
        self.languages = tuple(languages)
        self.keywords: dict[str, KeywordIndex] = {}
        self.version = 0
        # One question is searched several times on its way (passages, past replies, drafting).
        self._query_vector = lru_cache(maxsize=64)(self._embed_one)

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
        self._embed_passages(fresh)
        for page, passages in batch:
            kept = {(each.language, each.id) for each in passages}
            with self.engine.begin() as connection:
                page_rows.save(connection, replace(page, passage_count=len(passages)))
                passage_rows.replace_page(connection, page.id, passages)
            self._forget(each for each in old[page.id] if (each.language, each.id) not in kept)
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
        self._embed_exchanges(embed)
        with self.engine.begin() as connection:
            exchange_rows.save(connection, changed)
        created = sum(each.id not in known for each in changed)
        return Change(created, len(changed) - created, len(batch) - len(changed), 0, len(embed))

    def remove_exchanges(self, gone: Sequence[Exchange]) -> Change:
        """Forget exchanges and their vectors."""
        with self.engine.begin() as connection:
            exchange_rows.remove(connection, [each.id for each in gone])
        for language in {each.language for each in gone}:
            self.vectors.delete(_exchanges(language), [e.id for e in gone if e.language == language])
        return Change(removed=len(gone))

    def finish(self) -> int:
        """Sweep vectors that belong to nothing, raise the version, and load the new keyword index."""
        with reading(self.engine) as connection:
            asked = [each.question for each in exchange_rows.everything(connection)]
            every: list[Passage] = []
            for language in self.languages:
                kept = passage_rows.of_language(connection, language)
                self._sweep(_passages(language), {each.id for each in kept})
                self._sweep(_headings(language), {heading_id(each) for each in kept})
                every += kept
        self.embedder.forget_all_but(chain(asked, chain.from_iterable(map(_embedded, every))))
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
        there = {language: self.vectors.ids(_passages(language)) for language in self.languages}
        missing = [each for every in kept.values() for each in every if each.id not in there[each.language]]
        known = {language: self.vectors.ids(_exchanges(language)) for language in self.languages}
        asked = [e for e in everything if e.language in known and e.id not in known[e.language]]
        for done, part in _parts(missing):
            self._embed_passages(part)
            progress(done, len(missing) + len(asked))
        for language, every in kept.items():
            for _, part in _parts(every):
                self._embed_headings(language, part)
        for _, batch in _parts(asked):
            self._embed_exchanges(batch)
        return len(missing) + len(asked)

    def embed_query(self, query: str) -> Vectors:
        """The query's unit vector, of shape (dimensions,); the last few are remembered."""
        return self._query_vector(query)

    @property
    def lacks_headings(self) -> bool:
        """Whether passages were indexed before headings had vectors of their own."""
        with reading(self.engine) as connection:
            there = passage_rows.count(connection)
        return any(
            there.get(language) and not self.vectors.count(_headings(language)) for language in self.languages
        )

    def passage_vectors(self, language: str, passages: Sequence[Passage]) -> dict[str, Vectors]:
        """The vectors of passages, by passage id."""
        return self.vectors.vectors(_passages(language), [each.id for each in passages])

    def heading_vectors(self, language: str, passages: Sequence[Passage]) -> dict[str, Vectors]:
        """The vectors of the passages' own headings, by `heading_id`."""
        return self.vectors.vectors(_headings(language), sorted({heading_id(each) for each in passages}))

    def nearest_passages(self, language: str, vector: Vectors, top: int) -> list[tuple[str, float]]:
        """Up to `top` (passage id, cosine), nearest first."""
        return self.vectors.nearest(_passages(language), vector, top)

    def nearest_exchanges(self, language: str, vector: Vectors, top: int) -> list[tuple[str, float]]:
        """Up to `top` (exchange id, cosine), nearest first."""
        return self.vectors.nearest(_exchanges(language), vector, top)

    def _keywords(self, connection: Connection, language: str) -> KeywordIndex:
        def texts() -> list[str]:
            return [each.text_with_heading for each in passage_rows.of_language(connection, language)]

        return self._keyword_files.index(language, passage_rows.marks(connection, language), texts)

    def _embed_passages(self, passages: Sequence[Passage]) -> None:
        if not passages:
            return
        vectors = self.embedder.embed_kept([each.text_with_heading for each in passages])
        for language in {each.language for each in passages}:
            rows = [row for row, each in enumerate(passages) if each.language == language]
            self.vectors.upsert(_passages(language), [passages[row].id for row in rows], vectors[rows])
            self._embed_headings(language, [passages[row] for row in rows])

    def _embed_headings(self, language: str, passages: Sequence[Passage]) -> None:
        named = {heading_id(each): each.heading_path[-1] for each in passages if each.heading_path}
        missing = sorted(named.keys() - self.vectors.vectors(_headings(language), sorted(named)).keys())
        if missing:
            vectors = self.embedder.embed_kept([named[key] for key in missing])
            self.vectors.upsert(_headings(language), missing, vectors)

    def _sweep(self, name: str, live: set[str]) -> None:
        self.vectors.delete(name, sorted(self.vectors.ids(name) - live))

    def _embed_exchanges(self, exchanges: Sequence[Exchange]) -> None:
        if not exchanges:
            return
        vectors = self.embedder.embed_kept([each.question for each in exchanges])
        for language in {each.language for each in exchanges}:
            rows = [row for row, each in enumerate(exchanges) if each.language == language]
            self.vectors.upsert(_exchanges(language), [exchanges[row].id for row in rows], vectors[rows])

    def _embed_one(self, query: str) -> Vectors:
        return self.embedder.embed_question(query)

    def _forget(self, passages: Iterable[Passage]) -> None:
        by_language: dict[str, list[str]] = {}
        for each in passages:
            by_language.setdefault(each.language, []).append(each.id)
        for language, ids in by_language.items():
            self.vectors.delete(_passages(language), ids)

    def _save_state(self, connection: Connection, version: int) -> None:
        values = {"version": version, "embedder": self.embedder.name, "chunker": CHUNKER}
        table = tables.index_state
        done = connection.execute(update(table).where(table.c.name == STATE).values(**values))
        if not done.rowcount:
            connection.execute(insert(table).values(name=STATE, **values))


def _embedded(passage: Passage) -> tuple[str, ...]:
    """The texts of a passage that have vectors."""
    return (passage.text_with_heading, *passage.heading_path[-1:])


def heading_id(passage: Passage) -> str:
    """What identifies the wording of a passage's own heading, the last of its path."""
    return hashlib.sha256(passage.heading_path[-1].encode() if passage.heading_path else b"").hexdigest()[:24]


def _headings(language: str) -> str:
    return f"headings-{language}"


def _passages(language: str) -> str:
    return f"passages-{language}"


def _exchanges(language: str) -> str:
    return f"exchanges-{language}"


def _parts(things: Sequence[_T]) -> Iterator[tuple[int, Sequence[_T]]]:
    for start in range(0, len(things), REBUILD_BATCH):
        part = things[start : start + REBUILD_BATCH]
        yield start + len(part), part
