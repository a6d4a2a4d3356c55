"""What belongs together stays together in one passage, under the headings that it stands under."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.cutting.passages import SIZES, Sizes, passages_of, passages_of_sheets
from ingest.cutting.units import fitted
from ingest.extraction.blocks import Paragraph
from ingest.extraction.extract import extract
from knowledge.pages import Page, link
from knowledge.passages import Passage

SENTENCE = "A licence is valid for one year from the day on which it is bought at a counter. "


def passages_in(body: str) -> list[Passage]:
    page = f"<html lang=en><head><title>Licences | Province</title></head><body><main>{body}</main></body></html>"
    return passages_of("s:/licences", extract(page.encode()), "en")


def words(count: int) -> str:
    return SENTENCE * (count // len(SENTENCE) + 1)


def test_a_passage_stands_under_its_headings_and_links_to_the_nearest() -> None:
    found = passages_in(
        f"<h1>Licences</h1><p>{words(200)}</p><h2 id=fees>Fees</h2><h3>For youth</h3><p>{words(200)}</p>"
    )
    assert [(each.heading_path, each.anchor) for each in found] == [
        (("Licences",), None),
        (("Licences", "Fees", "For youth"), "fees"),
    ]


def test_a_page_without_a_heading_stands_under_its_title() -> None:
    assert passages_in(f"<p>{words(100)}</p>")[0].heading_path == ("Licences",)


def test_a_section_that_is_a_little_long_is_not_cut() -> None:
    assert (
        len(passages_in(f"<h1>L</h1><p>{words(SIZES.section_kept_whole // 2)}</p>" + f"<p>{words(600)}</p>"))
        == 1
    )


def test_a_long_section_is_cut_into_even_parts_with_ids_of_their_own() -> None:
    found = passages_in("<h1>L</h1>" + f"<p>{words(400)}</p>" * 8)
    lengths = [len(each.text) for each in found]
    assert len({each.id for each in found}) == len(found) > 2
    assert min(lengths) > 400
    assert max(lengths) <= SIZES.target


def test_one_endless_paragraph_is_cut_between_sentences() -> None:
    found = passages_in(f"<h1>L</h1><p>{words(9000)}</p>")
    assert all(each.text.startswith("A licence") and each.text.endswith(".") for each in found)


def test_steps_are_never_cut_unless_they_are_very_long() -> None:
    steps = "".join(f"<li>Step {number}: {SENTENCE}</li>" for number in range(1, 14))
    found = passages_in(f"<h1>L</h1><p>{words(800)}</p><p>Do this:</p><ol>{steps}</ol>")
    assert [each.kind for each in found] == ["prose", "steps"]
    assert found[1].text.startswith("Do this:\n1. Step 1")


def test_every_part_of_a_long_list_says_what_it_lists() -> None:
    items = "".join(f"<li>Paper {number}: {SENTENCE}</li>" for number in range(40))
    found = passages_in(f"<h1>L</h1><p>You need:</p><ul>{items}</ul>")
    assert len(found) > 2
    assert all(each.text.startswith("You need:\n- Paper") for each in found)


def test_a_step_that_is_too_long_is_cut_at_its_sentences_and_no_other_is() -> None:
    steps = f"<li>Fill in the form. {SENTENCE}</li><li>{words(2500)}</li><li>Send it.</li>"
    found = passages_in(f"<h1>L</h1><ol>{steps}</ol>")
    assert all(each.text.endswith(".") for each in found)
    assert (
        sum(line.startswith(("1. ", "2. ", "3. ")) for each in found for line in each.text.split("\n")) == 3
    )


def test_an_abbreviation_ends_no_sentence() -> None:
    assert list(fitted("Ask the office. Write to Mme. Roy of room 5 today.", 30)) == [
        "Ask the office.",
        "Write to Mme. Roy of room 5",
        "today.",
    ]


WORDS = st.text("abcde .:é\n", min_size=1, max_size=400)


@given(
    title=st.sampled_from(["L", "A title that goes on " * 60]),
    texts=st.lists(
        st.tuples(st.sampled_from("p li td h2 details".split()), WORDS, st.integers(1, 12)), max_size=8
    ),
)
@settings(max_examples=60, deadline=None)
def test_no_passage_is_longer_than_the_limit_whatever_the_page(
    title: str, texts: list[tuple[str, str, int]]
) -> None:
    whole = {
        "p": "<p>{}</p>",
        "li": "<ol><li>{}</li><li>b</li></ol>",
        "td": "<table><tr><th>Kind<th>{}</tr><tr><td>One<td>{}</tr></table>",
        "h2": "<h2>{}</h2>",
        "details": "<details><summary>What?</summary>{}</details>",
    }
    body = "".join(whole[tag].replace("{}", text * times) for tag, text, times in texts)
    assert all(len(each.text_with_heading) <= 1500 for each in passages_in(f"<h1>{title}</h1>{body}"))


def test_a_heading_without_end_is_shortened_and_its_words_are_kept() -> None:
    title = " ".join(f"word{number}" for number in range(100))
    (found,) = passages_in(f"<h1>Help</h1><h2>{title}</h2><p>{SENTENCE}</p>")
    assert found.heading_path[1].endswith("…")
    assert title in found.text


def test_a_notice_above_the_content_stands_alone() -> None:
    notice = '<div class="alert"><p>Our counters are closed on Monday 3 August.</p></div>'
    found = passages_in(f"<h1>L</h1>{notice}<p>{words(100)}</p>")
    assert [each.kind for each in found] == ["notice", "prose"]


def test_sheets_of_a_document_are_cut_by_themselves_and_link_to_their_number() -> None:
    sheets = [[Paragraph(SENTENCE)], [Paragraph(words(2000))]]
    found = passages_of_sheets("s:/guide.pdf", "Guide", sheets, "en")
    assert [each.anchor for each in found] == ["page=1", "page=2", "page=2"]
    now, url = datetime(2026, 9, 14, tzinfo=UTC), "https://a.example/guide.pdf"
    guide = Page(
        "s:/guide.pdf", "/guide.pdf", "s", url, "Guide", "en", None, None, None, (), now, now, "", "indexed"
    )
    assert link(guide, found[1]) == "https://a.example/guide.pdf#page=2"


def test_steps_that_are_too_long_go_on_counting() -> None:
    steps = "".join(f"<li>{SENTENCE}</li>" for _ in range(SIZES.longest_whole // len(SENTENCE) + 10))
    found = passages_in(f"<h1>L</h1><ol>{steps}</ol>")
    numbers = [int(line.split(".")[0]) for each in found for line in each.text.splitlines()]
    assert len(found) > 1
    assert numbers == list(range(1, len(numbers) + 1))


def test_a_table_stands_alone_with_the_line_that_announces_it() -> None:
    table = "<table><tr><th>Kind</th><th>Fee</th></tr><tr><td>One year</td><td>$28</td></tr></table>"
    found = passages_in(f"<h1>L</h1><p>{words(200)}</p><p>The fees are:</p>{table}<p>{words(200)}</p>")
    assert [each.kind for each in found] == ["prose", "table", "prose"]
    assert found[1].text == "The fees are:\nKind | Fee\nOne year | $28"


def test_a_long_table_repeats_its_header() -> None:
    rows = "".join(f"<tr><td>Licence of kind {n}</td><td>${n}, {SENTENCE}</td></tr>" for n in range(60))
    found = passages_in(f"<h1>L</h1><table><tr><th>Kind</th><th>Fee</th></tr>{rows}</table>")
    assert len(found) > 1
    assert all(each.text.startswith("Kind | Fee\nLicence of kind") for each in found)


def test_tiny_sections_join_under_their_parent_with_their_headings() -> None:
    found = passages_in("<h1>Contact</h1><h2>Phone</h2><p>555-0100</p><h2>Mail</h2><p>1 Main Street</p>")
    assert [(each.heading_path, each.text) for each in found] == [
        (("Contact",), "Phone\n555-0100\nMail\n1 Main Street")
    ]


def test_a_short_answer_keeps_its_question() -> None:
    found = passages_in("<h1>Help</h1><h2>Is it free?</h2><p>No.</p><h2>Is it hard?</h2><p>No.</p>")
    assert [each.heading_path[-1] for each in found] == ["Is it free?", "Is it hard?"]


def test_no_visible_words_are_lost() -> None:
    body = (
        f"<h1>L</h1><p>alpha</p><h2>beta</h2><h2>gamma</h2><p>delta:</p><ul><li>epsilon</ul><p>{words(3000)}</p>"
        "<details><summary>zeta</summary>eta<table><tr><th>theta<tr><td>iota</table></details><h2>kappa</h2>"
    )
    said = "\n".join(each.text_with_heading for each in passages_in(body))
    names = "alpha beta gamma delta epsilon zeta eta theta iota kappa".split()
    assert [name for name in names if name not in said] == []


def test_an_edited_sentence_changes_one_digest_and_no_id() -> None:
    before = passages_in(f"<h1>L</h1><h2>A</h2><p>{words(200)}</p><h2>B</h2><p>{words(200)} $35</p>")
    after = passages_in(f"<h1>L</h1><h2>A</h2><p>{words(200)}</p><h2>B</h2><p>{words(200)} $40</p>")
    assert [each.id for each in before] == [each.id for each in after]
    assert [old.digest == new.digest for old, new in zip(before, after, strict=True)] == [True, False]


def test_other_sizes_cut_otherwise_and_lose_nothing() -> None:
    page = f"<html lang=en><body><main><h1>L</h1>{f'<p>{SENTENCE * 3}</p>' * 5}</main></body></html>"
    whole = passages_of("s:/l", extract(page.encode()), "en")
    short = passages_of("s:/l", extract(page.encode()), "en", Sizes(300, 300, 600, 50))
    assert len(short) > len(whole) and max(len(each.text) for each in short) <= 600
    said = [" ".join(each.text for each in cut).split() for cut in (whole, short)]
    assert said[0] == said[1]
