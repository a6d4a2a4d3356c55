"""Times in words, marks in text, and the difference between two wordings."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.web import moments
from api.web.difference import difference
from api.web.marking import marked_facts, marked_quotes, plain
from api.web.texts import read_catalogue
from api.web.visit import own_path

NOW = datetime(2026, 9, 14, 12, 0, tzinfo=UTC)
EN, FR = (read_catalogue().in_language(language) for language in ("en", "fr"))


@pytest.mark.parametrize(
    ("minutes", "shape", "words"),
    [
        (-90, "▲", "1 h late"),
        (0.5, "▲", "under 1 min left"),
        (4, "▲", "4 min left"),
        (9, "●", "9 min left"),
        (75, "○", "1 h left"),
    ],
)
def test_the_clock_is_a_shape_and_words(minutes: float, shape: str, words: str) -> None:
    due = moments.due(NOW, NOW + timedelta(minutes=minutes), EN)
    assert (due.shape, due.words) == (shape, words)


def test_moments_are_told_in_both_languages() -> None:
    at = NOW - timedelta(hours=2)
    assert (moments.ago(NOW, at, EN), moments.ago(NOW, at, FR)) == ("2 h ago", "il y a 2 h")
    assert moments.exact(at, FR) == "14 septembre 2026, 10 h 00 UTC"


def test_a_fact_in_its_source_is_marked_quietly_and_any_other_loudly() -> None:
    shown = str(marked_facts("It costs $35 or $40.", "The fee is $35.", EN))
    assert 'class="stands" title="found in the source">35<' in shown
    assert 'class="missing"' in shown and "40 (not in the source)" in shown


def test_a_courtesy_carries_no_mark() -> None:
    assert str(marked_facts("Hello 7!", None, EN)) == "Hello 7!"


def test_a_quote_is_found_across_line_breaks_and_what_a_page_says_is_never_markup() -> None:
    shown = str(marked_quotes("<b>Fees</b>\nare high & rising", ["are high\n& rising"], "quoted"))
    assert shown.startswith("&lt;b&gt;Fees&lt;/b&gt;\n<mark>")
    assert shown.endswith("are high &amp; rising</mark>")


def test_rows_become_a_table_with_the_marks_in_their_cells() -> None:
    shown = str(marked_quotes("Fees\nItem | Fee\nCopy | $35\nEnd", ["Copy | $35"], "quoted"))
    assert shown.startswith("Fees<table")
    assert '<th scope="col">Fee</th>' in shown
    assert "$35</mark></td></tr></tbody></table>End" in shown


@given(st.text(), st.text())
def test_marking_loses_nothing_and_escapes_everything(text: str, quote: str) -> None:
    shown = str(plain(text))
    assert "<" not in shown.replace("<table", "").replace("<t", "").replace("</t", "")
    str(marked_quotes(text, [quote, text[2:9]], "q"))


@given(st.text(alphabet="ab \n", max_size=40), st.text(alphabet="ab \n", max_size=40))
def test_a_difference_holds_both_wordings_whole(before: str, after: str) -> None:
    pieces = difference(before, after)
    assert "".join(each.text for each in pieces if each.change != "added") == before
    assert "".join(each.text for each in pieces if each.change != "removed") == after


@pytest.mark.parametrize(
    "address", ["//evil.test", "https://evil.test", "/\\evil.test", "javascript:x", "/a\r\nb", "", None]
)
def test_nobody_is_led_to_another_site(address: str | None) -> None:
    assert own_path(address) == "/inbox"


def test_a_way_back_is_kept() -> None:
    assert own_path("/questions/q_1?state=ready") == "/questions/q_1?state=ready"
