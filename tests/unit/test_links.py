"""Links lead to the page, the heading, and the words."""

from datetime import UTC, datetime
from urllib.parse import unquote

from knowledge.pages import Page, link, page_id
from knowledge.passages import make_passage

NOW = datetime(2026, 9, 14, tzinfo=UTC)


def page(url: str | None) -> Page:
    return Page("s:/a", "/a", "s", url, "A", "en", None, None, None, (), NOW, NOW, "h", "indexed")


def passage(anchor: str | None = None):
    return make_passage("s:/a", 0, ("A", "Fees"), anchor, "prose", "The fee is $35.", "en", 0)


def test_a_short_quote_is_named_whole() -> None:
    got = link(page("https://a.example/x"), passage(), "The fee is $35.")
    assert got == "https://a.example/x#:~:text=The%20fee%20is%20%2435."


def test_the_heading_anchor_comes_before_the_fragment() -> None:
    assert link(page("https://a.example/x"), passage("fees"), "The fee").endswith("#fees:~:text=The%20fee")


def test_a_long_quote_is_named_by_its_first_and_last_words() -> None:
    quote = (
        "You must send the form with a copy of your identity card and the fee within thirty days of the birth"
    )
    assert unquote(link(page("https://a.example/x"), None, quote).partition("text=")[2]) == (
        "You must send the,days of the birth"
    )


def test_syntax_of_the_directive_is_encoded() -> None:
    got = link(page("https://a.example/x"), None, "- e-mail, A & B")
    assert got.endswith("text=e%2Dmail%2C%20A%20%26%20B")


def test_a_page_without_address_has_no_link() -> None:
    assert link(page(None), passage("fees"), "x") is None


def test_an_id_too_long_for_its_column_stays_unique() -> None:
    long = "/a" * 300
    assert page_id("s", long + "1") != page_id("s", long + "2")
    assert len(page_id("s", long)) < 300
