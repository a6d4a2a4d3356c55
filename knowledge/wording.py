"""A question in its thread, as search needs it: words and vectors, each made once. Knows no passage."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from knowledge.embedding.embedder import Vectors
from knowledge.index import Index
from knowledge.words.expansion import Expansion
from knowledge.words.keywords import words

CANDIDATES = 100


@dataclass(frozen=True, slots=True)
class Thread:
    """Where a question stands: the words that were `asked` just now, and what the agent `replied` before."""

    asked: str
    replied: str = ""


class Wording:
    """One question's words and vectors, each made once and only when it is asked for."""

    def __init__(
        self, query: str, thread: Thread, language: str, index: Index, expansion: Expansion | None = None
    ) -> None:
        self._query, self._thread, self._index = query, thread, index
        self._expansion = expansion
        self.language = language
        self.asked_alone = thread.asked.strip() not in ("", query.strip())
        self.stems = self._stems(query)

    @property
    def vector(self) -> Vectors:
        """The whole question."""
        return self._vectors[0]

    @property
    def asked_vector(self) -> Vectors:
        """Its own words."""
        return self._vectors[-1]

    @cached_property
    def asked_stems(self) -> list[str]:
        """Its own words, stemmed."""
        return self._stems(self._thread.asked) if self.asked_alone else self.stems

    @cached_property
    def query_words(self) -> list[tuple[str, float]]:
        """The best passages for the whole question, by BM25."""
        return self._best(self.stems)

    @cached_property
    def asked_words(self) -> list[tuple[str, float]]:
        """The best passages for its own words, by BM25."""
        return self._best(self.asked_stems)

    @cached_property
    def replied_words(self) -> list[tuple[str, float]]:
        """The best passages for what the agent said last, by BM25."""
        stems = words(self._thread.replied, self.language)
        return self._index.keywords[self.language].best(stems, CANDIDATES) if stems else []

    def replied_share(self, key: str) -> float:
        """The BM25 of a passage for what the agent said last, as a share of the best."""
        return _share_of_best(self.replied_words, self._replied, key)

    @cached_property
    def _vectors(self) -> list[Vectors]:
        # In one run: alone, each costs nearly as much as both.
        texts = [self._query, self._thread.asked] if self.asked_alone else [self._query]
        return list(self._index.embed_queries(texts))

    def _stems(self, text: str) -> list[str]:
        # With typos put right.
        stems = words(text, self.language)
        known = self._index.keywords[self.language].known
        return self._expansion.meant(stems, self.language, known) if self._expansion else stems

    def _best(self, stems: Sequence[str]) -> list[tuple[str, float]]:
        keywords = self._index.keywords[self.language]
        also = self._expansion.other_stems(stems, self.language, keywords.known) if self._expansion else ()
        return keywords.best(stems, CANDIDATES, also)

    @cached_property
    def _replied(self) -> dict[str, float]:
        return dict(self.replied_words)


def _share_of_best(ordered: Sequence[tuple[str, float]], by_key: Mapping[str, float], key: str) -> float:
    return by_key.get(key, 0.0) / ordered[0][1] if ordered else 0.0
