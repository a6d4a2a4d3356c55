"""A question is understood in its thread, in its language, without private data."""

from assistant.turns import Turn
from assistant.understand import understand

SERVED = ("en", "fr")


def test_a_follow_up_brings_the_first_and_the_latest_words_of_the_citizen() -> None:
    history = [
        Turn("citizen", "fishing licence?"),
        Turn("agent", "It costs $35."),
        Turn("citizen", "and for kids"),
        Turn("agent", "Free."),
        Turn("citizen", "for seniors"),
    ]
    assert understand("how old?", history, SERVED).query == "fishing licence?\nfor seniors\nhow old?"


def test_a_first_question_stands_alone() -> None:
    assert understand("how much is it", [], SERVED).query == "how much is it"


def test_a_very_short_question_is_in_the_language_of_its_thread() -> None:
    history = [Turn("citizen", "comment renouveler mon permis de conduire")]
    assert understand("ok 2026?", history, SERVED).language == "fr"


def test_private_data_is_gone_before_anything_is_searched() -> None:
    assert "555" not in understand("call me at 613-555-0198", [], SERVED).query
