"""A share is one fact, in figures or in words: "a third" of a page bears out "1/3" and not "1/4"."""

import pytest

from knowledge.facts import fact_stands, stated_in


def _shares(text: str) -> list[str]:
    return [fact.value for fact in stated_in(text) if fact.unit == "share"]


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("Two-thirds of the fee is returned.", "2/3"),
        ("rounded up to one - eighth of one percent", "1/8"),
        ("You pay a quarter of the cost.", "1/4"),
        ("You pay half of the cost.", "1/2"),
        ("1/4 de vos revenus", "1/4"),
        ("6/12 du montant", "1/2"),
        ("¾ du salaire", "3/4"),
        ("les trois quarts du salaire", "3/4"),
        ("le tiers des frais, puis un quart d'avance", "1/3 1/4"),
        ("la moitié du loyer", "1/2"),
        ("deux cinquièmes des voix", "2/5"),
    ],
)
def test_a_share_is_one_fact(said: str, value: str) -> None:
    assert _shares(said) == value.split()


@pytest.mark.parametrize(
    "said",
    [
        "Un tiers fait la demande, les tiers autorisés aussi.",
        "A third dose is free.",
        "One third party may sign.",
        "We answer 24/7.",
        "On 12/31/2026 it ends.",
        "The third quarter begins in July.",
        "It takes half an hour.",
        "the second half",
    ],
)
def test_what_only_looks_like_a_share_is_none(said: str) -> None:
    assert _shares(said) == []


@pytest.mark.parametrize(
    ("said", "source", "stands"),
    [
        ("You pay one third.", "Vous payez 1/3 du tarif.", True),
        ("Vous payez la moitié du tarif.", "You pay ½ of the fee.", True),
        ("You pay 1/3.", "Pay 1/4 within 3 days.", False),
        ("You pay a third of the fee.", "You pay half of the fee on the third day.", False),
    ],
)
def test_a_share_stands_where_the_same_share_is_written(said: str, source: str, stands: bool) -> None:
    (share,) = [fact for fact in stated_in(said) if fact.unit == "share"]
    assert fact_stands(share, source) is stands
