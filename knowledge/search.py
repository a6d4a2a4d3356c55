"""Search: from a question to the passages that may answer it, and to past exchanges like it."""

from collections.abc import Callable, Collection, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from sqlalchemy import Connection, Engine

from knowledge import exchanges as exchange_rows
from knowledge.clock import Clock
from knowledge.database import reading
from knowledge.embedding.embedder import Vectors
from knowledge.exchanges import Exchange
from knowledge.index import Index
from knowledge.known import Known, KnownPassages
from knowledge.pages import Page
from knowledge.passages import Passage
from knowledge.ranking.cross_encoder import Reranker
from knowledge.ranking.features import NAMES, Candidate, features_of, held
from knowledge.ranking.fusion import DEFAULT_WEIGHTS, Weights, fuse
from knowledge.ranking.ranker import Ranker
from knowledge.wording import CANDIDATES, Thread, Wording
from knowledge.words.expansion import Expansion

REORDERED = 50
# What a cross-encoder, where there is one, reads of them.
CROSS_ENCODED = 20
EXCHANGES_ASKED = 20
# What the question's own words, and what was said last, bring in beside the whole question's best.
ALSO_ASKED = 15
ALSO_REPLIED = 10
# With its score, cosine and features.
Scored: TypeAlias = tuple[Known, float, float, tuple[float, ...]]


@dataclass(frozen=True, slots=True)
class Evidence:
    """A passage found for a question; `score` orders, `similarity` (cosine) and `coverage` say how near it is.

    Where a cross-encoder ordered the best, `score` is that of the place: what the ranker gave whichever passage it put
    there. So scores still descend, and their differences mean the same with and without one.

    `coverage` is the share of the question's words, weighted by rarity, that stand in the passage; `features` are what
    the second stage saw, in the order of `knowledge.ranking.features.NAMES`.
    """

    passage: Passage
    page: Page
    score: float
    rank: int
    similarity: float
    coverage: float
    found_by: tuple[str, ...]
    features: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Precedent:
    """A past exchange whose question is like this one; `similarity` is their cosine."""

    exchange: Exchange
    similarity: float


class Search:
    """Dense and lexical search over one index, fused; a ranker, unless there is none, orders the best.

    A reranker, where there is one, orders the first of those anew.
    """

    def __init__(
        self,
        index: Index,
        clock: Clock,
        weights: Weights = DEFAULT_WEIGHTS,
        held_out: Collection[str] = (),
        ranker: Ranker | None = None,
        expansion: Expansion | None = None,
        known: KnownPassages | None = None,
        reranker: Reranker | None = None,
    ) -> None:
        self._index = index
        self._known = known or KnownPassages(index)
        self._expansion = expansion
        self._clock = clock
        self._weights = weights
        self._held_out = frozenset(held_out)
        self._ranker = ranker
        self._reranker = reranker

    @property
    def engine(self) -> Engine:
        """The database that it reads."""
        return self._index.engine

    @property
    def weights(self) -> Weights:
        """How scores are brought together."""
        return self._weights

    @property
    def ranker(self) -> Ranker | None:
        """The second stage."""
        return self._ranker

    @property
    def reranker(self) -> Reranker | None:
        """The last step."""
        return self._reranker

    def weighing(self, weights: Weights) -> "Search":
        """The same search with other weights."""
        other = copy(self)
        other._weights = weights
        return other

    def without(self, held_out: Collection[str]) -> "Search":
        """The same search as if these exchanges (by id) had never been: they are no keys and no precedents."""
        other = copy(self)
        other._held_out = self._held_out | set(held_out)
        return other

    def read_ahead(self, enough: Callable[[], bool] = lambda: False) -> int:
        """Read the passages meanwhile, as far as they are remembered (`KnownPassages`); returns how many."""
        return self._known.read_ahead(enough)

    def find(self, query: str, language: str, top: int = 10, thread: Thread | None = None) -> list[Evidence]:
        """Up to `top` passages in `language`, best first; rank counts from 1.

        `query` stands alone; `thread` says which of its words were asked just now, and what was said before.
        """
        if not query.strip() or language not in self._index.keywords:
            return []
        wording = Wording(query, thread or Thread(query), language, self._index, self._expansion)
        dense = dict(self._index.nearest_passages(language, wording.vector, CANDIDATES))
        lexical = dict(wording.query_words)
        with reading(self._index.engine) as connection:
            learned = self._learned(connection, wording)
            for key, similarity in learned.items():
                dense[key] = max(dense.get(key, -1.0), similarity)
            near = self._near(dense, lexical, wording, max(REORDERED, top))
            live, pages = self._known.live(connection, near, language)
        ordered = self._reread(query, self._ordered(live, dense, lexical, learned, wording))
        rarity = self._index.keywords[language].rarity
        weights = {stem: rarity(stem) for stem in wording.stems}
        return [
            Evidence(
                passage=known.passage,
                page=pages[known.passage.page_id],
                score=score,
                rank=rank,
                similarity=cosine,
                coverage=held(weights, known.stems),
                features=features,
                found_by=tuple(
                    name
                    for name, by in (("dense", dense), ("lexical", lexical), ("exchange", learned))
                    if known.passage.id in by
                ),
            )
            for rank, (known, score, cosine, features) in enumerate(ordered[:top], start=1)
        ]

    def _near(
        self, dense: Mapping[str, float], lexical: Mapping[str, float], wording: Wording, count: int
    ) -> list[str]:
        fused = fuse(dense, lexical, self._weights.of(wording.language))
        near = sorted(fused, key=lambda key: (-fused[key], key))[:count]
        if self._ranker is not None:
            near += [key for key, _ in wording.asked_words[:ALSO_ASKED]]
            near += [key for key, _ in wording.replied_words[:ALSO_REPLIED]]
            if wording.asked_alone:
                by_asked = self._index.nearest_passages(wording.language, wording.asked_vector, ALSO_ASKED)
                near += [key for key, _ in by_asked]
        return list(dict.fromkeys(near))

    def _ordered(
        self,
        live: Sequence[Known],
        dense: Mapping[str, float],
        lexical: Mapping[str, float],
        learned: Mapping[str, float],
        wording: Wording,
    ) -> list[Scored]:
        # Best first.
        cosines = {
            each.passage.id: max(float(each.vector @ wording.vector), learned.get(each.passage.id, -1.0))
            for each in live
        }
        # The floor of the dense list stays in, so that scores do not depend on who else was found.
        fused = fuse({**dense, **cosines}, lexical, self._weights.of(wording.language))
        features = features_of(
            [
                Candidate(each, fused[key], learned.get(key, -1.0), wording.replied_share(key))
                for each in live
                for key in [each.passage.id]
            ],
            wording.vector,
            wording.asked_vector,
            wording.stems,
            wording.asked_stems,
            self._index.keywords[wording.language].rarity,
        )
        if self._ranker is None:
            opening = NAMES.index("opening")
            scores = [
                fused[each.passage.id] + self._weights.opening * row[opening]
                for each, row in zip(live, features, strict=True)
            ]
        else:
            scores = list(self._ranker.scores(features))
        ordered = [
            (each, float(score), cosines[each.passage.id], tuple(row))
            for each, score, row in zip(live, scores, features.tolist(), strict=True)
        ]
        return sorted(ordered, key=lambda found: (-found[1], found[0].passage.id))

    def _reread(self, query: str, ordered: list[Scored]) -> list[Scored]:
        # The cross-encoder alone orders what it reads; scores stay with the places.
        best = ordered[:CROSS_ENCODED]
        if self._reranker is None or len(best) < 2:
            return ordered
        scores = self._reranker.scores(query, [each[0].passage.text_with_heading for each in best])
        places = zip(best, np.argsort(-scores, kind="stable").tolist(), strict=True)
        moved = [(best[row][0], place[1], *best[row][2:]) for place, row in places]
        return moved + ordered[CROSS_ENCODED:]

    def _learned(self, connection: Connection, wording: Wording) -> dict[str, float]:
        # The question of a past exchange is a key of the passages that its reply cited.
        found: dict[str, float] = {}
        if not self._weights.keys:
            return found
        near = self._nearest(wording.language, wording.vector, EXCHANGES_ASKED * 2)
        keys = exchange_rows.keys_of(connection, [key for key, _ in near], self._clock())
        for exchange, similarity in [pair for pair in near if pair[0] in keys][:EXCHANGES_ASKED]:
            for passage_id in keys[exchange]:
                found[passage_id] = max(found.get(passage_id, -1.0), self._weights.keys * similarity)
        return found

    def precedents(self, query: str, language: str, top: int = 3) -> list[Precedent]:
        """Up to `top` past exchanges in `language` that have not expired, most alike first."""
        if not query.strip() or language not in self._index.keywords:
            return []
        near = self._nearest(language, self._index.embed_query(query), top * 2)
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
