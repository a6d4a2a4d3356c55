"""The vectors of passages, of their headings and of the questions of exchanges: kept, found, forgotten, by language.

Owns under which names they are stored. Decides nothing of what must be embedded.
"""

import hashlib
from collections.abc import Iterable, Sequence
from threading import Lock

import numpy as np

from knowledge.embedding.embedder import IndexEmbedder, Vectors
from knowledge.exchanges import Exchange
from knowledge.passages import Passage
from knowledge.vectors import VectorStore

REMEMBERED_QUERIES = 256


class EmbeddedTexts:
    """The vectors that an embedder made, in a store."""

    def __init__(self, embedder: IndexEmbedder, vectors: VectorStore) -> None:
        self._embedder = embedder
        self._vectors = vectors
        # One question is searched several times on its way (passages, past replies, drafting).
        self._asked: dict[str, Vectors] = {}
        self._remembering = Lock()

    def add_passages(self, passages: Sequence[Passage]) -> None:
        """Embed passages, and those of their headings that have no vector yet."""
        if not passages:
            return
        vectors = self._embedder.embed_kept([each.text_with_heading for each in passages])
        for language in {each.language for each in passages}:
            rows = [row for row, each in enumerate(passages) if each.language == language]
            self._vectors.upsert(_passages(language), [passages[row].id for row in rows], vectors[rows])
            self.add_headings(language, [passages[row] for row in rows])

    def add_headings(self, language: str, passages: Sequence[Passage]) -> None:
        """Embed those of the passages' own headings that have no vector yet."""
        named = {heading_id(each): each.heading_path[-1] for each in passages if each.heading_path}
        missing = sorted(named.keys() - self._vectors.vectors(_headings(language), sorted(named)).keys())
        if missing:
            vectors = self._embedder.embed_kept([named[key] for key in missing])
            self._vectors.upsert(_headings(language), missing, vectors)

    def add_exchanges(self, exchanges: Sequence[Exchange]) -> None:
        """Embed the questions of exchanges."""
        if not exchanges:
            return
        vectors = self._embedder.embed_kept([each.question for each in exchanges])
        for language in {each.language for each in exchanges}:
            rows = [row for row, each in enumerate(exchanges) if each.language == language]
            self._vectors.upsert(_exchanges(language), [exchanges[row].id for row in rows], vectors[rows])

    def forget_passages(self, passages: Iterable[Passage]) -> None:
        """Drop the vectors of passages; their headings may be those of others, and are left to `sweep`."""
        by_language: dict[str, list[str]] = {}
        for each in passages:
            by_language.setdefault(each.language, []).append(each.id)
        for language, ids in by_language.items():
            self._vectors.delete(_passages(language), ids)

    def forget_exchanges(self, exchanges: Sequence[Exchange]) -> None:
        """Drop the vectors of exchanges."""
        for language in {each.language for each in exchanges}:
            gone = [each.id for each in exchanges if each.language == language]
            self._vectors.delete(_exchanges(language), gone)

    def sweep(self, language: str, kept: Sequence[Passage]) -> None:
        """Drop what belongs to none of the passages that are `kept`, all of the language."""
        for name, live in (
            (_passages(language), {each.id for each in kept}),
            (_headings(language), {heading_id(each) for each in kept}),
        ):
            self._vectors.delete(name, sorted(self._vectors.ids(name) - live))

    def passage_ids(self, language: str) -> set[str]:
        """The passages that have a vector."""
        return self._vectors.ids(_passages(language))

    def exchange_ids(self, language: str) -> set[str]:
        """The exchanges that have a vector."""
        return self._vectors.ids(_exchanges(language))

    def has_headings(self, language: str) -> bool:
        """Whether any heading has a vector."""
        return bool(self._vectors.count(_headings(language)))

    def embed_queries(self, queries: Sequence[str]) -> Vectors:
        """Unit vectors of shape (len(queries), dimensions), made in one run; the last few are remembered."""
        known = {query: vector for query in queries if (vector := self._asked.get(query)) is not None}
        missing = [query for query in dict.fromkeys(queries) if query not in known]
        if missing:
            fresh = dict(zip(missing, self._embedder.embed_questions(missing), strict=True))
            known |= fresh
            with self._remembering:
                self._asked |= fresh
                for oldest in list(self._asked)[:-REMEMBERED_QUERIES]:
                    del self._asked[oldest]
        return np.stack([known[query] for query in queries])

    def passage_vectors(self, language: str, passages: Sequence[Passage]) -> dict[str, Vectors]:
        """The vectors of passages, by passage id."""
        return self._vectors.vectors(_passages(language), [each.id for each in passages])

    def heading_vectors(self, language: str, passages: Sequence[Passage]) -> dict[str, Vectors]:
        """The vectors of the passages' own headings, by `heading_id`."""
        return self._vectors.vectors(_headings(language), sorted({heading_id(each) for each in passages}))

    def nearest_passages(self, language: str, vector: Vectors, top: int) -> list[tuple[str, float]]:
        """Up to `top` (passage id, cosine), nearest first."""
        return self._vectors.nearest(_passages(language), vector, top)

    def nearest_exchanges(self, language: str, vector: Vectors, top: int) -> list[tuple[str, float]]:
        """Up to `top` (exchange id, cosine), nearest first."""
        return self._vectors.nearest(_exchanges(language), vector, top)


def embedded_texts(passage: Passage) -> tuple[str, ...]:
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
