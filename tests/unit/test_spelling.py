"""Typos: what an unknown word was meant to be, and what is left alone."""

from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.words.expansion import Expansion
from knowledge.words.spelling import Spelling, distance
from knowledge.words.synonyms import Synonyms

RARITY = {
    "licenc": 2.0,
    "certif": 3.0,
    "saturday": 5.0,
    "weather": 6.0,
    "wether": 9.0,
    "renew": 2.0,
    "2026": 4.0,
}
WORD = st.text(alphabet="abcdé", max_size=7)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("liscenc", "licenc"),  # a letter too many
        ("certf", "certif"),  # one missing
        ("satudray", "saturday"),  # two swapped
        ("saterdey", "saturday"),  # two wrong, in a long word
        ("recew", "renew"),
        ("penew", "renew"),
    ],
)
def test_an_unknown_word_is_the_nearest_indexed_one(typed: str, meant: str) -> None:
    assert Spelling(RARITY).nearest(typed) == meant


@pytest.mark.parametrize("typed", ["licenc", "wether", "rnew", "zzzzzz", "2062", "2025", "", "lixxenc"])
def test_known_short_far_and_numbered_words_are_left_alone(typed: str) -> None:
    assert Spelling(RARITY).nearest(typed) is None


def test_of_words_as_near_the_commonest_counts() -> None:
    assert Spelling({"tires": 5.0, "tired": 2.0}).nearest("tirec") == "tired"


def test_the_first_letter_counts_more_than_how_common_a_word_is() -> None:
    assert Spelling({"house": 5.0, "mouse": 1.0}).nearest("hiuse") == "house"
    assert Spelling({"rouse": 5.0, "mouse": 1.0}).nearest("ruuse") == "rouse"


def test_an_empty_index_corrects_nothing() -> None:
    assert Spelling({}).nearest("anything") is None


@given(WORD, WORD)
def test_the_distance_is_symmetric_and_stops_at_its_bound(one: str, other: str) -> None:
    assert distance(one, other, 2) == distance(other, one, 2) <= 3
    assert (distance(one, other, 2) == 0) == (one == other)


@given(WORD, st.data())
def test_every_single_mistake_is_at_distance_one(word: str, data) -> None:
    place = data.draw(st.integers(0, len(word)))
    assert distance(word, word[:place] + "z" + word[place:], 1) == 1


def test_a_question_without_unknown_words_or_phrases_gets_no_other_stems() -> None:
    assert Expansion(Synonyms()).other_stems(["renew", "licenc"], "en", RARITY) == ()


def test_a_typo_does_not_hide_a_phrase_of_the_file() -> None:
    expansion = Expansion(Synonyms([{"en": ("saturday permit", "weather certificate")}]))
    assert expansion.other_stems(["saterday", "permit"], "en", RARITY) == ("saturday", "weather", "certif")


def test_a_citizens_word_of_the_file_is_no_typo_and_may_be_mistyped_itself() -> None:
    expansion = Expansion(Synonyms([{"en": ("certib", "weather")}]))
    assert expansion.other_stems(["certib"], "en", RARITY) == ("weather",)
    other = Expansion(Synonyms([{"en": ("handicap sticker", "renew")}]))
    assert other.other_stems(["handycap", "sticker"], "en", RARITY) == ("renew",)


def test_only_indexed_stems_are_searched_besides() -> None:
    expansion = Expansion(Synonyms([{"en": ("tag", "renew plate")}]))
    assert expansion.other_stems(["tag"], "en", RARITY) == ("renew",)


def test_a_new_index_brings_its_own_words() -> None:
    expansion = Expansion(Synonyms())
    assert expansion.meant(["saterday"], "en", RARITY) == ["saturday"]
    assert expansion.meant(["saterday"], "en", {"other": inf}) == ["saterday"]
