"""A list under “What the card does not cover” is drafted with that heading; without it no reply goes out unmarked."""

from dataclasses import replace

import pytest

from assistant.citations import Statement
from assistant.composing.compose import compose
from assistant.guards.checks import check_statements
from assistant.guards.departures import departures
from assistant.guards.headings import ruling_heading
from assistant.understand import Understood
from knowledge.passages import Passage, make_passage
from knowledge.units import units_of
from tests.unit.test_compose import found

NOT_COVERED = ("Library card", "What the card does not cover")
ITEMS = "- borrowed skis\n- the boat at the pier"
LATE = ("Library card", "If you cannot pay")
ADVICE = "Ask the desk for more time. Bring your card."


def passage_of(path: tuple[str, ...], text: str, language: str = "en") -> Passage:
    (evidence,) = found(text)
    return make_passage(evidence.page.id, 1, path, None, "prose", text, language, 0)


def drafted(asked: str, path: tuple[str, ...], text: str, language: str = "en") -> tuple[Statement, ...]:
    (evidence,) = found(text)
    held = replace(evidence, passage=passage_of(path, text, language))
    return compose(Understood(asked, asked, language), [held], lambda _: 1.0, 4)


@pytest.mark.parametrize(
    ("asked", "path", "text", "language"),
    [
        ("Does the card cover borrowed skis?", NOT_COVERED, ITEMS, "en"),
        ("Am I to drive the tractor?", ("Tractors", "Do not"), "drive the tractor on ice", "en"),
        ("Can I bring an eviction?", ("Court", "What can't I bring here?"), "Divorce, eviction and libel.", "en"),
        ("La carte couvre-t-elle le ski ?", ("Carte", "Ce que la carte ne couvre pas"), "- le ski\n- le bateau", "fr"),
        ("When do I bring my card to the desk?", LATE, "Bring your card to the desk.", "en"),
        ("Que verser au guichet ?", ("Carte", "Vous êtes étudiant"), "Versez 5 $ au guichet.", "fr"),
        ("Is the boat in the yard?", ("Boats not for rent", "North pier", "Yard"), "- the boat\n- the skis", "en"),
        ("what may I borrow, skis?", ("Library card", "To borrow at the desk"), "- skis\n- the boat", "en"),
    ],
)  # fmt: skip
def test_what_a_heading_rules_over_is_drafted_with_it(
    asked: str, path: tuple[str, ...], text: str, language: str
) -> None:
    (statement,) = drafted(asked, path, text, language)
    assert statement.text.startswith(f"{path[0] if 'not' in path[0] else path[-1]}\n")
    held = passage_of(path, text, language)
    assert check_statements([statement], {held.id: held}) == ()


def test_a_line_within_a_passage_rules_over_what_follows_up_to_the_next() -> None:
    text = "Without a card\nAsk the warden. The day costs $4.\nWith a card\nShow it. The week costs $2."
    (evidence,) = found(text)
    (four,) = compose(Understood("day costs", "day costs", "en"), [evidence], lambda _: 1.0, 4)
    (two,) = compose(Understood("week costs", "week costs", "en"), [evidence], lambda _: 1.0, 4)
    assert (four.text, two.text) == ("Without a card\nThe day costs $4.", "The week costs $2.")
    held = evidence.passage
    assert check_statements([four, two], {held.id: held}) == ()
    (finding,) = check_statements([replace(four, text="The day costs $4.")], {held.id: held})
    assert (finding.check, finding.severity) == ("heading_left_out", "warn")


def test_two_pieces_under_one_heading_are_one_statement() -> None:
    (statement,) = drafted("How do I ask for more time, and do I bring my card?", LATE, ADVICE)
    assert statement.text == "If you cannot pay\nAsk the desk for more time.\nBring your card."
    assert [each.quote for each in statement.citations] == statement.text.split("\n")


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (NOT_COVERED, "The card does not cover these:\n- skis"),  # it says so itself
        (LATE, "If you cannot pay, ask the desk."),
        (("Cards", "What happens if I am late?"), "You pay $1 a day."),  # a subject
        (("Cards", "Fees"), "- skis"),
        (("Cards without a photo",), "The desk takes your picture."),  # the title, and a sentence
    ],
)
def test_a_heading_rules_over_nothing_that_says_as_much(path: tuple[str, ...], text: str) -> None:
    (unit,) = units_of(text)
    assert ruling_heading(unit, passage_of(path, text)) == ""


@pytest.mark.parametrize(
    ("said", "path", "text", "certain"),
    [
        (ITEMS, NOT_COVERED, ITEMS, True),
        ("- borrowed skis", NOT_COVERED, ITEMS, True),
        ("The card covers borrowed skis.", NOT_COVERED, ITEMS, True),
        ("What the card does cover\n- borrowed skis", NOT_COVERED, ITEMS, True),
        ("Ask the desk for more time.", LATE, ADVICE, False),
        ("If you can pay\nAsk the desk for more time.", LATE, ADVICE, True),
        # A mark alone in the last line: what is said stands in the lines that lead it in.
        ("If you can pay\nAsk the desk for more time\n.", LATE, f"{ADVICE[:-1]}\n.", True),
    ],
)
def test_a_heading_that_is_left_out_is_named(
    said: str, path: tuple[str, ...], text: str, certain: bool
) -> None:
    found = [each for each in departures(said, [passage_of(path, text)]) if each.kind == "heading_left_out"]
    assert [(each.word, each.certain) for each in found] == [(path[-1], certain)]


@pytest.mark.parametrize(
    ("said", "path", "text"),
    [
        (f"{NOT_COVERED[-1]}\n{ITEMS}", NOT_COVERED, ITEMS),
        ("The card does not cover borrowed skis.", NOT_COVERED, ITEMS),
        ("Ask the desk for more time if you cannot pay.", LATE, ADVICE),
        ("If you cannot pay\nBring your card.", LATE, ADVICE),
    ],
)
def test_a_heading_that_is_said_in_its_own_words_or_in_others_is_not(
    said: str, path: tuple[str, ...], text: str
) -> None:
    assert [e for e in departures(said, [passage_of(path, text)]) if e.kind == "heading_left_out"] == []


def test_the_same_words_on_a_page_without_the_heading_bear_it_out() -> None:
    plain = passage_of(("Library card", "Fees"), ITEMS)
    assert departures("- borrowed skis", [passage_of(NOT_COVERED, ITEMS), plain]) == ()


def test_the_finding_names_the_heading_in_both_languages() -> None:
    (statement,) = drafted("Does the card cover borrowed skis?", NOT_COVERED, ITEMS)
    held = passage_of(NOT_COVERED, ITEMS)
    (finding,) = check_statements([replace(statement, text=ITEMS)], {held.id: held})
    assert (finding.check, finding.severity) == ("heading_left_out", "block")
    assert all(NOT_COVERED[-1] in each for each in finding.message)
