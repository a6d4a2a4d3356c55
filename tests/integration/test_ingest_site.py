"""A real crawl of the sample site on loopback: what is found, what is left out, and what is never asked twice."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from ingest.settings import IngestSettings
from ingest.sync import ingest_source
from knowledge import pages, passages, sources
from knowledge.build import Knowledge, build_knowledge
from knowledge.database import reading
from knowledge.pages import Page
from knowledge.settings import KnowledgeSettings
from knowledge.sources import Source
from tests.fakes import WordHashEmbedder
from tests.sample import routes, server
from tests.sample.content import Content
from tests.sample.pages import html_answer
from tests.sample.server import SampleSite

ROOT = Path(__file__).parents[2]
QUICK = IngestSettings(timeout_s=3)
FEES = "s:/en/driving/fees"


@pytest.fixture
def site() -> Iterator[SampleSite]:
    with SampleSite() as running:
        yield running


@pytest.fixture
def embedder() -> WordHashEmbedder:
    return WordHashEmbedder()


@pytest.fixture
def knowledge(tmp_path: Path, clock, embedder) -> Iterator[Knowledge]:
    opened = build_knowledge(KnowledgeSettings(data_dir=tmp_path), clock, embedder)
    yield opened
    opened.engine.dispose()


def source(site: SampleSite, path: str = "", **options: object) -> Source:
    return Source("s", "site", owner="Service Aldermere", base_url=site.url + path, options=options)


def known(knowledge: Knowledge) -> dict[str, Page]:
    with reading(knowledge.engine) as connection:
        return {page.key: page for page in pages.of_source(connection, "s")}


def unread(key: str, now: datetime) -> Page:
    """A page of which an earlier run knew no more than the address."""
    return Page(
        f"s:{key}", key, "s", None, key, "en", None, None, None, (), now, now, "", "left_out", "timeout"
    )


def texts(knowledge: Knowledge, page_id: str) -> list[str]:
    with reading(knowledge.engine) as connection:
        return [each.text for each in passages.of_page(connection, page_id)]


def test_a_site_is_read_once_then_only_asked_whether_it_changed(knowledge, embedder, clock, site) -> None:
    first = ingest_source(knowledge, source(site), clock, settings=QUICK)
    found = known(knowledge)
    reasons = Counter(page.reason for page in found.values() if page.status == "left_out")
    assert first.indexed > 90
    assert {page.language for page in found.values() if page.status == "indexed"} == {"en", "fr"}
    assert {"noindex", "robots_disallowed", "redirected", "duplicate_of", "http_4xx"} <= set(reasons)
    assert found["/en/internal/draft-fees"].reason == "robots_disallowed"
    assert "/en/internal/draft-fees" not in [path for _, path, _ in site.requests]
    assert found["/documents/fishing-guide-2026.pdf"].status == "indexed"
    assert found["/en/driving/fees"].owner == "Aldermere Motor Vehicles"
    assert any("$" in text and " | " in text for text in texts(knowledge, FEES))

    site.requests.clear()
    embedder.embedded.clear()
    second = ingest_source(knowledge, source(site), clock, settings=QUICK)
    answers = Counter(status for _, _, status in site.requests)
    assert (second.indexed, second.unchanged, second.change.embedded) == (0, first.indexed, 0)
    assert embedder.embedded == []
    assert answers[304] > 0.8 * first.indexed

    site.revision = 2
    third = ingest_source(knowledge, source(site), clock, settings=QUICK)
    assert 1 <= third.indexed <= 5
    assert 1 <= third.change.embedded == len(embedder.embedded) <= 25
    assert third.unchanged + third.indexed + third.gone == first.indexed


def test_a_site_on_another_port_is_still_the_same_site(knowledge, embedder, clock, site) -> None:
    ingest_source(knowledge, source(site, allow=["/en/driving/"]), clock, settings=QUICK)
    embedder.embedded.clear()
    with SampleSite() as moved:
        report = ingest_source(knowledge, source(moved, allow=["/en/driving/"]), clock, settings=QUICK)
        assert {page.url.startswith(moved.url) for page in known(knowledge).values()} == {True}
    assert report.unchanged > 5
    assert embedder.embedded == []


def test_the_page_limit_is_kept_and_told(knowledge, clock, site) -> None:
    report = ingest_source(knowledge, source(site, max_pages=5), clock, settings=QUICK)
    assert report.pages <= 5
    assert report.skipped["over_page_limit"] > 0


def test_faulty_pages_are_named_and_cost_little(knowledge, clock, site) -> None:
    faults = {
        "/faults/500": "http_5xx",
        "/faults/hang": "timeout",
        "/faults/loop": "redirect_loop",
        "/faults/loop-back": "redirect_loop",
        "/faults/binary": "binary",
        "/faults/empty": "empty",
        "/faults/huge?mb=50": "too_large",
        "/faults/none": "http_4xx",
    }
    here = source(site, "/faults/500", allow=["/faults/"])
    with knowledge.engine.begin() as connection:
        sources.save(connection, here, clock())
        for key in faults:
            pages.save(connection, unread(key, clock()))
    began = time.monotonic()
    report = ingest_source(knowledge, here, clock, settings=IngestSettings(timeout_s=3))
    assert {key: page.reason for key, page in known(knowledge).items()} == faults
    assert report.change.created == 0
    assert time.monotonic() - began < 25  # the hanging page hangs for 30


def test_a_known_page_that_fails_keeps_its_last_good_version(knowledge, clock, site, monkeypatch) -> None:
    driving = source(site, "/en/driving/fees", allow=["/en/driving/"])
    ingest_source(knowledge, driving, clock, settings=QUICK)
    before = texts(knowledge, FEES)
    monkeypatch.setattr(server.pages, "answer", lambda *_: html_answer(503, "<p>Down for repairs</p>"))
    report = ingest_source(knowledge, driving, clock, settings=QUICK)
    page = known(knowledge)["/en/driving/fees"]
    assert (page.status, page.reason, texts(knowledge, FEES)) == ("indexed", "http_5xx", before)
    assert report.kept["http_5xx"] >= 1


def test_a_page_that_recovers_is_read_and_a_wrong_charset_garbles_nothing(knowledge, clock, site) -> None:
    here = source(site, "/faults/flaky", allow=["/faults/"])
    with knowledge.engine.begin() as connection:
        sources.save(connection, here, clock())
        pages.save(connection, unread("/faults/charset", clock()))
    ingest_source(knowledge, here, clock, settings=IngestSettings(timeout_s=3, least_text_characters=5))
    assert texts(knowledge, "s:/faults/flaky") == ["Here I am"]
    assert texts(knowledge, "s:/faults/charset") == ["La réponse est donnée dès février, même après la fête."]


def test_a_site_that_is_down_keeps_everything(knowledge, clock) -> None:
    with SampleSite() as site:
        driving = source(site, "/en/driving/fees", allow=["/en/driving/"])
        ingest_source(knowledge, driving, clock, settings=QUICK)
        before = {key: page.passage_count for key, page in known(knowledge).items()}
    report = ingest_source(knowledge, driving, clock, settings=QUICK)
    assert report.read_nothing
    assert report.kept["unreadable"] > 0
    assert {key: page.passage_count for key, page in known(knowledge).items()} == before


def test_a_page_that_leads_elsewhere_loses_its_passages_until_it_is_back(
    knowledge, clock, site, monkeypatch
) -> None:
    driving = source(site, "/en/driving/fees", allow=["/en/driving/"])
    ingest_source(knowledge, driving, clock, settings=QUICK)
    before = texts(knowledge, FEES)
    monkeypatch.setitem(routes.REDIRECTS, "/en/driving/fees", (301, "/en/driving/renew-licence"))
    monkeypatch.setitem(routes.REDIRECTS, "/en/driving/change-address", (302, "https://federal.example/x"))
    ingest_source(knowledge, driving, clock, settings=QUICK)
    assert known(knowledge)["/en/driving/fees"].reason == "redirected"
    assert known(knowledge)["/en/driving/change-address"].reason == "off_site"
    assert texts(knowledge, FEES) == []
    monkeypatch.delitem(routes.REDIRECTS, "/en/driving/fees")
    ingest_source(knowledge, driving, clock, settings=QUICK)
    assert texts(knowledge, FEES) == before


def test_a_page_that_is_gone_loses_its_passages(knowledge, clock, site, monkeypatch) -> None:
    driving = source(site, "/en/driving/renew-licence", allow=["/en/driving/"])
    ingest_source(knowledge, driving, clock, settings=QUICK)
    assert texts(knowledge, FEES)
    find = Content.find
    gone = lambda content, path: None if path == "/en/driving/fees" else find(content, path)  # noqa: E731
    monkeypatch.setattr(Content, "find", gone)
    report = ingest_source(knowledge, driving, clock, settings=QUICK)
    assert report.gone == 1
    assert (known(knowledge)["/en/driving/fees"].status, texts(knowledge, FEES)) == ("gone", [])


CRAWL = """
import sys
from pathlib import Path
from ingest.sync import ingest_source
from knowledge.build import build_knowledge
from knowledge.clock import utc_now
from knowledge.settings import KnowledgeSettings
from knowledge.sources import Source
from tests.fakes import WordHashEmbedder

knowledge = build_knowledge(KnowledgeSettings(data_dir=Path(sys.argv[2])), utc_now, WordHashEmbedder())
show = lambda report, total: print(report.pages, flush=True)
ingest_source(knowledge, Source("s", "site", base_url=sys.argv[1]), utc_now, show)
"""


@pytest.mark.parametrize("victim", ["parent", "crawler"])
def test_a_crawl_killed_in_the_middle_is_completed_by_the_next(
    tmp_path: Path, clock, site, victim: str
) -> None:
    words = [sys.executable, "-c", CRAWL, site.url, str(tmp_path)]
    with subprocess.Popen(
        words, cwd=ROOT, stdout=subprocess.PIPE, env=os.environ | {"PYTHONPATH": str(ROOT)}
    ) as run:
        while int(run.stdout.readline()) < 40:
            pass
        (crawler,) = children(run.pid)
        os.kill(run.pid if victim == "parent" else crawler, signal.SIGKILL)
        run.stdout.read()
        run.wait()
    assert run.returncode == (-signal.SIGKILL if victim == "parent" else 0)
    assert ends(crawler)

    opened = build_knowledge(KnowledgeSettings(data_dir=tmp_path), clock, WordHashEmbedder())
    ingest_source(opened, source(site), clock, settings=QUICK)
    whole = {page.key for page in known(opened).values() if page.status == "indexed"}
    opened.engine.dispose()
    assert len(whole) > 90
    assert "/documents/fishing-guide-2026.pdf" in whole


def children(pid: int) -> list[int]:
    return [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def ends(pid: int, within_s: float = 10.0) -> bool:
    until = time.monotonic() + within_s
    while time.monotonic() < until:
        stat = Path(f"/proc/{pid}/stat")
        if not stat.exists() or stat.read_text().rpartition(")")[2].split()[0] == "Z":
            return True
        time.sleep(0.05)
    return False
