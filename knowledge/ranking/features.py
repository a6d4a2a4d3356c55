"""What search knows of each candidate passage, as numbers for the second stage. Pure: reads no store.

A question is asked in a thread: its own words (`asked`), the wording that stands alone (`query`), and what the agent
said last (`replied`), on whose page the talk mostly stays. A stretch of text is known by its stemmed words.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from knowledge.embedding.embedder import Vectors
from knowledge.known import WORD_GAP, Known

NAMES = (
    "fused",  # the first stage's score: cosine and BM25 of the whole question
    "asked_cosine",  # cosine to the question's own words, of the passage or of a past question that led to it
    "heading_cosine",  # cosine of the passage's heading to the whole question
    "asked_heading_cosine",
    "asked_coverage",  # share of the question's own words, weighted by rarity, that stand in the passage
    "asked_pairs",  # share of its neighbouring words that stand side by side in the passage
    "opening",  # how far question and page title are the same words, less the deeper the passage stands
    "page_fused",  # the best fused score on the same page
    "page_replied",  # the best BM25, on the same page, of what the agent said last
)

Features = NDArray[np.float64]
Rarity = Callable[[str], float]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A known passage with what the first stage found of it.

    `key` is what a past question that led to the passage counts for, -1 without one; `replied_bm25` is a share of the
    best in the index.
    """

    known: Known
    fused: float
    key: float
    replied_bm25: float


def features_of(
    candidates: Sequence[Candidate],
    query: Vectors,
    asked: Vectors,
    query_stems: Sequence[str],
    asked_stems: Sequence[str],
    rarity: Rarity,
) -> Features:
    """A row for each candidate, a column for each of `NAMES`; vectors are unit vectors."""
    found = np.zeros((len(candidates), len(NAMES)))
    if not candidates:
        return found
    bodies = np.stack([each.known.vector for each in candidates])
    headings = np.stack([each.known.heading for each in candidates])
    on_page = _best_on_page(candidates, lambda each: each.fused)
    replied = _best_on_page(candidates, lambda each: each.replied_bm25)
    pairs = set(pairwise(asked_stems))
    found[:, 1] = np.maximum(bodies @ asked, [each.key for each in candidates])
    found[:, 2], found[:, 3] = headings @ query, headings @ asked
    asked_weights = {stem: rarity(stem) for stem in asked_stems}
    neighbours = [WORD_GAP + WORD_GAP.join(pair) + WORD_GAP for pair in pairs]
    alike = {title: _alike(query_stems, title, rarity) for title in {each.known.title for each in candidates}}
    for row, each in enumerate(candidates):
        passage, stems = each.known.passage, each.known.stems
        found[row] += (
            each.fused,
            0,
            0,
            0,
            held(asked_weights, stems),
            sum(pair in stems for pair in neighbours) / max(1, len(neighbours)),
            alike[each.known.title] / (1 + passage.position),
            on_page[passage.page_id],
            replied[passage.page_id],
        )
    return found


def _alike(query: Sequence[str], title: Sequence[str], rarity: Rarity) -> float:
    if set(query).isdisjoint(title):
        return 0.0
    return share(query, title, rarity) * share(title, query, rarity)


def share(wanted: Sequence[str], there: Sequence[str], rarity: Rarity) -> float:
    """The share of the wanted stems, weighted by rarity, that are there, from 0 to 1."""
    weights = {stem: rarity(stem) for stem in wanted}
    total, present = sum(weights.values()), set(there)
    return sum(weight for stem, weight in weights.items() if stem in present) / total if total else 0.0


def held(weights: Mapping[str, float], gapped: str) -> float:
    """As `share`, for stems with their rarities and the words of a passage as `knowledge.known.Known` holds them."""
    total = sum(weights.values())
    there = (weight for stem, weight in weights.items() if f"{WORD_GAP}{stem}{WORD_GAP}" in gapped)
    return sum(there) / total if total else 0.0


def _best_on_page(
    candidates: Sequence[Candidate], score: Callable[[Candidate], float]
) -> Mapping[str, float]:
    best: dict[str, float] = {}
    for each in candidates:
        page = each.known.passage.page_id
        best[page] = max(best.get(page, 0.0), score(each))
    return best
