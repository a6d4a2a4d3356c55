"""A question is asked back only where a few words name several pages; else what is found is answered."""

import pytest

from assistant.citations import Statement
from assistant.guards.checks import blocking, check_statements
from assistant.understand import Understood
from assistant.withholding.clarify import ask_back, asked_back, choices, courtesy_will_do
from tests.evidence import evidence

PERMITS = [
    evidence("Burn permits", score=30.0),
    evidence("Parking permit", score=29.0),
    evidence("Liquor permits for events", score=28.0),
    evidence("Winter tires", score=27.5),
]


def asked(text: str, found=PERMITS, language: str = "en", thread: str = ""):
    return choices(Understood(text, f"{thread}\n{text}" if thread else text, language), found)


@pytest.mark.parametrize("text", ["permit", "how do I get a permit?", "how much does a permit cost"])
def test_a_word_that_several_titles_carry_is_asked_back(text: str) -> None:
    found = asked(text)
    assert found is not None
    assert (
        found.titles == ("Burn permits", "Parking permit", "Liquor permits for events") and not found.others
    )
    message = ask_back(found).message
    assert message.en == "Do you mean “Burn permits”, “Parking permit” or “Liquor permits for events”?"
    assert message.fr.startswith("Voulez-vous dire « Burn permits »") and " ou « Liquor" in message.fr


def test_in_french_too() -> None:
    pages = [evidence(title, language="fr") for title in ("Permis de pêche", "Permis de conduire")]
    found = asked("combien coûte un permis", pages, "fr")
    assert found is not None and found.titles == ("Permis de pêche", "Permis de conduire")


@pytest.mark.parametrize(
    "text",
    [
        "burn permit",  # one title carries both words
        "permit to burn leaves in may",  # says what is meant
        "winter tires",
        "how much",
        "refund",
    ],
)
def test_what_tells_one_page_from_the_others_is_not_asked_back(text: str) -> None:
    assert asked(text) is None


def test_a_thread_a_gap_in_score_or_a_title_of_just_these_words_is_answer_enough() -> None:
    assert asked("permit", thread="may I burn leaves?") is None
    assert (
        asked("permit", [evidence("Burn permits", score=30.0), evidence("Parking permit", score=20.0)])
        is None
    )
    assert asked("permit", [*PERMITS, evidence("Permits", score=10.0)]) is None
    assert asked("permit", []) is None
    fees = evidence("All fees", "A permit costs $5.", score=30.5)
    assert asked("permit", [fees, *PERMITS]) is None  # the best page may answer for all


def test_pages_of_the_same_title_are_one_choice() -> None:
    assert asked("permit", [PERMITS[0], evidence("Burn  Permits", score=29.0)]) is None


def test_what_is_asked_back_states_nothing_so_that_it_can_be_sent_without_a_source() -> None:
    pages = [
        *PERMITS[:2],
        evidence("Permit fee is $40"),
        evidence("Permits: write to a@b.example"),
        evidence("Permit " + "x" * 300),
    ]
    found = asked("permit", [evidence(each.page.title, score=30.0) for each in pages])
    assert found is not None and found.titles == ("Burn permits", "Parking permit") and found.others
    for text in ask_back(found).message:
        said = check_statements([Statement(text, kind="courtesy")], {})
        assert blocking(courtesy_will_do("needs_clarification", said)) == ()
        assert [each.check for each in blocking(courtesy_will_do("pending_review", said))] == ["no_fact"]


def test_the_question_is_found_again_among_a_drafts_findings() -> None:
    found = asked("permit")
    assert found is not None
    assert asked_back((ask_back(found),)) == ask_back(found).message
    assert asked_back(()) is None
