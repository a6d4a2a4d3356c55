"""A figure counts as found only when the source has the same figure."""

import pytest

from knowledge.facts import fact_stands, facts_in


@pytest.mark.parametrize(
    ("said", "source"),
    [
        ("It costs $35.", "Le tarif est de 35,00 $."),
        ("1 250,50 $", "The total is $1,250.50"),
        ("Call 1-800-555-0142", "Phone: 1 800 555-0142"),
        ("within 5 days", "within five days"),
        ("see https://a.example/x/.", "(https://www.a.example/x)"),
        ("12,000 people", "12 000 personnes"),
    ],
)
def test_the_same_fact_in_another_spelling_stands(said: str, source: str) -> None:
    assert all(fact_stands(fact, source) for fact in facts_in(said))
    assert facts_in(said)


@pytest.mark.parametrize(
    ("said", "source"),
    [
        ("It costs $35.", "It costs $350 or $3.50"),
        ("Call 1-800-555-0142", "Call 1-800-555-0143"),
        ("on 14 September 2026", "on 15 September 2026"),
        ("see https://a.example/x", "see https://a.example/y"),
        ("pay 10.5", "pay 105"),
    ],
)
def test_another_fact_does_not_stand(said: str, source: str) -> None:
    assert not all(fact_stands(fact, source) for fact in facts_in(said))


def test_a_telephone_number_is_one_fact_and_marks_its_place() -> None:
    text = "Call 1-800-555-0142 now"
    (fact,) = facts_in(text)
    assert text[fact.start : fact.end] == "1-800-555-0142"
    assert fact.kind == "phone"


def test_the_number_of_a_step_is_no_fact() -> None:
    assert [fact.text for fact in facts_in("1. Pay $35.\n2. Wait 15 days.")] == ["35", "15"]


@pytest.mark.parametrize("row", ["One year $28 $75", "Un an 28 $ 75 $", "One year | $28 | $75"])
def test_each_amount_of_a_table_keeps_its_sign(row: str) -> None:
    assert [(fact.value, fact.unit) for fact in facts_in(row)] == [("28", "$"), ("75", "$")]
