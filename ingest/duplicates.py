"""Which pages of a site are the same page under several addresses, and which of them counts. Stores nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from sqlalchemy import Engine

from ingest.crawling.frontier import is_of_series
from ingest.reader import ReadPage, text_hash
from knowledge import pages, passages
from knowledge.database import reading
from knowledge.pages import Page
from knowledge.passages import Passage

_SAME_ENOUGH = 0.5  # share of the copy's texts that the page it names also has


@dataclass(slots=True)
class Duplicates:
    """The texts of a source's pages. A folder's list is taken at its word: there, nothing is a duplicate."""

    engine: Engine
    enabled: bool
    _bodies: dict[tuple[str, ...], str] = field(default_factory=dict)  # path and texts of a series → page id
    _first: dict[str, tuple[bool, int, str, str]] = field(default_factory=dict)  # text hash → rank and id

    def remember_all(self, known: Iterable[Page]) -> None:
        """Pages indexed by earlier runs: they keep their place."""
        for page in known:
            if page.status == "indexed":
                self.remember(page)
                self._remember_body(page)

    def remember(self, page: Page) -> None:
        """A page that is indexed under this address."""
        if self.enabled and text_hash(page):
            self._first.setdefault(text_hash(page), (False, len(page.key), page.key, page.id))

    def _remember_body(self, page: Page) -> None:
        if self.enabled and is_of_series(page.key):
            with reading(self.engine) as connection:
                self._bodies.setdefault(_body(page, passages.of_page(connection, page.id)), page.id)

    def place(self, read: ReadPage) -> str | None:
        """Note a page's text; returns the id of the page that must give way, if two now have the same.

        The address that names itself canonical wins, then the shorter one: the order of arrival decides nothing.
        """
        if not self.enabled:
            return None
        page = read.page
        names_itself = read.canonical is not None and not self.names_another(read)
        rank = (not names_itself, len(page.key), page.key, page.id)
        other = self._first.get(text_hash(page))
        if other is None or other[3] == page.id:
            self._first[text_hash(page)] = rank
            return None
        if other < rank:
            return page.id
        self._first[text_hash(page)] = rank
        return other[3]

    def is_one_of_a_series(self, read: ReadPage) -> bool:
        """Whether a page of a series (a month, a sorting) says nothing but its title that another does not."""
        key = read.page.key
        if not self.enabled or not is_of_series(key):
            return False
        body = _body(read.page, read.passages)
        return self._bodies.setdefault(body, read.page.id) != read.page.id

    def names_another(self, read: ReadPage) -> bool:
        """Whether the page says that its true address is another one."""
        if not self.enabled or not read.canonical or not read.page.url:
            return False
        return _bare(read.canonical) != _bare(read.page.url)

    def is_copy(self, read: ReadPage) -> bool:
        """Whether the address it names is indexed and says the same. A canonical link alone may be a mistake:
        a template that names the home page on every page would empty the index."""
        source_id, named = read.page.source_id, _bare(read.canonical or "")
        with reading(self.engine) as connection:
            found = pages.listing(connection, source_id=source_id, status="indexed", search=named, limit=50)
            target = next((page for page in found if _bare(page.url or "") == named), None)
            if target is None:
                return False
            there = {passage.text for passage in passages.of_page(connection, target.id)}
        shared = sum(passage.text in there for passage in read.passages)
        return shared >= _SAME_ENOUGH * max(1, len(read.passages))


def _body(page: Page, parts: Iterable[Passage]) -> tuple[str, ...]:
    """The path and the texts of a page, without its title wherever it stands."""
    return (page.key.split("?")[0], *(part.text.replace(page.title, "") for part in parts))


def _bare(url: str) -> str:
    """An address without what rarely matters: scheme, fragment, a slash at the end."""
    return url.split("#", maxsplit=1)[0].rsplit("://", maxsplit=1)[-1].rstrip("/")
