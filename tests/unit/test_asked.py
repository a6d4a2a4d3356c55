"""A question that asks for an amount is met by an amount."""

import pytest

from assistant.asked import has_one, kinds_asked


@pytest.mark.parametrize(
    ("question", "answer", "other"),
    [
        ("how much is a licence", "A licence is $28.", "A licence is valid for a year."),
        ("c’est combien un permis", "Le permis coûte 28 $.", "Le permis est valide un an."),
        ("when do i have to register", "Within 30 days.", "You have to register."),
        ("quel est le délai pour déclarer", "Dans les 30 jours.", "Il faut déclarer la naissance."),
        ("is there a phone number", "Call 1-800-555-0142.", "Call us."),
    ],
)
def test_the_kind_asked_for_is_told_from_others(question: str, answer: str, other: str) -> None:
    kinds = kinds_asked(question)
    assert has_one(answer, kinds)
    assert not has_one(other, kinds[:1])


def test_a_question_for_no_such_fact_prefers_none() -> None:
    assert not has_one("It costs $28.", kinds_asked("can I fish at night?"))
