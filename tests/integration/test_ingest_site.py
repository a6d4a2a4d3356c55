"""A real crawl of the sample site on loopback: what is found, what is left out, and what is never asked twice.

Each crawl starts a process, so tests that only look share one: `driven` (a part of the site, read once), `troubled`
(the same on a bad day) and `faulty`. A test that goes on from one of them does so in a copy.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest.settings import IngestSettings
from ingest.sync import ingest_source
from knowledge import pages, sources
from knowledge.pages import Page
from tests.crawling import NOON, Crawled, copy_of, crawled, known, opened, source, texts
from tests.fakes import WordHashEmbedder
from tests.sample import server
from tests.sample.pages import Answer, html_answer
from tests.sample.server import SampleSite

FEES, RENEWAL, ADDRESS, TIRES = (
    f"/en/driving/{name}" for name in ("fees", "renew-licence", "change-address", "winter-tires")
)
ON_A_BAD_DAY = {
    FEES: Answer(301, b"", {"Location": RENEWAL}),
    ADDRESS: Answer(302, b"", {"Location": "https://federal.example/x"}),
    TIRES: html_answer(503, "<p>Down for repairs</p>"),
    "/en/driving/road-test": html_answer(404, "<p>Not found</p>"),
}
FAULTS = {
    "/faults/500": "http_5xx",
    "/faults/hang": "timeout",  # it hangs for 30 seconds
    "/faults/loop": "redirect_loop",
    "/faults/loop-back": "redirect_loop",
    "/faults/binary": "binary",
    "/faults/empty": "empty",
    "/faults/huge?mb=50": "too_large",
    "/faults/none": "http_4xx",
    "/faults/flaky": None,
    "/faults/charset": None,
}


@pytest.fixture(scope="module")
def shared_site() -> Iterator[SampleSite]:
    with SampleSite() as running:
        yield running


@pytest.fixture(scope="module")
def driven(shared_site: SampleSite, tmp_path_factory: pytest.TempPathFactory) -> Crawled:
    driving = source(shared_site, RENEWAL, allow=["/en/driving/"])
    return crawled(tmp_path_factory.mktemp("driven"), driving)


@pytest.fixture(scope="module")
def troubled(driven: Crawled, tmp_path_factory: pytest.TempPathFactory) -> Crawled:
    well = server.pages.answer
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(server.pages, "answer", lambda *asked: ON_A_BAD_DAY.get(asked[2]) or well(*asked))
        return crawled(copy_of(driven, tmp_path_factory.mktemp("troubled")), driven.source)


@pytest.fixture(scope="module")
def faulty(shared_site: SampleSite, tmp_path_factory: pytest.TempPathFactory) -> Crawled:
    folder, here = tmp_path_factory.mktemp("faulty"), source(shared_site, "/faults/500", allow=["/faults/"])
    with opened(folder) as knowledge, knowledge.engine.begin() as connection:
        sources.save(connection, here, NOON)
        for key in FAULTS:
            pages.save(connection, unread(key))
    return crawled(
        folder, here, IngestSettings(timeout_s=2, least_text_characters=5, max_body_bytes=2_000_000)
    )


def unread(key: str) -> Page:
    """A page of which an earlier run knew no more than the address."""
    return Page(
        f"s:{key}", key, "s", None, key, "en", None, None, None, (), NOON, NOON, "", "left_out", "timeout"
    )


def test_a_site_is_read_once_then_only_what_changed_is(tmp_path: Path, clock) -> None:
    embedder = WordHashEmbedder()
    with SampleSite() as site, opened(tmp_path, embedder) as knowledge:
        first = ingest_source(knowledge, source(site), clock)
        found = known(knowledge)
        reasons = Counter(page.reason for page in found.values() if page.status == "left_out")
        assert first.indexed > 90
        assert {page.language for page in found.values() if page.status == "indexed"} == {"en", "fr"}
        assert {"noindex", "robots_disallowed", "redirected", "duplicate_of", "http_4xx"} <= set(reasons)
        assert found["/en/internal/draft-fees"].reason == "robots_disallowed"
        assert "/en/internal/draft-fees" not in [path for _, path, _ in site.requests]
        assert found["/documents/fishing-guide-2026.pdf"].status == "indexed"
        assert indexed_months(found) == ["/calendar?month=2026-11"], "empty months say the same"
        assert found[FEES].owner == "Aldermere Motor Vehicles"
        assert any("$" in text and " | " in text for text in texts(knowledge, found[FEES].id))

        site.requests.clear()
        embedder.embedded.clear()
        site.revision = 2
        second = ingest_source(knowledge, source(site), clock)
        answers = Counter(status for _, _, status in site.requests)
        assert 1 <= second.indexed <= 5
        passages = [
            text for text in embedder.embedded if "\n" in text
        ]  # a new heading is embedded too, alone
        assert 1 <= second.change.embedded == len(passages) <= 25
        assert second.unchanged + second.indexed + second.gone == first.indexed
        assert answers[304] > 0.8 * first.indexed


def indexed_months(found: dict[str, Page]) -> list[str]:
    return [key for key, page in found.items() if key.startswith("/calendar") and page.status == "indexed"]


def test_a_site_on_another_port_is_still_the_same_site_and_nothing_is_read_again(
    driven: Crawled, tmp_path: Path
) -> None:
    with SampleSite() as moved:
        again = crawled(copy_of(driven, tmp_path), source(moved, RENEWAL, allow=["/en/driving/"]))
    assert {page.url.startswith(moved.url) for page in again.pages.values()} == {True}
    assert (again.report.indexed, again.report.change.embedded) == (0, 0)
    assert again.report.unchanged == driven.report.indexed > 5
    assert Counter(status for _, _, status in moved.requests)[304] > 0.5 * driven.report.indexed


def test_the_page_limit_is_kept_and_told(shared_site: SampleSite, tmp_path: Path) -> None:
    report = crawled(tmp_path, source(shared_site, max_pages=5)).report
    assert report.pages <= 5
    assert report.skipped["over_page_limit"] > 0


def test_faulty_pages_are_named_and_cost_little(faulty: Crawled) -> None:
    assert {key: page.reason for key, page in faulty.pages.items()} == FAULTS
    assert faulty.report.indexed == 2


def test_a_page_that_recovers_is_read_and_a_wrong_charset_garbles_nothing(faulty: Crawled) -> None:
    assert faulty.texts["/faults/flaky"] == ["Here I am"]
    assert faulty.texts["/faults/charset"] == ["La réponse est donnée dès février, même après la fête."]


def test_a_known_page_that_fails_keeps_its_last_good_version(driven: Crawled, troubled: Crawled) -> None:
    page = troubled.pages[TIRES]
    assert (page.status, page.reason) == ("indexed", "http_5xx")
    assert troubled.texts[TIRES] == driven.texts[TIRES] != []
    assert troubled.report.kept == {"http_5xx": 1}


def test_a_page_that_leads_elsewhere_loses_its_passages(driven: Crawled, troubled: Crawled) -> None:
    assert {key: troubled.pages[key].reason for key in (FEES, ADDRESS)} == {
        FEES: "redirected",
        ADDRESS: "off_site",
    }
    assert (troubled.texts[FEES], troubled.texts[ADDRESS]) == ([], [])
    assert driven.texts[FEES] and driven.texts[ADDRESS]


def test_a_page_that_is_gone_loses_its_passages(driven: Crawled, troubled: Crawled) -> None:
    assert troubled.report.gone == 1
    assert troubled.pages["/en/driving/road-test"].status == "gone"
    assert (troubled.texts["/en/driving/road-test"], driven.texts["/en/driving/road-test"] != []) == (
        [],
        True,
    )


def test_when_a_site_is_well_again_every_page_is_back(
    driven: Crawled, troubled: Crawled, tmp_path: Path
) -> None:
    again = crawled(copy_of(troubled, tmp_path), driven.source)
    assert again.texts == driven.texts
    assert {key: page.status for key, page in again.pages.items()} == {
        key: page.status for key, page in driven.pages.items()
    }


def test_a_site_that_is_down_keeps_everything(driven: Crawled, tmp_path: Path) -> None:
    with SampleSite() as site:
        down = source(site, RENEWAL, allow=["/en/driving/"])
    after = crawled(copy_of(driven, tmp_path), down)
    assert after.report.read_nothing
    assert "could be read" in after.report.failure.en
    assert after.report.kept == {"unreadable": driven.report.indexed}
    assert after.texts == driven.texts
