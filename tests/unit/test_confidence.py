"""How sure a draft is: more where one page stands alone, less where many crowd or where more is asked than is there."""

from dataclasses import replace

import pytest

from assistant.withholding.confidence import WEIGHED, confidence, signs_of
from assistant.withholding.unknown_names import unknown_name
from tests.evidence import evidence

ALONE = (evidence("Fishing licence", "Buy it online.", score=30.0), evidence("Burn permits", score=10.0))
CROWD = tuple(evidence(f"Permit {number}", score=30.0) for number in range(12))


def test_nothing_found_answers_nothing() -> None:
    assert confidence((), "anything?") == 0.0


def test_a_page_that_stands_alone_is_surer_than_one_among_many_alike() -> None:
    assert confidence(ALONE) > confidence(CROWD)
    assert signs_of(ALONE, "").crowding == pytest.approx(0.0, abs=0.01)
    assert signs_of(CROWD, "").crowding == pytest.approx(2.48, abs=0.01)


def test_passages_of_one_page_do_not_crowd_each_other() -> None:
    page = tuple(evidence("Fishing licence", score=30.0 - number) for number in range(10))
    assert signs_of(page, "").crowding == 0.0


def test_a_nearer_passage_is_surer() -> None:
    nearer = (replace(ALONE[0], similarity=0.9), ALONE[1])
    assert confidence(nearer) > confidence(ALONE)


def test_the_only_page_there_is_answers_nothing_where_it_is_far_from_the_question() -> None:
    far, nearer = (tuple(replace(each, similarity=at) for each in ALONE) for at in (0.35, 0.4))
    assert confidence(far) == 0.35 < confidence(nearer)


def test_what_lies_beyond_what_is_weighed_changes_nothing() -> None:
    found = tuple(evidence(f"Page {number}", score=40.0 - number / 10) for number in range(WEIGHED + 20))
    assert confidence(found) == confidence(found[:WEIGHED])


def test_a_name_that_no_passage_has_makes_less_sure() -> None:
    assert confidence(ALONE, "a licence in Nowhereville") < confidence(ALONE, "a licence in town")


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("Can I buy a Fishing licence?", False),
        ("Is it the same in Nowhereville?", True),
        ("Where is it? Ask me later", False),
        ("la carte d’Ailleursville", True),
        ("HOW DO I GET A LICENCE IN NOWHEREVILLE", False),
        ("How To Buy A Licence Somewhere", False),
        ("I think I’m late", False),
        ("", False),
    ],
)
def test_a_name_is_a_capital_within_a_sentence(asked: str, expected: bool) -> None:
    assert unknown_name(asked, ALONE) is expected


def test_a_name_counts_as_known_where_a_title_has_it() -> None:
    assert not unknown_name("is it the Burn office?", ALONE)
