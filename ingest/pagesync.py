"""Outcomes of asking for pages, carried into the index in batches. Knows neither sites nor folders.

A batch is embedded and written while the next pages are read. The page's row is written last (by the index), so
whatever is cut off is simply done again by the next run.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace

from ingest.duplicates import Duplicates
from ingest.eligibility import Reason
from ingest.fetched import Absent, Failed, Fetched, NotModified, Outcome, Problem, Refused
from ingest.reader import PageReader, ReadPage, bytes_hash
from ingest.report import Report
from knowledge import pages
from knowledge.clock import Clock
from knowledge.database import reading
from knowledge.index import Change, Index
from knowledge.pages import Page, page_id
from knowledge.passages import Passage


@dataclass(slots=True)
class PageSync:
    """Takes outcomes of one source one by one; `finish` must be called after the last."""

    index: Index
    reader: PageReader
    clock: Clock
    report: Report
    duplicates: Duplicates
    batch_pages: int
    known: dict[str, Page] = field(default_factory=dict)
    _batch: dict[str, tuple[Page, Sequence[Passage]]] = field(default_factory=dict)
    _touched: list[Page] = field(default_factory=list)
    _decided: dict[str, str] = field(default_factory=dict)  # key → reason, of this run
    _held: list[ReadPage] = field(default_factory=list)
    _writer: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(1, "index"))
    _writing: Future[Change] | None = None
    _in_flight: frozenset[str] = frozenset()  # ids of the pages being written

    def take(self, outcome: Outcome) -> None:
        """Carry one outcome; stores when a batch is full."""
        match outcome:
            case Fetched():
                self._fetched(outcome)
            case NotModified(key=key, url=url):
                self._unchanged(key, url)
            case Refused(key=key, url=url, reason=reason):
                self._out(key, url, reason)
            case Failed(key=key, url=url, reason=reason):
                self._failed(key, url, reason)
            case Absent(key=key, url=url):
                self._absent(key, url)
            case Problem():
                self.report.add_problem(outcome)
            case _:
                self.report.skipped[outcome.reason] += outcome.count
        waiting = sum(len(passages) for _, passages in self._batch.values())
        if len(self._batch) + len(self._touched) >= self.batch_pages or waiting >= _MOST_PASSAGES_WAITING:
            self._hand_over()

    def finish(self) -> None:
        """Decide on the pages that named another address as theirs, and store what is left."""
        with self._writer:
            self.store()
            for held in self._held:
                if self.duplicates.is_copy(held):
                    self._leave_out(held.page, "duplicate_of")
                else:
                    self._index(held)
                self.store()

    def store(self) -> None:
        """Write what has gathered, and wait for it."""
        self._hand_over()
        self._settle()

    def _hand_over(self) -> None:
        # One batch at a time is on its way, so that a page's later word is written after its earlier one.
        self._settle()
        if self._touched:
            with self.index.engine.begin() as connection:
                for page in self._touched:
                    pages.save(connection, page)
            self._touched.clear()
        if self._batch:
            batch, self._batch = self._batch, {}
            self._in_flight = frozenset(batch)
            self._writing = self._writer.submit(self.index.sync_pages, list(batch.values()))

    def _settle(self) -> None:
        writing, self._writing, self._in_flight = self._writing, None, frozenset()
        if writing is not None:
            self.report.change += writing.result()

    def _fetched(self, fetched: Fetched) -> None:
        old = self._known(fetched.key)
        same = old is not None and bytes_hash(old) == self.reader.fingerprint(fetched)
        if old is not None and same and old.status != "gone":
            links = fetched.links if old.links else ()
            self._touch(
                replace(old, etag=fetched.etag, last_modified=fetched.last_modified, links=links), fetched.url
            )
            return
        read = self.reader.read(fetched, self.clock())
        if old is not None and old.content_hash == read.page.content_hash:
            read = replace(read, page=replace(read.page, changed_at=old.changed_at))
        if read.page.status == "left_out":
            self._leave_out(read.page, read.page.reason or "unreadable")
        elif self.duplicates.names_another(read):
            self._held.append(read)
        else:
            self._index(read)

    def _index(self, read: ReadPage) -> None:
        if self.duplicates.is_one_of_a_series(read):
            self._leave_out(read.page, "crawler_trap")
            return
        loser = self.duplicates.place(read)
        if loser == read.page.id:
            self._leave_out(read.page, "duplicate_of")
            return
        if loser:
            self.store()
            beaten = self._known(loser.removeprefix(f"{read.page.source_id}:"))
            if beaten is not None:
                self.report.indexed -= 1
                self._leave_out(beaten, "duplicate_of")
        self._batch[read.page.id] = (read.page, read.passages)
        self.report.indexed += 1

    def _unchanged(self, key: str, url: str | None) -> None:
        old = self._known(key)
        if old is not None:
            self._touch(old, url)

    def _touch(self, old: Page, url: str | None) -> None:
        """Note that a page was seen again as it was."""
        if old.status == "indexed":
            self.report.unchanged += 1
            old = replace(old, reason=None)
            self.duplicates.remember(old)
        else:
            self.report.left_out[old.reason or "unreadable"] += 1
        self._touched.append(replace(old, url=url, fetched_at=self.clock()))

    def _failed(self, key: str, url: str | None, reason: Reason) -> None:
        old = self._known(key)
        if old is None or old.status != "indexed":
            self._out(key, url, reason)
            return
        self.report.kept[reason] += 1
        self._touched.append(replace(old, reason=reason, url=url))

    def _absent(self, key: str, url: str | None) -> None:
        old = self._known(key)
        if old is None or old.status == "left_out":
            self._out(key, url, "http_4xx")
            return
        if old.status == "indexed":
            self.report.gone += 1
            self._batch[old.id] = (
                replace(old, status="gone", reason="gone", etag=None, last_modified=None),
                (),
            )

    def _out(self, key: str, url: str | None, reason: Reason) -> None:
        old = self._known(key)
        now = self.clock()
        identity = page_id(self.reader.source.id, key)
        page = old or Page(
            identity,
            key,
            self.reader.source.id,
            url,
            key,
            self.reader.languages[0],
            self.reader.source.owner,
            None,
            None,
            (),
            now,
            now,
            "",
            "left_out",
        )
        self._leave_out(replace(page, url=url, fetched_at=now), reason)

    def _leave_out(self, page: Page, reason: str) -> None:
        """Keep the row, with the reason, and no passages."""
        before = self._decided.get(page.key)
        if before:  # the last word counts: a redirect turns out to be a circle
            self.report.left_out[before] -= 1
        self._decided[page.key] = reason
        self.report.left_out[reason] += 1
        page = replace(page, status="left_out", reason=reason)
        if reason not in _SAID_BY_THE_BYTES:
            # The same bytes may be welcome the next time, so they must be asked for in full.
            page = replace(page, etag=None, last_modified=None, content_hash="")
        if page.passage_count or self._was_indexed(page):
            self._batch[page.id] = (replace(page, passage_count=0), ())
        else:
            self._touched.append(page)

    def _was_indexed(self, page: Page) -> bool:
        old = self.known.get(page.key)
        coming = page.id in self._batch or page.id in self._in_flight
        return coming or (old is not None and old.status == "indexed")

    def _known(self, key: str) -> Page | None:
        return self.known.get(key) or self._find(key)

    def _find(self, key: str) -> Page | None:
        """A page that this run has already written (asked under two addresses)."""
        identity = page_id(self.reader.source.id, key)
        if identity in self._in_flight:
            self._settle()
        with reading(self.index.engine) as connection:
            return pages.get(connection, identity)


_SAID_BY_THE_BYTES = frozenset(
    {"noindex", "not_html", "empty", "too_little_text", "too_large", "binary", "language_not_served"}
)
_MOST_PASSAGES_WAITING = 128  # a batch should not take a minute to embed
ProgressSink = Callable[[Report, int | None], None]
