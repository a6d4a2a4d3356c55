"""Crawls of the sample site for tests: what a crawl did, and how to go on from it in a copy."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from ingest.report import Report
from ingest.settings import IngestSettings
from ingest.sync import ingest_source
from knowledge import pages, passages
from knowledge.build import Knowledge, build_knowledge
from knowledge.database import reading
from knowledge.pages import Page
from knowledge.settings import KnowledgeSettings
from knowledge.sources import Source
from tests.fakes import WordHashEmbedder
from tests.sample.server import SampleSite

QUICK = IngestSettings(timeout_s=3, batch_pages=8)
NOON = datetime(2026, 9, 14, 12, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Crawled:
    """What a crawl of `source` did, and the folder of state that it left."""

    source: Source
    report: Report
    folder: Path
    pages: dict[str, Page]
    texts: dict[str, list[str]]


def source(site: SampleSite, path: str = "", **options: object) -> Source:
    return Source("s", "site", owner="Service Aldermere", base_url=site.url + path, options=options)


def known(knowledge: Knowledge) -> dict[str, Page]:
    with reading(knowledge.engine) as connection:
        return {page.key: page for page in pages.of_source(connection, "s")}


def texts(knowledge: Knowledge, page_id: str) -> list[str]:
    with reading(knowledge.engine) as connection:
        return [each.text for each in passages.of_page(connection, page_id)]


@contextmanager
def opened(folder: Path, embedder: WordHashEmbedder | None = None) -> Iterator[Knowledge]:
    settings = KnowledgeSettings(data_dir=folder, _env_file=None)
    knowledge = build_knowledge(settings, lambda: NOON, embedder or WordHashEmbedder())
    yield knowledge
    knowledge.engine.dispose()


def crawled(folder: Path, wanted: Source, settings: IngestSettings = QUICK) -> Crawled:
    with opened(folder) as knowledge:
        report = ingest_source(knowledge, wanted, lambda: NOON, settings=settings)
        found = known(knowledge)
        return Crawled(
            wanted, report, folder, found, {key: texts(knowledge, page.id) for key, page in found.items()}
        )


def copy_of(crawl: Crawled, folder: Path) -> Path:
    return Path(shutil.copytree(crawl.folder, folder / "copy"))
