"""The sample site serves what crawlers, tests and the demo rely on: validators, redirects, faults, a channel."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
from base64 import b64encode
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from lxml import html

from tests.sample.channel import sign
from tests.sample.chrome import GUIDE
from tests.sample.content import LANGUAGES, SITE, Content
from tests.sample.routes import GONE, INTERNAL_DRAFT, REDIRECTS
from tests.sample.server import SampleSite

SECRET = "whsec_" + b64encode(b"a secret of the sample tests").decode()
FEES = "/en/driving/fees"


@pytest.fixture
def site() -> Iterator[SampleSite]:
    with SampleSite(webhook_secret=SECRET) as running:
        yield running


@pytest.fixture
def content(site: SampleSite) -> Content:
    return site.content


@pytest.fixture
def client(site: SampleSite) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=site.url, timeout=10, trust_env=False) as session:
        yield session


def locations(client: httpx.Client, sitemap: str) -> list[str]:
    return re.findall(r"<loc>([^<]+)</loc>", client.get(sitemap).text)


def test_every_page_answers_with_its_title_language_and_owner(client: httpx.Client, content: Content) -> None:
    for path, page in content.pages.items():
        answer = client.get(path)
        assert answer.status_code == 200, path
        tree = html.fromstring(answer.content)
        assert tree.get("lang") == page.language
        assert tree.xpath("string(//meta[@name='owner']/@content)") == page.owner
        assert tree.xpath("string(//title)").startswith(page.title)
        assert len(tree.xpath("//h1")) == 1, path


def test_unchanged_pages_answer_304_to_either_validator(client: httpx.Client, content: Content) -> None:
    seen: Counter[tuple[bool, bool]] = Counter()
    for path in content.pages:
        first = client.get(path)
        etag, date = first.headers.get("ETag"), first.headers.get("Last-Modified")
        seen[etag is not None, date is not None] += 1
        if etag:
            again = client.get(path, headers={"If-None-Match": etag})
            assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", etag)
        if date:
            assert client.get(path, headers={"If-Modified-Since": date}).status_code == 304
    assert len(seen) == 4, "both, either one, and none are all met"


def test_a_changed_page_is_sent_again_and_only_it(site: SampleSite, client: httpx.Client) -> None:
    before = {path: client.get(path) for path in site.content.pages}
    site.revision = 2
    changed = {path for path, old in before.items() if client.get(path).content != old.content}
    assert FEES in changed
    for path in changed:
        old = before[path].headers
        assert client.get(path, headers={"If-None-Match": old["ETag"]}).status_code in (200, 410)
        assert client.get(path, headers={"If-Modified-Since": old["Last-Modified"]}).status_code in (200, 410)
    assert len(changed) < 4
    assert ("GET", FEES, 200) in site.requests


def test_robots_and_sitemaps_say_what_a_crawler_needs(client: httpx.Client, content: Content) -> None:
    robots = client.get("/robots.txt").text
    assert "Disallow: /en/internal/" in robots
    assert "Crawl-delay" not in robots
    indexed = locations(client, "/sitemap.xml")
    assert [url.rsplit("-", 1)[1] for url in indexed] == [f"{language}.xml" for language in LANGUAGES]
    listed = {
        url.removeprefix(str(client.base_url).rstrip("/"))
        for one in indexed
        for url in locations(client, one)
    }
    assert 0 < len(content.pages.keys() - listed) < len(content.pages) / 4, "some pages are in no sitemap"
    statuses = Counter(client.get(path).status_code for path in listed - content.pages.keys())
    assert set(statuses) >= {200, 301, 302, 404}, "aliases, redirects and dead entries are in the sitemap too"


def test_every_page_is_reached_by_links_alone(client: httpx.Client, content: Content) -> None:
    known, waiting = {"/en", "/fr"}, ["/en", "/fr"]
    while waiting:
        answer = client.get(waiting.pop(), follow_redirects=True)
        for path in re.findall(r'<a [^>]*href="(/(?:en|fr)/[^"#?]*)', answer.text):
            if path not in known:
                known.add(path)
                waiting.append(path)
    assert content.pages.keys() - known == set()
    assert INTERNAL_DRAFT in known


def test_what_moved_redirects_and_what_is_gone_says_so(client: httpx.Client, content: Content) -> None:
    for path, (status, target) in REDIRECTS.items():
        answer = client.get(path)
        assert (answer.status_code, answer.headers["Location"]) == (status, target)
        last = client.get(path, follow_redirects=True)
        assert content.find(last.url.path) is not None, path
    assert len(client.get("/en/forms/ve-101", follow_redirects=True).history) == 3
    assert {client.get(path).status_code for path in GONE} == {410}
    assert client.get("/en/driving/fees/").status_code == 301
    assert client.get("/en/nothing-here").status_code == 404
    assert client.get(INTERNAL_DRAFT).status_code == 200


def test_special_pages_are_as_special_as_the_facts_sheet_says(client: httpx.Client, content: Content) -> None:
    hidden = [page.path for page in content.pages.values() if page.robots and "noindex" in page.robots]
    assert "/en/health/clinic-survey-thanks" in hidden
    own, alias = client.get("/en/driving/winter-tires"), client.get("/en/winter-tires")
    assert own.content == alias.content
    assert client.get(GUIDE).content.startswith(b"%PDF-")
    assert client.get("/assets/crest.jpg").headers["Content-Type"] == "image/jpeg"
    month = client.get("/calendar", params={"month": "2031-12"})
    assert "/calendar?month=2032-01" in month.text
    assert "/calendar?month=2031-11" in month.text


def test_the_faults_are_faulty(site: SampleSite, client: httpx.Client) -> None:
    assert client.get("/faults/500").status_code == 500
    assert [client.get("/faults/flaky").status_code for _ in range(4)] == [500, 500, 200, 200]
    assert client.get("/faults/empty").content == b""
    with pytest.raises(UnicodeDecodeError):
        client.get("/faults/charset").content.decode("utf-8")
    assert b"\x00" in client.get("/faults/binary").content
    with pytest.raises(httpx.TooManyRedirects):
        client.get("/faults/loop", follow_redirects=True)
    assert 2**20 < len(client.get("/faults/huge", params={"mb": "1"}).content) < 2**20 + 2**17
    with pytest.raises(httpx.ReadTimeout):
        client.get("/faults/hang", timeout=0.2)


def delivery(message_id: str, text: str, secret: str = SECRET, age_s: int = 0) -> dict[str, Any]:
    body = json.dumps({"type": "reply.approved", "data": {"text": text}}).encode()
    stamp = int(time.time()) - age_s
    headers = {
        "webhook-id": message_id,
        "webhook-timestamp": str(stamp),
        "webhook-signature": sign(secret, message_id, stamp, body),
    }
    return {"content": body, "headers": headers}


def test_the_channel_keeps_a_signed_reply_once_and_shows_it_escaped(
    site: SampleSite, client: httpx.Client
) -> None:
    for _ in range(2):
        assert client.post("/channel/replies", **delivery("msg_1", "It costs <b>$30</b>")).status_code == 200
    assert [reply["id"] for reply in site.replies] == ["msg_1"]
    assert "It costs &lt;b&gt;$30" in client.get("/channel/replies").text


def test_the_channel_refuses_strangers_and_old_deliveries(site: SampleSite, client: httpx.Client) -> None:
    other = "whsec_" + b64encode(b"another").decode()
    assert client.post("/channel/replies", **delivery("msg_2", "x", secret=other)).status_code == 401
    assert client.post("/channel/replies", **delivery("msg_3", "x", age_s=3600)).status_code == 401
    assert client.post("/channel/replies", json={}).status_code == 401
    site.channel_down = True
    assert client.post("/channel/replies", **delivery("msg_4", "x")).status_code == 503
    assert site.replies == []


def test_the_demo_server_prints_its_address_and_stops_when_told(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.sample.server", "--replies-file", str(tmp_path / "replies.jsonl")]
    with subprocess.Popen(
        [*command, "--webhook-secret", SECRET], cwd=SITE.parents[2], stdout=subprocess.PIPE, text=True
    ) as server:
        assert server.stdout is not None
        url = server.stdout.readline().split()[-1]
        try:
            sent = httpx.post(f"{url}/channel/replies", **delivery("msg_6", "Kept"), trust_env=False)
        finally:
            server.terminate()
        assert server.wait(10) == 0
    assert sent.status_code == 200
    assert json.loads((tmp_path / "replies.jsonl").read_text())["id"] == "msg_6"


def test_our_signature_is_the_one_of_standard_webhooks() -> None:
    library = pytest.importorskip("standardwebhooks")
    sent = delivery("msg_5", "Bonjour à vous")
    library.Webhook(SECRET).verify(sent["content"], sent["headers"])
