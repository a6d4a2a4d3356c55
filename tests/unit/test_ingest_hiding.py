"""What a page keeps from its readers is not read; what it only looks like hiding is."""

import pytest

from ingest.extraction.extract import extract

SEEN = (
    "<p>The fee for a licence is twenty dollars, and it is valid for one year from the day it is bought.</p>"
)


def text_of(body: str) -> str:
    return repr(
        extract(f"<html lang=en><title>T</title><body><main>{body}</main></body></html>".encode()).blocks
    )


@pytest.mark.parametrize(
    "style",
    [
        "display: none",
        "DISPLAY:NONE !important",
        "visibility:hidden",
        "font-size:0",
        "font-size: 1px",
        "opacity:0",
        "left:-9999px; position:absolute",
        "text-indent:-9999px",
        "color:#fff",
        "color: rgb(255, 255, 255)",
        "color:#abcdef;background-color:#ABCDEF",
        "color:transparent",
        "color:rgba(0,0,0,0)",
    ],
)
@pytest.mark.parametrize("times", [1, 20])
def test_hidden_text_is_not_read_however_much_there_is(style: str, times: int) -> None:
    hidden = f"<div style='{style}'>{'<p>Nobody sees this sentence at all.</p>' * times}</div>"
    assert "Nobody" not in text_of(SEEN + hidden)
    assert "twenty dollars" in text_of(SEEN + hidden)


@pytest.mark.parametrize(
    "markup",
    [
        "<p style='font-size:0.9em'>{}</p>",
        "<p style='opacity:0.5'>{}</p>",
        "<p style='opacity:0;transform:translateY(20px)'>{}</p>",
        "<p style='color:#333'>{}</p>",
        "<p style='color:#fff;background:#000'>{}</p>",
        "<div style='background-color:navy'><p style='color:white'>{}</p></div>",
        "<div class=hero><p style='color:white'>{}</p></div>",
        "<p style='margin-left:-10px'>{}</p>",
    ],
)
def test_what_a_reader_sees_after_all_is_read(markup: str) -> None:
    assert "Everybody" in text_of(SEEN + markup.format("Everybody sees this."))


def test_a_page_that_hides_all_of_itself_until_a_script_ran_is_read() -> None:
    assert "twenty dollars" in text_of(f"<div style='display:none'>{SEEN}</div>")


def test_unseen_letters_are_taken_out_of_words_and_titles() -> None:
    page = "<title>F\u2060ees\U000e0041</title><main><h1>Fe\u00ades</h1><p>Pa\u200dy \u202ehere.\U000e0042</p></main>"
    assert "Fees" in extract(page.encode()).title
    assert repr(extract(page.encode()).blocks).count("Fees") == 1
    assert "Pay here." in repr(extract(page.encode()).blocks)
