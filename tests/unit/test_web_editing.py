"""An edit as it is posted: what loses its source, and what keeps it."""

from starlette.datastructures import FormData

from api.web.editing import Edit, edit_from, quote_for, with_one_more, without
from knowledge.passages import make_passage


def edit(*fields: tuple[str, str]) -> Edit:
    return edit_from(FormData([("draft_id", "d_1"), ("version", "2"), *fields]))


def test_an_unchanged_sentence_keeps_its_sources() -> None:
    found = edit(
        ("text-0", "It costs\r\n$35."), ("basis-0", "It costs\n$35."), ("source-0", "p#1"), ("had-0", "p#1")
    )
    assert found.sentences[0].sources == ("p#1",)
    assert found.is_sound


def test_a_changed_sentence_with_its_old_source_loses_it_and_says_so() -> None:
    found = edit(
        ("text-0", "It costs $36."), ("basis-0", "It costs $35."), ("source-0", "p#1"), ("had-0", "p#1")
    )
    assert found.sentences[0].sources == ()
    assert found.sentences[0].complaint == "changed"


def test_a_source_chosen_for_the_new_wording_stays() -> None:
    chosen_anew = edit(("text-0", "New."), ("basis-0", "Old."), ("source-0", "p#2"), ("had-0", "p#1"))
    chosen_after = edit(("text-0", "New."), ("basis-0", "New."), ("source-0", "p#1"), ("had-0", "p#1"))
    assert chosen_anew.is_sound
    assert chosen_after.is_sound


def test_a_courtesy_needs_no_source_and_an_empty_sentence_cannot_stand() -> None:
    found = edit(("text-0", "Hello!"), ("courtesy-0", "1"), ("text-1", "  "), ("courtesy-1", "1"))
    assert [each.complaint for each in found.sentences] == [None, "empty"]


def test_sentences_are_added_removed_and_kept_in_order() -> None:
    found = edit(*((f"text-{number}", str(number)) for number in (10, 2, 0)))
    assert found.wording == "0\n2\n10"
    assert without(found, 1).wording == "0\n10"
    assert len(with_one_more(found).sentences) == 4


def test_nonsense_in_a_form_is_no_error() -> None:
    found = edit(("text-x", "a"), ("text-", "b"), ("text-99999999999", "c"), ("version", "x"))
    assert found.sentences == ()
    assert not found.is_sound


def test_a_chosen_source_is_quoted_where_it_says_most_of_the_sentence() -> None:
    text = "Apply online. A copy costs $35.\n- form VE-1"
    passage = make_passage("s:p", 0, ("Fees",), None, "prose", text, "en", 0)
    assert quote_for("The copy costs 35 dollars", passage) == "A copy costs $35."
