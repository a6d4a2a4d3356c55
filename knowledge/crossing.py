"""Crossing to another language: for a question that no page in its own language answers. Translates nothing.

What can be carried over is what the synonym file names in both languages, figures, and names that are written
alike. A page that has a twin in the question's language never counts: its twin was searched already.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from knowledge import pages as page_rows
from knowledge.database import reading
from knowledge.index import Index
from knowledge.pages import Page
from knowledge.search import Evidence, Search
from knowledge.words.keywords import words
from knowledge.words.synonyms import Synonyms

# Of the question's words, by rarity. On the sample's questions, asked as if only the other language had the page, a
# third let 2 of 40 unanswerable ones through and a fifth let 5 (docs/synonyms.md).
CARRIED_AT_LEAST = 0.33
SHORTEST_ALIKE = 4  # letters; shorter words are written alike by chance
ASKED_PER_WANTED = 2  # of those found, some have twins
WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:['’][^\W\d_]+)?")


@dataclass(frozen=True, slots=True)
class Crossed:
    """A question with the words that another language has for it, and what they found, best first."""

    query: str
    language: str
    evidence: list[Evidence]


class Crossing:
    """Searches the other languages of one index."""

    def __init__(self, index: Index, search: Search, synonyms: Synonyms) -> None:
        self._index = index
        self._search = search
        self._synonyms = synonyms

    def find(self, query: str, language: str, top: int = 10) -> Crossed | None:
        """Up to `top` passages of the other language that has the best; None where too little carries over."""
        others = (other for other in self._index.languages if other != language)
        found = (self._in(other, query, language, top) for other in others)
        return max(
            (each for each in found if each), key=lambda each: each.evidence[0].similarity, default=None
        )

    def _in(self, other: str, query: str, language: str, top: int) -> Crossed | None:
        carried, share = self.carried(query, language, other)
        if share < CARRIED_AT_LEAST:
            return None
        # Its own words stay: those that the page lacks then count as missing.
        asked = f"{carried}\n{query}"
        found = self._search.find(asked, other, ASKED_PER_WANTED * top)
        with reading(self._index.engine) as connection:
            pages = list({each.page.id: each.page for each in found}.values())
            twins = with_twin(connection, pages, language)
        alone = [each for each in found if each.page.id not in twins][:top]
        kept = [replace(each, rank=rank) for rank, each in enumerate(alone, start=1)]
        return Crossed(asked, other, kept) if kept else None

    def carried(self, query: str, language: str, other: str) -> tuple[str, float]:
        """The question in words of the `other` language, and the share of its own words, by rarity, that these are."""
        said = [(word, stem) for word in WORD.findall(query) for stem in words(word, language)]
        weights = [self._index.keywords[language].rarity(stem) for _, stem in said]
        named = self._named([stem for _, stem in said], language, other)
        texts: list[str] = []
        carried = 0.0
        for place, (word, _) in enumerate(said):
            if place in named:
                texts += named[place]
            elif _may_be_alike(word) and self._stands(word, other):
                texts.append(word)
            else:
                continue
            carried += weights[place]
        return " ".join(dict.fromkeys(texts)), carried / sum(weights) if carried else 0.0

    def _named(self, stems: Sequence[str], language: str, other: str) -> dict[int, list[str]]:
        # The places that a phrase takes; what the other language has for it, at its first.
        named: dict[int, list[str]] = {}
        for met in self._synonyms.met(stems, language):
            wordings: dict[tuple[str, ...], str] = {}
            for each in met.group.get(other, ()):
                if self._stands(each, other):
                    wordings.setdefault(tuple(words(each, other)), each)
            if wordings:
                for place in range(met.start, met.end):
                    named.setdefault(place, [])
                named[met.start] += wordings.values()
        return named

    def _stands(self, wording: str, language: str) -> bool:
        known, stems = self._index.keywords[language].known, words(wording, language)
        return bool(stems) and all(stem in known for stem in stems)


def with_twin(connection: Connection, pages: Sequence[Page], language: str) -> set[str]:
    """The ids of those pages that link to an indexed page in `language` which links back."""
    linked = page_rows.named(connection, (link for page in pages for link in page.links), language)
    links = {page.id: frozenset(page.links) for page in (*pages, *linked)}

    def leads(one: Page, other: Page) -> bool:
        # A crawl keeps links within its own site as keys, others as addresses.
        return other.url in links[one.id] or (one.source_id == other.source_id and other.key in links[one.id])

    return {page.id for page in pages if any(leads(page, other) and leads(other, page) for other in linked)}


def _may_be_alike(word: str) -> bool:
    return word[0].isdigit() or len(word) >= SHORTEST_ALIKE
