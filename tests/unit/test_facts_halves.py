"""A half more is part of the number: "a year and a half" of a page bears out "18 months", and not "a year"."""

import pytest

from knowledge.facts import fact_follows, fact_stands, stated_in


@pytest.mark.parametrize(
    ("said", "value", "unit"),
    [
        ("You wait two and a half years.", "2.5", "year"),
        ("You wait a year and a half.", "1.5", "year"),
        ("You wait one-and-a-half months.", "1.5", "month"),
        ("The trail is 2 ½ miles long.", "2.5", "mile"),
        ("It takes 1 1/2 hours.", "1.5", "hour"),
        ("Vous touchez 1 mois et demi de salaire.", "1.5", "month"),
        ("Il faut deux ans et demi.", "2.5", "year"),
        ("Le trajet dure une heure et demie.", "1:30", "h"),
    ],
)
def test_a_half_more_is_part_of_the_number(said: str, value: str, unit: str) -> None:
    assert [(fact.value, fact.unit) for fact in stated_in(said)] == [(value, unit)]


@pytest.mark.parametrize(
    "said", ["It takes half a day.", "Une demi-journée suffit.", "A month later half of it is due."]
)
def test_a_half_alone_is_no_half_more(said: str) -> None:
    assert not any(fact.value.endswith(("1.5", ":30")) for fact in stated_in(said))


@pytest.mark.parametrize(
    ("said", "source", "stands"),
    [
        ("You wait 18 months.", "You wait a year and a half.", True),
        ("You wait a year and a half.", "Vous attendez 18 mois.", True),
        ("Le trajet dure 1 h 30.", "It takes an hour and a half.", True),
        ("You get 1.5 months of pay.", "Vous touchez 1 mois et demi de salaire.", True),
        ("You get 1 month of pay.", "Vous touchez 1 mois et demi de salaire.", False),
        (
            "Vous touchez 2 mois et demi.",
            "Au moins 20 ans : 1 mois et demi. Au moins 30 ans : 2 mois.",
            False,
        ),
        ("You wait one year.", "You wait one and a half years.", False),
    ],
)
def test_the_half_has_to_stand_there_too(said: str, source: str, stands: bool) -> None:
    (fact,) = stated_in(said)
    assert (fact_stands(fact, source) or fact_follows(fact, source)) is stands
