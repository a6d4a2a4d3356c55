"""A statement speaks of its passage when most of its telling words stand there, and one sentence has half of them."""

import pytest

from assistant.guards.subject import shared
from knowledge.passages import make_passage

ENGLISH = make_passage(
    "s:/a", 0, ("Fishing",), None, "prose",
    "You may be able to get a licence if you meet one of the conditions listed below. Lakes open in May.", "en", 0,
)  # fmt: skip
FRENCH = make_passage(
    "s:/b",
    0,
    ("Pêche",),
    None,
    "prose",
    "Le permis de pêche est valable un an. Les lacs ouvrent en mai.",
    "fr",
    0,
)


@pytest.mark.parametrize(
    ("said", "passage", "enough"),
    [
        ("A licence needs one of the conditions below.", ENGLISH, True),
        (
            "You may be able to get more payments if you meet one of the requirements listed below.",
            ENGLISH,
            False,
        ),
        ("Learn about supplemental licence claims.", ENGLISH, False),
        ("Votre permis est valable 1 an.", FRENCH, True),
        ("Le permis de conduire est suspendu un an.", FRENCH, False),
    ],
)
def test_words_that_fit_any_page_and_half_of_a_few_are_not_enough(said, passage, enough) -> None:
    found = shared(said, (passage,))
    assert found is not None and found.is_enough is enough


def test_figures_spelled_otherwise_say_nothing_of_the_subject() -> None:
    assert shared("2", (ENGLISH,)) is None
