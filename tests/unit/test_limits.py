"""The side of a figure that is meant: at least or at most, before or after; in both languages."""

import pytest

from assistant.guards.departures import departures
from assistant.guards.limits import other_side
from knowledge.passages import make_passage

ENGLISH = (
    "Choose up to 3 homes. Check the status after 14:00. Enrol within 60 days. The fee may not exceed $600."
)
FRENCH = (
    "Le séjour est de 14 nuits au plus. Demandez-le avant le 5 mars. Il faut au moins 2 témoins, payés 30 $."
)


@pytest.mark.parametrize(
    ("said", "source"),
    [
        ("You must choose at least 3 homes.", ENGLISH),
        ("Check the status before 2 p.m.", ENGLISH),
        ("Enrol after 60 days.", ENGLISH),
        ("The fee exceeds $600.", ENGLISH),
        ("Le séjour est de 14 nuits au moins.", FRENCH),
        ("Demandez-le après le 5 mars.", FRENCH),
        ("Il faut au plus deux témoins.", FRENCH),
    ],
)
def test_the_other_side_of_a_figure_blocks(said: str, source: str) -> None:
    language = "fr" if source is FRENCH else "en"
    passage = make_passage("s:/a", 0, (), None, "prose", source, language, 0)
    found = {each.kind: each.certain for each in departures(said, (passage,))}
    assert found.get("other_side")


@pytest.mark.parametrize(
    ("said", "source"),
    [
        ("You may choose no more than 3 homes.", ENGLISH),
        ("You cannot choose more than 3 homes.", ENGLISH),
        ("The status is there from 14:00.", ENGLISH),
        ("Enrol in 60 days or less.", ENGLISH),
        ("On ne peut pas rester plus de quatorze nuits.", FRENCH),
        ("Il faut 2 témoins ou plus.", FRENCH),
        ("Au plus tard le 5 mars.", FRENCH),
        ("Un témoin reçoit au plus 30 $.", FRENCH),
    ],
)
def test_the_same_side_in_other_words_and_a_side_left_open_are_no_departure(said: str, source: str) -> None:
    assert other_side(said, [source]) is None
