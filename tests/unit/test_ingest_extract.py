"""What a reader of a page sees is what is read from it: no more, and above all no less."""

from __future__ import annotations

import pytest

from ingest.extraction.blocks import Details, Faq, Heading, ItemList, Notice, Paragraph, Table
from ingest.extraction.decode import looks_binary
from ingest.extraction.extract import extract


def blocks_of(body: str, head: str = "") -> tuple:
    page = f"<html lang='en'><head><title>T</title>{head}</head><body><main>{body}</main></body></html>"
    return extract(page.encode()).blocks


def all_text(page: str) -> str:
    return repr(extract(page.encode()).blocks)


LONG = "The fee for a licence is twenty dollars, and it is valid for one year from the day it is bought."


def test_bare_text_and_breaks_become_paragraphs() -> None:
    found = blocks_of("<span><b>Yes.</b></span><br /><br />You may <i>always</i> ask.<br/>By mail.")
    assert found == (Paragraph("Yes."), Paragraph("You may always ask.\nBy mail."))


def test_lists_typed_by_hand_become_lists() -> None:
    found = blocks_of("<p><b>You need:</b>\n- a photo\n- proof of\n  address</p><p>1. Apply<br>2. Wait</p>")
    assert found == (
        Paragraph("You need:"),
        ItemList(False, ("a photo", "proof of address")),
        ItemList(True, ("Apply", "Wait")),
    )


def test_nested_lists_keep_their_order() -> None:
    found = blocks_of("<ol start='3'><li>Send<ul><li>a form</li><li>a fee</li></ul></li><li>Wait</li></ol>")
    assert found == (ItemList(True, ("Send\n- a form\n- a fee", "Wait"), 3),)


def test_spanned_cells_stand_in_every_place_they_cover() -> None:
    found = blocks_of(
        "<table><caption>Fees</caption><tr><th>Kind<th>Age<th>Fee</tr>"
        "<tr><td rowspan=2>Car<td>16–64<td>$82</tr><tr><td>65+<td>$41</tr><tr><td colspan=2>Copy<td>$18</tr></table>"
    )
    rows = (("Car", "16–64", "$82"), ("Car", "65+", "$41"), ("Copy", "Copy", "$18"))
    assert found == (Table("Fees", ("Kind", "Age", "Fee"), rows),)


def test_a_table_that_only_lays_out_is_read_through() -> None:
    found = blocks_of("<table><tr><td><h2>Hours</h2><p>Nine to five.</p></td><td>Menu</td></tr></table>")
    assert found == (Heading(2, "Hours"), Paragraph("Nine to five."), Paragraph("Menu"))


def test_a_part_that_opens_is_a_heading_for_what_is_in_it_alone() -> None:
    found = blocks_of(
        "<details id=who><summary>Who may apply?</summary><p>Anyone.</p></details><p>After.</p>"
    )
    assert found == (Details("Who may apply?", (Paragraph("Anyone."),), "who"), Paragraph("After."))


@pytest.mark.parametrize(
    ("markup", "anchor"),
    [
        ("<h2 id=fees>Fees</h2>", "fees"),
        ("<h2><a name=fees></a>Fees</h2>", "fees"),
        ("<div id=fees><h2>Fees</h2></div>", "fees"),
        ("<a id=fees></a><h2>Fees</h2>", "fees"),
        ("<h2><a aria-controls=fees href='#fees'>Fees</a></h2>", "fees"),
        ("<div id=no><p>Text.</p><h2>Fees</h2></div>", None),
    ],
)
def test_a_heading_is_linked_by_the_nearest_name(markup: str, anchor: str | None) -> None:
    headings = [block for block in blocks_of(f"<p>Intro.</p>{markup}") if isinstance(block, Heading)]
    assert headings == [Heading(2, "Fees", anchor)]


def test_what_surrounds_the_content_is_dropped() -> None:
    page = (
        "<html><body><header><nav>Menu</nav></header><div id=cookie-banner><p>We use cookies</p></div>"
        f"<main><ol class=breadcrumb><li>Home</li></ol><a class=skip-link href=#x>Skip</a><h1>Fees</h1><p>{LONG}</p>"
        "<aside><a href=/a>Related</a></aside><form class=feedback>Was this helpful?<button>Yes</button></form>"
        "<div hidden>Never seen</div><script>var x='$999'</script></main><footer>Contact</footer></body></html>"
    )
    assert extract(page.encode()).blocks == (Heading(1, "Fees"), Paragraph(LONG))


def test_words_that_look_like_widgets_in_part_are_content() -> None:
    body = "<div class='social-insurance-number'><p>One.</p></div><div id='sharing-custody'><p>Two.</p></div>"
    assert [block.text for block in blocks_of(body)] == ["One.", "Two."]


def test_the_closed_part_of_an_accordion_is_content() -> None:
    closed = "<div id=p1 hidden style='display:none'><p>None.</p></div>"
    body = f"<button aria-expanded=false aria-controls=p1>Refunds</button>{closed}"
    assert blocks_of(body) == (Heading(7, "Refunds", "p1"), Paragraph("None."))


def test_a_form_around_the_whole_page_is_no_form() -> None:
    assert Paragraph(LONG) in blocks_of(f"<form id=aspnetForm><h2>Fees</h2><p>{LONG}</p><input></form>")


def test_without_landmarks_the_content_is_found_among_the_menus() -> None:
    paragraphs = "".join(f"<p>{LONG} Part {number} of the rules.</p>" for number in range(6))
    menu = "".join(f"<li><a href=/{n}>Menu entry {n}</a></li>" for n in range(30))
    body = f"<div class=left><ul>{menu}</ul></div><div class=c><h1>Rules</h1>{paragraphs}</div>"
    page = f"<html><body>{body}</body></html>"
    text = all_text(page)
    assert all(f"Part {number} of" in text for number in range(6))
    assert "Menu entry" not in text


def test_text_after_a_page_that_closes_too_early_is_kept() -> None:
    assert LONG in all_text(f"<html><body><h1>Fees</h1></body></html><div role=main><p>{LONG}</p></div>")


def test_a_heading_that_nobody_closed_swallows_nothing() -> None:
    assert blocks_of(f"<h2>Gift cards<p>{LONG}</p>")[-2:] == (Heading(2, "Gift cards"), Paragraph(LONG))


def test_a_notice_is_told_apart() -> None:
    assert blocks_of("<div class='alert alert-warning'><p>Closed on Monday.</p></div>") == (
        Notice("Closed on Monday."),
    )


def test_stated_questions_are_read_only_where_nobody_sees_them() -> None:
    stated = (
        '<script type="application/ld+json">{"@type":"FAQPage","mainEntity":['
        '{"@type":"Question","name":"Seen?","acceptedAnswer":{"text":"<p>It is on the page.</p>"}},'
        '{"@type":"Question","name":"Unseen?","acceptedAnswer":{"text":"Only for <b>machines</b>."}}]}</script>'
    )
    found = blocks_of("<h2>Seen?</h2><p>It is on the page.</p>", stated)
    assert [block for block in found if isinstance(block, Faq)] == [Faq("Unseen?", "Only for machines.")]


def test_a_question_in_microdata_is_an_answer_of_its_own() -> None:
    body = (
        "<div itemscope itemtype='https://schema.org/Question'><h3 itemprop=name id=q>When?</h3>"
        "<div itemprop=acceptedAnswer><div itemprop=text>On <b>Monday</b>.</div></div></div>"
    )
    assert blocks_of(body) == (Faq("When?", "On Monday.", "q"),)


@pytest.mark.parametrize(
    ("encoded", "declared"),
    [("utf-8", "iso-8859-1"), ("cp1252", "utf-8"), ("cp1252", None), ("utf-16", None)],
)
def test_a_wrong_charset_garbles_nothing(encoded: str, declared: str | None) -> None:
    page = "<html><title>Été</title><main><p>Où demander un certificat? À l’hôtel de ville, dès février.</p></main>"
    kind = f"text/html; charset={declared}" if declared else "text/html"
    document = extract(page.encode(encoded), content_type=kind)
    assert document.title == "Été"
    assert document.blocks == (Paragraph("Où demander un certificat? À l’hôtel de ville, dès février."),)


def test_one_damaged_byte_does_not_garble_the_rest() -> None:
    body = "<main><p>Déjà payé à l’hôtel de ville.</p></main>".encode() + b"\xe9"
    assert Paragraph("Déjà payé à l’hôtel de ville.") in extract(body).blocks


def test_a_page_says_what_it_is() -> None:
    page = (
        "<html lang=fr-CA><head><meta name=robots content='NOINDEX, follow'><meta name=owner content=Registre>"
        "<link rel=canonical href=/b></head><body><main><p>Oui.</p></main></body></html>"
    )
    document = extract(page.encode(), url="https://a.example/a?x=1")
    assert (document.language, document.noindex, document.nofollow) == ("fr", True, False)
    assert (document.owner, document.canonical) == ("Registre", "https://a.example/b")


@pytest.mark.parametrize(
    "page", [b"", b"   ", b"\x00\x01", b"<", b"<!-- -->", b"<html", "<p>" * 5000, "<div>" * 20000]
)
def test_broken_pages_are_read_as_far_as_they_go(page: bytes | str) -> None:
    extract(page if isinstance(page, bytes) else page.encode())


def test_binary_is_told_from_text() -> None:
    assert looks_binary(bytes(range(256)) * 8)
    assert not looks_binary("Déjà vu à l’hôtel".encode("cp1252"))
