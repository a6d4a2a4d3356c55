"""Search: from a question to the passages that may answer it, and to past exchanges like it."""

from collections.abc import Sequence
from dataclasses import dataclass

from knowledge import exchanges as exchange_rows
from knowledge import pages as page_rows
from knowledge import passages as passage_rows
from knowledge.clock import Clock
from knowledge.database import reading
from knowledge.embedder import Vectors
from knowledge.exchanges import Exchange
from knowledge.fusion import DEFAULT_WEIGHTS, Weights, fuse
from knowledge.index import Index
from knowledge.keywords import words
from knowledge.pages import Page
from knowledge.passages import Passage

CANDIDATES = 100


@dataclass(frozen=True, slots=True)
class Evidence:
    """A passage found for a question; `score` orders, `similarity` (cosine) and `coverage` say how near it is.

    `coverage` is the share of the question's words, weighted by rarity, that stand in the passage.
    """

    passage: Passage
    page: Page
    score: float
    rank: int
    similarity: float
    coverage: float
    found_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Precedent:
    """A past exchange whose question is like this one; `similarity` is their cosine."""

    exchange: Exchange
    similarity: float


class Search:
    """Dense and lexical search over one index, fused."""

    def __init__(self, index: Index, clock: Clock, weights: Weights = DEFAULT_WEIGHTS) -> None:
        self._index = index
        self._clock = clock
        self._weights = weights

    def find(self, query: str, language: str, top: int = 10) -> list[Evidence]:
        """Up to `top` passages in `language`, best first; rank counts from 1."""
        if not query.strip() or language not in self._index.keywords:
            return []
        stems = words(query, language)
        dense = dict(self._index.nearest_passages(language, self.vector(query), CANDIDATES))
        lexical = dict(self._index.keywords[language].best(stems, CANDIDATES))
        fused = fuse(dense, lexical, self._weights.of(language))
        ordered = sorted(fused, key=lambda key: (-fused[key], key))
        with reading(self._index.engine) as connection:
            found = passage_rows.get_many(connection, ordered[: top * 2])
            pages = page_rows.get_many(connection, [each.page_id for each in found.values()])
        live = [key for key in ordered if key in found and pages[found[key].page_id].status == "indexed"]
        floor = min(dense.values(), default=0.0)
        return [
            Evidence(
                passage=found[key],
                page=pages[found[key].page_id],
                score=fused[key],
                rank=rank,
                similarity=dense.get(key, floor),
                coverage=self.coverage(stems, found[key]),
                found_by=tuple(
                    name for name, there in (("dense", dense), ("lexical", lexical)) if key in there
                ),
            )
            for rank, key in enumerate(live[:top], start=1)
        ]

    def precedents(self, query: str, language: str, top: int = 3) -> list[Precedent]:
        """Up to `top` past exchanges in `language` that have not expired, most alike first."""
        if not query.strip() or language not in self._index.keywords:
            return []
        near = self._index.nearest_exchanges(language, self.vector(query), top * 2)
        with reading(self._index.engine) as connection:
            found = exchange_rows.get_many(connection, [key for key, _ in near])
        now = self._clock()
        live = [
            Precedent(found[key], similarity)
            for key, similarity in near
            if key in found and not ((expires := found[key].expires_at) and expires <= now)
        ]
        return live[:top]

    def vector(self, query: str) -> Vectors:
        """The question's unit vector, of shape (dimensions,)."""
        return self._index.embed_query(query)

    def coverage(self, stems: Sequence[str], passage: Passage) -> float:
        """The share of the stemmed words, weighted by rarity, that stand in the passage, from 0 to 1."""
        keywords = self._index.keywords[passage.language]
        wanted = {stem: keywords.rarity(stem) for stem in stems}
        total = sum(wanted.values())
        there = set(words(passage.text_with_heading, passage.language))
        return sum(weight for stem, weight in wanted.items() if stem in there) / total if total else 0.0
