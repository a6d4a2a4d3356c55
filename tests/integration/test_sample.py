"""The sample government's pages, threads and questions agree with one another."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from lxml import html
from pypdf import PdfReader

from tests.sample.chrome import GUIDE
from tests.sample.content import SITE, Content, content_files, read_content
from tests.sample.routes import GONE, INTERNAL_DRAFT, REDIRECTS

SAMPLE = SITE.parent
GOLD = SAMPLE / "gold.jsonl"


@pytest.fixture(scope="module")
def content() -> Content:
    return read_content(1)


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def visible_text(content: Content, page_id: str) -> str:
    """What a reader sees of a page's own content, or of the guide in PDF, without white space."""
    if page_id == GUIDE:
        return squeezed("".join(page.extract_text() for page in PdfReader(SAMPLE / GUIDE[1:]).pages))
    page = content.find(page_id)
    assert page is not None, f"no page at {page_id}"
    tree = html.fromstring(f"<div><h1>{page.title}</h1>{page.body}</div>")
    for noise in tree.xpath("//script | //style | //comment()"):
        noise.drop_tree()
    return squeezed(tree.text_content())


def records(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def test_there_are_sixty_english_and_thirty_french_pages_under_unique_addresses(content: Content) -> None:
    assert len(content.of_language("en")) >= 60
    assert len(content.of_language("fr")) >= 30
    addresses = [address for page in content.pages.values() for address in (page.path, *page.aliases)]
    assert [address for address, times in Counter(addresses).items() if times > 1] == []
    assert all(page.path.startswith(f"/{page.language}/") for page in content.pages.values())
    assert len(content_files()) > len(content.pages), "a page changes between the revisions"


def test_every_counterpart_in_the_other_language_exists_and_points_back(content: Content) -> None:
    wrong = [
        page.path
        for page in content.pages.values()
        if page.counterpart
        and (other := content.find(page.counterpart)) is not None
        and other.counterpart not in (page.path, None)
    ]
    assert wrong == []
    assert [p.path for p in content.pages.values() if p.counterpart and not content.find(p.counterpart)] == []


def test_every_link_of_the_content_to_the_site_itself_leads_somewhere(content: Content) -> None:
    known = {*content.pages, *content.aliases, *REDIRECTS, *GONE, INTERNAL_DRAFT, GUIDE}
    dead = {
        (page.path, address)
        for page in content.pages.values()
        for address in re.findall(r'href="(/[^"#?]*)', page.body)
        if address not in known and not address.startswith(("/assets/", "/calendar"))
    }
    assert dead == set()


def test_past_threads_quote_the_pages_they_cite(content: Content) -> None:
    threads = records(SAMPLE / "threads.jsonl")
    assert len(threads) == len({thread["thread_id"] for thread in threads}) >= 80
    assert Counter(thread["lang"] for thread in threads)["fr"] >= 30
    stale = 0
    for thread in threads:
        assert 1 <= len(thread["turns"]) <= 6, thread["thread_id"]
        assert {turn["role"] for turn in thread["turns"]} <= {"citizen", "agent"}
        for ref in (ref for turn in thread["turns"] for ref in turn["refs"]):
            if ref.get("stale"):
                stale += 1
                continue
            text = visible_text(content, ref["page_id"])
            assert squeezed(ref["text"]) in text, (thread["thread_id"], ref)
            assert squeezed(ref["heading"]) in text, (thread["thread_id"], ref["heading"])
    assert stale >= 3, "some replies cite what has changed since"


@pytest.mark.skipif(not GOLD.exists(), reason="the sample has no gold questions yet")
def test_gold_questions_quote_the_pages_that_answer_them(content: Content) -> None:
    gold = records(GOLD)
    assert len(gold) == len({record["id"] for record in gold}) == 150
    for record in gold:
        assert bool(record["sources"]) == record["answerable"], record["id"]
        for source in record["sources"]:
            assert squeezed(source["text"]) in visible_text(content, source["page_id"]), (
                record["id"],
                source,
            )
