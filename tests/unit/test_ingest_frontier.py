"""One form for each address, none asked twice, and no series without end."""

from __future__ import annotations

import pytest

from ingest.crawling.crawl import LONGEST_KEY, key_of
from ingest.crawling.frontier import MOST_QUERIES_OF_A_SERIES, Frontier
from ingest.extraction.links import links_of
from ingest.extraction.markup import parse


@pytest.fixture
def frontier() -> Frontier:
    return Frontier("https", ["a.example"], deny=["/private/"])


@pytest.mark.parametrize(
    ("address", "normal"),
    [
        ("https://A.example:443/x#part", "https://a.example/x"),
        ("http://a.example", "https://a.example/"),
        ("/x?utm_source=mail&id=3", "https://a.example/x?id=3"),
        ("x;jsessionid=12?b=2&a=1", "https://a.example/d/x?b=2&a=1"),
        ("été", "https://a.example/d/%C3%A9t%C3%A9"),
        ("http://b.example/x", "http://b.example/x"),
        ("mailto:a@b.example", None),
        ("https://[broken", None),
    ],
)
def test_an_address_has_one_form(frontier: Frontier, address: str, normal: str | None) -> None:
    assert frontier.normal(address, "https://a.example/d/") == normal


def test_endless_series_are_bounded(frontier: Frontier) -> None:
    months = [f"https://a.example/calendar?month={n}" for n in range(50)]
    assert sum(frontier.refusal(url) is None for url in months) == MOST_QUERIES_OF_A_SERIES
    assert frontier.refusal("https://a.example/a/a/a/a/b") == "crawler_trap"
    assert frontier.refusal("https://a.example/" + "x" * 2000) == "crawler_trap"
    assert all(frontier.refusal(f"https://a.example/page?id={n}") is None for n in range(100))


def test_a_page_known_before_keeps_its_place_in_a_series(frontier: Frontier) -> None:
    frontier.remember("https://a.example/calendar?month=99")
    fresh = [
        frontier.refusal(f"https://a.example/calendar?month={n}") for n in range(MOST_QUERIES_OF_A_SERIES)
    ]
    assert fresh.count("crawler_trap") == 1
    assert frontier.refusal("https://a.example/calendar?month=99") is None


def test_files_and_excluded_addresses_are_not_asked(frontier: Frontier) -> None:
    assert frontier.refusal("https://a.example/photo.JPG") == "not_html"
    assert frontier.refusal("https://a.example/guide.pdf") is None
    assert frontier.refusal("https://a.example/private/x") == "excluded"


def test_a_circle_of_redirects_is_found_whole(frontier: Frontier) -> None:
    assert frontier.redirect("a", "b") == []
    assert frontier.redirect("b", "c") == []
    assert set(frontier.redirect("c", "a")) == {"a", "b", "c"}
    assert frontier.redirect("self", "self") == ["self"]


def test_a_key_survives_a_move_of_the_site() -> None:
    assert (
        key_of("http://127.0.0.1:81/a?b=1", "127.0.0.1:81")
        == key_of("https://a.example/a?b=1", "a.example")
        == "/a?b=1"
    )
    assert key_of("https://b.example/a", "a.example") == "b.example/a"
    long = [key_of("https://a.example/" + "x" * 400 + end, "a.example") for end in "12"]
    assert len(set(long)) == 2
    assert all(len(key) <= LONGEST_KEY for key in long)


def test_links_are_those_that_may_be_followed() -> None:
    root = parse(
        "<html><base href='/d/'><link rel=stylesheet href=s.css><link rel=alternate hreflang=fr href=/fr>"
        "<a href=x#part>X</a><a href='x'>X</a><a rel=nofollow href=no>N</a><a href='#top'>T</a>"
        "<a href='mailto:a@b'>M</a>"
        "<a href='http://[broken'>B</a>"
    )
    assert links_of(root, "https://a.example/e/") == ["https://a.example/fr", "https://a.example/d/x"]
    assert (
        links_of(parse("<meta name=robots content='index, nofollow'><a href=x>X</a>"), "https://a.example/")
        == []
    )
