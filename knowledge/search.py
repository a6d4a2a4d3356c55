"""Search: from a question to the passages that may answer it, and to past exchanges like it."""

from collections.abc import Collection, Sequence
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
REORDERED = 50
EXCHANGES_ASKED = 20


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

    def __init__(
        self,
        index: Index,
        clock: Clock,
        weights: Weights = DEFAULT_WEIGHTS,
        held_out: Collection[str] = (),
    ) -> None:
        self._index = index
        self._clock = clock
        self._weights = weights
        self._held_out = frozenset(held_out)

    @property
    def weights(self) -> Weights:
        """How scores are brought together."""
        return self._weights

    def without(self, held_out: Collection[str]) -> "Search":
        """The same search as if these exchanges (by id) had never been: they are no keys and no precedents."""
        return Search(self._index, self._clock, self._weights, self._held_out | set(held_out))

    def find(self, query: str, language: str, top: int = 10) -> list[Evidence]:
        """Up to `top` passages in `language`, best first; rank counts from 1."""
        if not query.strip() or language not in self._index.keywords:
            return []
        stems = words(query, language)
        dense = dict(self._index.nearest_passages(language, self.vector(query), CANDIDATES))
        learned = self._learned(query, language)
        for key, similarity in learned.items():
            dense[key] = max(dense.get(key, -1.0), similarity)
        lexical = dict(self._index.keywords[language].best(stems, CANDIDATES))
        fused = fuse(dense, lexical, self._weights.of(language))
        near = sorted(fused, key=lambda key: (-fused[key], key))[: max(REORDERED, 2 * top)]
        with reading(self._index.engine) as connection:
            found = passage_rows.get_many(connection, near)
            pages = page_rows.get_many(connection, [each.page_id for each in found.values()])
        live = [found[key] for key in near if key in found and pages[found[key].page_id].status == "indexed"]
        scores = {p.id: fused[p.id] + self._weights.opening * self._opens(stems, p) for p in live}
        live.sort(key=lambda passage: (-scores[passage.id], passage.id))
        floor = min(dense.values(), default=0.0)
        return [
            Evidence(
                passage=passage,
                page=pages[passage.page_id],
                score=scores[passage.id],
                rank=rank,
                similarity=dense.get(passage.id, floor),
                coverage=self.coverage(stems, passage),
                found_by=tuple(
                    name
                    for name, by in (("dense", dense), ("lexical", lexical), ("exchange", learned))
                    if passage.id in by
                ),
            )
            for rank, passage in enumerate(live[:top], start=1)
        ]

    def _learned(self, query: str, language: str) -> dict[str, float]:
        # The question of a past exchange is a key of the passages that its reply cited.
        found: dict[str, float] = {}
        for precedent in self.precedents(query, language, EXCHANGES_ASKED):
            for passage_id in precedent.exchange.cited:
                found[passage_id] = max(
                    found.get(passage_id, -1.0), self._weights.keys * precedent.similarity
                )
        return found

    def precedents(self, query: str, language: str, top: int = 3) -> list[Precedent]:
        """Up to `top` past exchanges in `language` that have not expired, most alike first."""
        if not query.strip() or language not in self._index.keywords:
            return []
        near = self._nearest(language, self.vector(query), top * 2)
        with reading(self._index.engine) as connection:
            found = exchange_rows.get_many(connection, [key for key, _ in near])
        now = self._clock()
        live = [
            Precedent(found[key], similarity)
            for key, similarity in near
            if key in found and not ((expires := found[key].expires_at) and expires <= now)
        ]
        return live[:top]

    def _nearest(self, language: str, vector: Vectors, top: int) -> list[tuple[str, float]]:
        asked = top
        while True:
            near = self._index.nearest_exchanges(language, vector, asked)
            kept = [pair for pair in near if pair[0] not in self._held_out]
            if len(kept) >= top or len(near) < asked:
                return kept[:top]
            asked += asked

    def vector(self, query: str) -> Vectors:
        """The question's unit vector, of shape (dimensions,)."""
        return self._index.embed_query(query)

    def coverage(self, stems: Sequence[str], passage: Passage) -> float:
        """The share of the stemmed words, weighted by rarity, that stand in the passage, from 0 to 1."""
        return self._share(stems, words(passage.text_with_heading, passage.language), passage.language)

    def _opens(self, stems: Sequence[str], passage: Passage) -> float:
        # A question in the words of a page's title is about the page as a whole, which its opening answers.
        if not passage.heading_path:
            return 0.0
        language, title = passage.language, words(passage.heading_path[0], passage.language)
        both_ways = self._share(stems, title, language) * self._share(title, stems, language)
        return both_ways / (1 + passage.position)

    def _share(self, wanted: Sequence[str], there: Sequence[str], language: str) -> float:
        rarity = {stem: self._index.keywords[language].rarity(stem) for stem in wanted}
        total, held = sum(rarity.values()), set(there)
        return sum(weight for stem, weight in rarity.items() if stem in held) / total if total else 0.0
