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


@pytest.mark.parametrize(
    "asked",
    [
        "When does the library open?",
        "and when is it due",
        "Do you know when they expire?",
        "when the office opens?",
        "Quand ouvre la bibliothèque?",
        "Quand le bureau ouvre-t-il ses portes ?",
        "C’est quand la date limite ?",
        "Mon permis est valide jusqu’à quand ?",
        "Quand est-ce que je recevrai mon chèque ?",
    ],
)
def test_when_asks_for_a_time(asked: str) -> None:
    assert has_one("On June 3.", kinds_asked(asked))


@pytest.mark.parametrize(
    "asked",
    [
        "What do I need when I apply?",
        "When I apply, how do I get benefits?",
        "When I bring food home should I wash it?",
        "Que faire quand on déménage ?",
        "Quand on déménage, comment changer son adresse ?",
        "Is it closed due to the storm?",
        "Who is in charge of parks?",
        "Quelles sont les règles de prise en charge ?",
        "Is it safe to have contact with my pet?",
    ],
)
def test_what_only_looks_like_a_question_for_a_fact_asks_for_none(asked: str) -> None:
    assert not kinds_asked(asked)


def test_how_long_asks_for_no_amount() -> None:
    assert not has_one("C’est 28 $.", kinds_asked("Combien de temps est-on fiché ?"))
