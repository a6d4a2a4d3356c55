"""Saved folders and PDF files: whatever is wrong with one page is named, and the rest goes on."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ingest.eligibility import REASONS
from ingest.extraction.pdf import read_pdf
from ingest.fetched import Absent, Failed, Fetched, Problem, Refused
from ingest.folder import read_folder
from ingest.reader import PageReader
from knowledge.errors import BadConfiguration
from knowledge.pages import Page
from knowledge.sources import Source

NOW = datetime(2026, 9, 14, tzinfo=UTC)
PAGE = "<html lang=en><title>Fees</title><main><p>A licence costs twenty dollars, and is valid for one year.</p></main>"
READER = PageReader(Source("s", "folder"), ("en", "fr"), 40, 100_000)


def listed(folder: Path, *lines: str | dict) -> Path:
    text = "\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines)
    (folder / "pages.jsonl").write_text(text, encoding="utf-8")
    return folder


def outcomes(folder: Path, known: tuple[Page, ...] = ()) -> list:
    return list(read_folder(folder, "pages.jsonl", list(known), 100_000))


def known_page(key: str) -> Page:
    return Page(f"s:{key}", key, "s", None, key, "en", None, None, None, (), NOW, NOW, "x" * 64, "indexed")


def test_broken_lines_are_named_and_the_rest_goes_on(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(PAGE)
    listed(tmp_path, "{broken", {"page_id": "a", "file": "a.html"}, '{"file": "a.html"}', "[1]", "", "7")
    found = outcomes(tmp_path)
    assert [each.where.en for each in found if isinstance(each, Problem)] == [
        f"pages.jsonl, line {number}" for number in (1, 3, 4, 6)
    ]
    assert [each.key for each in found if isinstance(each, Fetched)] == ["a"]


def test_half_characters_are_replaced(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(PAGE)
    listed(tmp_path, r'{"page_id": "a", "file": "a.html", "title": "Fees \ud83d and\u0000 \ud83d\ude00"}')
    assert outcomes(tmp_path)[0].title == "Fees ? and 😀"


def test_a_file_outside_the_folder_is_never_opened(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text(PAGE)
    inside = tmp_path / "in"
    inside.mkdir()
    (inside / "link.html").symlink_to(tmp_path / "secret")
    listed(inside, {"page_id": "a", "file": "../secret"}, {"page_id": "b", "file": "link.html"})
    refused = [each for each in outcomes(inside) if not isinstance(each, Problem)]
    assert refused == [Refused("a", None, "outside_folder"), Refused("b", None, "outside_folder")]


def test_a_missing_file_keeps_what_is_known(tmp_path: Path) -> None:
    listed(tmp_path, {"page_id": "a", "file": "none.html"})
    assert Failed("a", None, "missing_file") in outcomes(tmp_path)


def test_a_page_that_is_listed_no_longer_is_gone(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(PAGE)
    listed(tmp_path, {"page_id": "a", "file": "a.html"})
    assert outcomes(tmp_path, (known_page("a"), known_page("b")))[-1] == Absent("b", None)


def test_a_broken_list_removes_no_page(tmp_path: Path) -> None:
    listed(tmp_path, "{broken")
    assert not any(isinstance(each, Absent) for each in outcomes(tmp_path, (known_page("b"),)))


def test_a_folder_without_a_list_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(BadConfiguration, match=r"pages\.jsonl cannot be used"):
        outcomes(tmp_path)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "empty"),
        (b"  \n ", "empty"),
        (b"<html><main></main>", "empty"),
        (b"<html><main><p>Soon.</p></main>", "too_little_text"),
        (bytes(range(256)) * 20, "binary"),
        (b"<p>" + b"word " * 30_000, "too_large"),
        (PAGE.replace("<title>", "<meta name=robots content=noindex><title>").encode(), "noindex"),
        (PAGE.replace("lang=en", "lang=es").encode(), "language_not_served"),
        (b"%PDF-1.7 and then nothing", "unreadable"),
    ],
)
def test_a_page_is_left_out_with_its_reason(body: bytes, reason: str) -> None:
    read = READER.read(Fetched("a", None, body), NOW)
    assert (read.page.status, read.page.reason, read.passages) == ("left_out", reason, ())


def test_other_kinds_of_files_are_left_out() -> None:
    assert READER.read(Fetched("a", None, b"a;b", content_type="text/csv"), NOW).page.reason == "not_html"


def test_the_language_of_the_text_outweighs_a_forgotten_template() -> None:
    french = (
        "Vous pouvez renouveler votre permis de conduire en ligne si votre photo a moins de dix ans. " * 4
    )
    page = f"<html lang=en><title>Permis</title><main><p>{french}</p></main>"
    assert READER.read(Fetched("a", None, page.encode()), NOW).page.language == "fr"


def test_every_reason_is_explained_in_both_languages() -> None:
    from typing import get_args

    from ingest.eligibility import Reason

    assert set(get_args(Reason)) == set(REASONS)
    assert all(text.en and text.fr and text.en != text.fr for text in REASONS.values())


def test_a_pdf_is_read_sheet_by_sheet() -> None:
    guide = Path(__file__).parents[1] / "sample" / "documents" / "fishing-guide-2026.pdf"
    read = READER.read(Fetched("guide", "https://a.example/guide.pdf", guide.read_bytes()), NOW)
    assert read.page.status == "indexed"
    assert [each.anchor for each in read.passages][:1] == ["page=1"]
    assert "licence" in read.passages[0].text
    assert read_pdf(b"%PDF-nothing") is None
