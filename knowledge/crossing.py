"""Crossing to another language: for a question that no page in its own language answers. Translates nothing.

The question's words are carried over one by one (`knowledge.words.carrying`), which is enough to search with and no
more. A page that has a twin in the question's language never counts: its twin was searched already.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from sqlalchemy import Connection

from knowledge import pages as page_rows
from knowledge.database import reading
from knowledge.index import Index
from knowledge.pages import Page
from knowledge.search import REORDERED, Evidence, Search
from knowledge.wording import Thread
from knowledge.words.carrying import Carrying
from knowledge.words.choosing import worded
from knowledge.words.glossary import glossary
from knowledge.words.synonyms import Synonyms

# Of the question, by the rarity of its words; of what carries over less, no search could be sure.
CARRIED_AT_LEAST = 0.33


@dataclass(frozen=True, slots=True)
class Crossed:
    """A question in words that another language has for it, and what they found, best first.

    `asked` has one wording for each part of the question, `query` the second best too; `share` is how much of the
    question carried over, from 0 to 1: how sure an answer is can be no more than that.
    """

    asked: str
    query: str
    language: str
    share: float
    evidence: list[Evidence]


class Crossing:
    """Searches the other languages of one index; an organisation's synonyms come before the glossary."""

    def __init__(self, index: Index, search: Search, synonyms: Synonyms) -> None:
        self._index = index
        self._search = search
        self._synonyms = synonyms

    def find(
        self, query: str, language: str, top: int = 10, twins: bool = False, share: float = CARRIED_AT_LEAST
    ) -> Crossed | None:
        """Up to `top` passages of the other language that has the best; None where less than `share` carries over.

        With `twins`, as if the question's language had none of these pages.
        """
        if language not in self._index.keywords:
            return None
        others = (other for other in self._index.languages if other != language)
        found = (self._in(other, query, language, top, twins, share) for other in others)
        return max(
            (each for each in found if each),
            key=lambda each: each.share * each.evidence[0].similarity,
            default=None,
        )

    def _in(
        self, other: str, query: str, language: str, top: int, twins: bool, share: float
    ) -> Crossed | None:
        keywords = self._index.keywords
        carried = self._carrying.carry(query, language, other, keywords)
        if carried.share < max(share, CARRIED_AT_LEAST):
            return None
        asked, wide = worded(carried, keywords[other], other)
        found = self._search.find(wide, other, max(REORDERED, top), Thread(asked))  # some have twins
        with reading(self._index.engine) as connection:
            pages = list({each.page.id: each.page for each in found}.values())
            known = {} if twins else twins_of(connection, pages, language)
        alone = [each for each in found if each.page.id not in known][:top]
        kept = [replace(each, rank=rank) for rank, each in enumerate(alone, start=1)]
        return Crossed(asked, wide, other, carried.share, kept) if kept else None

    @cached_property
    def _carrying(self) -> Carrying:
        # Read when a question first needs it: most are answered in their own language.
        return Carrying(self._synonyms + glossary(self._index.languages))


def twins_of(connection: Connection, pages: Sequence[Page], language: str) -> dict[str, list[Page]]:
    """By id of those `pages` that have any: the indexed pages in `language` that they link to and that link back."""
    linked = page_rows.named(connection, (link for page in pages for link in page.links), language)
    links = {page.id: frozenset(page.links) for page in (*pages, *linked)}

    def leads(one: Page, other: Page) -> bool:
        # A crawl keeps links within its own site as keys, others as addresses.
        return other.url in links[one.id] or (one.source_id == other.source_id and other.key in links[one.id])

    twins = {page.id: [o for o in linked if leads(page, o) and leads(o, page)] for page in pages}
    return {key: found for key, found in twins.items() if found}
