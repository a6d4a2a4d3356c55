"""A crawl that dies in the middle, whichever of its two processes is killed, is completed by the next."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import psutil
import pytest

from ingest.report import Report
from ingest.sync import ingest_source
from knowledge.pages import Page
from tests.crawling import NOON, QUICK, crawled, known, opened, source
from tests.sample import server
from tests.sample.pages import Answer
from tests.sample.server import SampleSite

ROOT = Path(__file__).parents[2]
CRAWL = """
import sys
from pathlib import Path
from ingest.settings import IngestSettings
from ingest.sync import ingest_source
from knowledge.build import build_knowledge
from knowledge.clock import utc_now
from knowledge.settings import KnowledgeSettings
from knowledge.sources import Source
from tests.fakes import WordHashEmbedder

knowledge = build_knowledge(KnowledgeSettings(data_dir=Path(sys.argv[2])), utc_now, WordHashEmbedder())
show = lambda report, total: print(report.pages, flush=True)
source = Source("s", "site", base_url=sys.argv[1], options={"allow": ["/en/"]})
ingest_source(knowledge, source, utc_now, show, IngestSettings(batch_pages=8))
"""
KILLED_AFTER = 20  # pages, of more than 60
HELD_AFTER = 40  # answers: the crawler is still at work when it is killed, however slow its reader is


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """Sites stop answering in the middle, until this is set."""
    go_on, answers, well = threading.Event(), count(), server.pages.answer

    def answer(*asked: Any) -> Answer:
        if next(answers) >= HELD_AFTER:
            go_on.wait(60)
        return well(*asked)

    monkeypatch.setattr(server.pages, "answer", answer)
    yield go_on
    go_on.set()


@pytest.fixture
def site() -> Iterator[SampleSite]:
    with SampleSite() as running:
        yield running


def test_a_crawl_killed_in_the_middle_is_completed_by_the_next(
    tmp_path: Path, site: SampleSite, held: threading.Event
) -> None:
    words = [sys.executable, "-c", CRAWL, site.url, str(tmp_path)]
    with subprocess.Popen(
        words, cwd=ROOT, stdout=subprocess.PIPE, env=os.environ | {"PYTHONPATH": str(ROOT)}
    ) as run:
        while int(run.stdout.readline()) < KILLED_AFTER:
            pass
        (crawler,) = psutil.Process(run.pid).children()
        run.kill()
        run.wait()
    assert ends(crawler)
    held.set()
    completes(tmp_path, site)


def test_a_crawl_whose_crawler_died_says_so_and_is_completed_by_the_next(
    tmp_path: Path, site: SampleSite, held: threading.Event
) -> None:
    def kill_in_the_middle(report: Report, _: int | None) -> None:
        if report.pages >= KILLED_AFTER and not held.is_set():
            (crawler,) = (
                each for each in psutil.Process().children() if "ingest.crawling.spider" in each.cmdline()
            )
            crawler.kill()
            held.set()

    english = source(site, allow=["/en/"])
    with opened(tmp_path) as knowledge:
        report = ingest_source(knowledge, english, lambda: NOON, kill_in_the_middle, QUICK)
    assert "ended early" in report.problems[0].in_language("en")
    completes(tmp_path, site)


def completes(folder: Path, site: SampleSite) -> None:
    with opened(folder) as knowledge:
        before = indexed(known(knowledge))
    after = indexed(crawled(folder, source(site, allow=["/en/"])).pages)
    assert 0 < len(before) < HELD_AFTER
    assert before < after
    assert len(after) > 60


def indexed(found: dict[str, Page]) -> set[str]:
    return {key for key, page in found.items() if page.status == "indexed"}


def ends(process: psutil.Process, within_s: float = 10.0) -> bool:
    until = time.monotonic() + within_s
    while time.monotonic() < until:
        if not process.is_running() or process.status() == psutil.STATUS_ZOMBIE:
            return True
        time.sleep(0.05)
    return False
