"""The pages of the index as a reader sees them, for comparing gold with. Reads the database; judges nothing."""

import hashlib
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import accumulate

from sqlalchemy import Engine, select

from eval.matching import squashed
from ingest.reader import bytes_hash
from knowledge import pages as page_rows
from knowledge import passages as passage_rows
from knowledge import tables
from knowledge.build import Knowledge
from knowledge.database import reading
from knowledge.pages import Page, PageStatus
from knowledge.passages import Passage
from knowledge.surroundings import as_read

BETWEEN_PAGES = "\x00"


@dataclass(frozen=True, slots=True)
class PageRead:
    """One page by its key; `text` is what its passages and headings show, in reading order.

    `digest` is of the page as it was fetched, not as it was read: it tells a changed page from a changed reader.
    """

    key: str
    url: str | None
    language: str
    text: str
    digest: str
    status: PageStatus
    reason: str | None = None

    @property
    def shown(self) -> bool:
        """Whether it can be found."""
        return self.status == "indexed"

    @property
    def gone(self) -> bool:
        """Whether its site said, when last asked, that there is no such page (any more)."""
        return self.status == "gone" or (self.status == "left_out" and self.reason == "http_4xx")


class PagesRead:
    """All pages that the index knows, by key.

    `live_links` are the addresses of all indexed pages that answered when they were last fetched.
    """

    def __init__(self, pages: Iterable[PageRead]) -> None:
        every = list(pages)
        self.by_key: Mapping[str, PageRead] = _by_key(every)
        # A page that stays indexed although its last fetch failed says why in its reason.
        self.live_links = frozenset(page.url for page in every if page.url and page.shown and not page.reason)
        self._squashed: dict[str, str] = {}

    def text(self, key: str) -> str | None:
        """The text of an indexed page; None where there is none."""
        page = self.by_key.get(key)
        return page.text if page and page.shown else None

    def squashed(self, key: str) -> str:
        """The letters and digits of an indexed page; empty where there is none."""
        if key not in self._squashed:
            self._squashed[key] = squashed(self.text(key) or "")
        return self._squashed[key]

    def showing(self, wanted: str, language: str) -> str | None:
        """The key of an indexed page on which the squashed text stands, in `language` before any other."""
        found = [key for each, haystack in self._haystacks.items() if (key := haystack.find(wanted, each))]
        return min(found, key=lambda pair: (pair[0] != language, pair[1]), default=(None, None))[1]

    @cached_property
    def _haystacks(self) -> Mapping[str, "_Haystack"]:
        languages: dict[str, list[str]] = {}
        for key, page in sorted(self.by_key.items()):
            if page.shown:
                languages.setdefault(page.language, []).append(key)
        return {
            language: _Haystack(keys, [self.squashed(key) for key in keys])
            for language, keys in languages.items()
        }


class _Haystack:
    """Many pages as one long text, since one search in it is faster than many."""

    def __init__(self, keys: Sequence[str], texts: Sequence[str]) -> None:
        self._keys = keys
        self._text = BETWEEN_PAGES.join(texts)
        self._ends = list(accumulate(len(text) + len(BETWEEN_PAGES) for text in texts))

    def find(self, wanted: str, language: str) -> tuple[str, str] | None:
        """The language and the first key whose page holds the text."""
        at = self._text.find(wanted)
        return None if at < 0 else (language, self._keys[bisect_right(self._ends, at)])


def read_pages(knowledge: Knowledge) -> PagesRead:
    """Every page that the data folder knows, also those gone and left out (without text)."""
    return pages_in(knowledge.engine, knowledge.settings.languages)


def pages_in(engine: Engine, languages: Iterable[str]) -> PagesRead:
    """The same from the database alone, for what needs no search."""
    with reading(engine) as connection:
        ids = list(connection.scalars(select(tables.pages.c.id).order_by(tables.pages.c.id)))
        rows = [page for part in _parts(ids) for page in page_rows.get_many(connection, part).values()]
        shown: dict[str, list[Passage]] = {}
        for language in languages:
            for passage in passage_rows.of_language(connection, language, repeats=True):
                shown.setdefault(passage.page_id, []).append(passage)
    return PagesRead(_read(row, shown.get(row.id, [])) for row in rows)


def as_shown(passages: Iterable[Passage]) -> str:
    """The passages of a page as they are read, in reading order."""
    return as_read(sorted(passages, key=lambda each: each.position))


def _read(page: Page, passages: Iterable[Passage]) -> PageRead:
    text, digest = as_shown(passages), bytes_hash(page)
    return PageRead(page.key, page.url, page.language, text, digest, page.status, page.reason)


def _by_key(pages: Iterable[PageRead]) -> dict[str, PageRead]:
    # Two sources may know a page under the same key: gold names the key alone, so both count as one page.
    found: dict[str, PageRead] = {}
    for page in pages:
        other = found.get(page.key)
        found[page.key] = page if other is None else _together(other, page)
    return found


def _together(one: PageRead, other: PageRead) -> PageRead:
    if not (one.shown and other.shown):
        return one if one.shown else other
    digest = hashlib.sha256(f"{one.digest}{other.digest}".encode()).hexdigest()[:32]
    return replace(one, text=f"{one.text}\n{other.text}", digest=digest)


def _parts(ids: Sequence[str], size: int = 500) -> Iterable[list[str]]:
    return (list(ids[start : start + size]) for start in range(0, len(ids), size))
