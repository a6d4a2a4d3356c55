"""One source, read and carried into the index: the only way that pages and threads become known."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ingest.crawling.crawl import crawl
from ingest.cutting.passages import SIZES, Sizes
from ingest.duplicates import Duplicates
from ingest.fetched import Outcome, Problem
from ingest.folder import count_lines, read_folder
from ingest.pagesync import PageSync, ProgressSink
from ingest.reader import PageReader
from ingest.report import Report
from ingest.settings import IngestSettings
from ingest.threads import read_threads
from knowledge import exchanges, pages, repeats, runs, sources
from knowledge.build import Knowledge
from knowledge.clock import Clock
from knowledge.database import reading
from knowledge.errors import BadInput, ReplydeskError
from knowledge.exchanges import Exchange
from knowledge.keys import Refreshed, refresh
from knowledge.pages import Page
from knowledge.redact import redact
from knowledge.sources import Source
from knowledge.texts import Text

_EXCHANGES_PER_BATCH = 64


def no_progress(report: Report, total: int | None) -> None:
    """Show nothing."""


def ingest_source(
    knowledge: Knowledge,
    source: Source,
    clock: Clock,
    progress: ProgressSink = no_progress,
    settings: IngestSettings | None = None,
    *,
    finish: bool = True,
    sizes: Sizes = SIZES,
) -> Report:
    """Read `source` and make the index equal to it; `progress` gets the growing report and the total, if known.

    A source that cannot be read at all is told in `Report.failure`; what was known of it stays. With
    `finish=False` the caller finishes the index, once for several sources, where `Report.changed` says so. A data
    folder keeps to one set of `sizes`: a page that has not changed is not cut again.
    """
    report = _Ingest(knowledge, source, clock, progress, settings or IngestSettings(), sizes).run()
    if finish and report.changed:
        finish_index(knowledge, clock)
    return report


def finish_index(knowledge: Knowledge, clock: Clock) -> Refreshed:
    """Make what was read searchable, and judge anew which past replies stand and are keys of what."""
    knowledge.index.finish()
    return refresh(knowledge.engine, knowledge.index.keywords, clock)


@dataclass(frozen=True, slots=True)
class _Ingest:
    knowledge: Knowledge
    source: Source
    clock: Clock
    progress: ProgressSink
    settings: IngestSettings
    sizes: Sizes

    def run(self) -> Report:
        began = time.monotonic()
        report = Report(self.source.id, self.source.kind)
        engine = self.knowledge.engine
        with engine.begin() as connection:
            # A run that was cut off may have stored passages that no finished index has yet.
            cut_off = any(run.finished_at is None for run in runs.latest(connection, self.source.id, limit=1))
            sources.save(connection, self.source, self.clock())
            run_id = runs.start(connection, self.source.id, self.clock())
        try:
            if self.source.kind == "threads":
                self._threads(report)
            else:
                self._pages(report)
        except ReplydeskError as error:
            report.fail(error)
        if self.source.kind != "threads" and report.change.changed:
            self._settle_repeats(report)
        if report.failure is None and report.read_nothing:
            report.fail(_nothing_read(self.source))
        report.changed = cut_off or report.change.changed
        report.seconds = time.monotonic() - began
        with engine.begin() as connection:
            runs.finish(connection, run_id, self.clock(), report.as_json())
        return report

    def _pages(self, report: Report) -> None:
        with reading(self.knowledge.engine) as connection:
            known = pages.of_source(connection, self.source.id)
        served = self.source.options.get("languages") or self.knowledge.settings.languages
        languages = [language for language in served if language in self.knowledge.settings.languages]
        reader = PageReader(
            self.source,
            languages,
            self.settings.least_text_characters,
            self.settings.max_body_bytes,
            self.sizes,
        )
        duplicates = Duplicates(self.knowledge.engine, enabled=self.source.kind == "site")
        duplicates.remember_all(known)
        sync = PageSync(
            self.knowledge.index,
            reader,
            self.clock,
            report,
            duplicates,
            self.settings.batch_pages,
            known={page.key: page for page in known},
        )
        outcomes, total = self._outcomes(known)
        try:
            for outcome in outcomes:
                sync.take(outcome)
                self.progress(report, total)
        except ReplydeskError as error:
            report.fail(error)
        sync.finish()
        self.progress(report, total)

    def _outcomes(self, known: list[Page]) -> tuple[Iterator[Outcome], int | None]:
        if self.source.kind == "site":
            spool = self.knowledge.settings.data_dir / "spool" / self.source.id
            return crawl(self.source, known, self.settings, spool), None
        folder, listing = Path(self.source.options["path"]), self.source.options.get("pages", "pages.jsonl")
        outcomes = read_folder(folder, listing, known, self.settings.max_body_bytes)
        return outcomes, count_lines(folder, listing)

    def _settle_repeats(self, report: Report) -> None:
        with self.knowledge.engine.begin() as connection:
            settled = repeats.settle(connection, self.source.id)
        report.repeated = settled.repeated
        if settled.released:
            self.knowledge.index.complete()

    def _threads(self, report: Report, clean: Callable[[str], str] = redact) -> None:
        engine, index = self.knowledge.engine, self.knowledge.index
        path, languages = Path(self.source.options["path"]), tuple(self.knowledge.settings.languages)
        with reading(engine) as connection:
            old = {each.id: each for each in exchanges.of_source(connection, self.source.id)}
            found = list(read_threads(path, self.source, languages, clean, connection))
        batch: list[Exchange] = []
        for each in found:
            if isinstance(each, Problem):
                report.add_problem(each)
                continue
            old.pop(each.id, None)
            batch.append(each)
        for start in range(0, len(batch), _EXCHANGES_PER_BATCH):
            part = batch[start : start + _EXCHANGES_PER_BATCH]
            report.change += index.sync_exchanges(part)
            report.exchanges += len(part)
            self.progress(report, len(batch))
        if old and not report.problem_count and batch:
            report.change += index.remove_exchanges(list(old.values()))


def _nothing_read(source: Source) -> BadInput:
    where = source.base_url or source.options.get("path") or source.id
    return BadInput(
        Text(f"Nothing of {where} could be read.", f"Rien de {where} n’a pu être lu."),
        kept=Text("What was known of it is kept.", "Ce qui en était connu est conservé."),
        next_step=Text(
            "Check the address or path, and that a site answers; then run the command again.",
            "Vérifiez l’adresse ou le chemin, et qu’un site répond; puis relancez la commande.",
        ),
    )
