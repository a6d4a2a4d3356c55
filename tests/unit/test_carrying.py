"""Words carried from one language to another: the longest expression, typos, spelling, and what is lost."""

import pytest

from knowledge.words.carrying import Carried, Carrying, Part
from knowledge.words.choosing import worded
from knowledge.words.cognates import cognate
from knowledge.words.keywords import KeywordIndex
from knowledge.words.synonyms import Synonyms

GROUPS = (
    {"en": ["driver's licence", "driving licence"], "fr": ["permis de conduire"]},
    {"en": ["permit", "licence"], "fr": ["permis"]},
    {"en": ["drive"], "fr": ["conduire"]},
    {"en": ["renew", "renewal"], "fr": ["renouveler", "renouvellement"]},
    {"en": ["deadline"], "fr": ["délai"]},
    {"en": ["offence"], "fr": ["délit"]},
    {"en": ["charge", "fee"], "fr": ["frais"]},
)
PAGES = [
    "Renew a driver's licence at an office of Tamarack; the fee is $28.",
    "Charge an electric car: a permit to drive is no offence before the deadline.",
    "The library renewal of a book, its electricity.",
]


def index(language: str, texts: list[str]) -> KeywordIndex:
    return KeywordIndex(language, [str(number) for number in range(len(texts))], texts)


KEYWORDS = {"en": index("en", PAGES), "fr": index("fr", ["Bienvenue à la bibliothèque."])}


def carry(query: str, *synonyms: Synonyms) -> Carried:
    held = Synonyms(GROUPS)
    for each in synonyms:
        held = each + held
    return Carrying(held).carry(query, "fr", "en", KEYWORDS)


def wordings(query: str) -> list[tuple[str, ...]]:
    return [part.wordings for part in carry(query).parts]


def test_the_longest_expression_is_carried_and_only_what_stands_in_the_other_index() -> None:
    assert wordings("renouveler mon permis de conduire") == [
        ("renew",),
        ("driver's licence", "driving licence"),
    ]
    assert wordings("permis") == [("permit", "licence")]


def test_a_typo_is_carried_as_what_it_meant() -> None:
    assert wordings("renouveller mon permis de condiure") == wordings("renouveler mon permis de conduire")


def test_of_two_words_with_one_stem_the_one_that_was_said_counts() -> None:
    assert wordings("le délai") == [("deadline",)]
    assert wordings("un délit") == [("offence",)]


def test_names_figures_and_words_spelled_nearly_alike_are_carried() -> None:
    assert wordings("Tamarack 28 électricité") == [("Tamarack",), ("28",), ("electricity",)]


def test_a_word_that_is_lost_counts_as_missing_and_small_talk_does_not() -> None:
    assert carry("renouveler un bilboquet").share == pytest.approx(0.5)
    assert carry("pouvez-vous renouveler svp").share == 1.0
    assert carry("bilboquet").share == carry("").share == 0.0


def test_the_wordings_of_an_organisation_come_before_those_of_the_glossary() -> None:
    own = Synonyms([{"fr": ["permis"], "en": ["book"]}])
    assert carry("permis", own).parts[0].wordings == ("book", "permit", "licence")


def test_of_several_wordings_the_passages_tell_which() -> None:
    parts = tuple(Part(1.0, each) for each in (("charge", "fee"), ("licence",)))
    assert worded(Carried(parts), KEYWORDS["en"], "en") == ("fee licence", "fee charge licence")
    assert worded(Carried(()), KEYWORDS["en"], "en") == ("", "")


@pytest.mark.parametrize(
    ("word", "other"),
    [
        ("électricité", "electricity"),
        ("municipale", "municipal"),
        ("diabétique", "diabetic"),
        ("moteurs", "motor"),
    ],
)
def test_endings_differ_between_french_and_english(word: str, other: str) -> None:
    assert cognate(word, "fr", "en", {other}.__contains__) == other


def test_what_stands_nowhere_or_is_short_has_no_cognate() -> None:
    assert cognate("électricité", "fr", "en", {"electric"}.__contains__) is None
    assert cognate("chat", "fr", "en", {"chat"}.__contains__) is None
    assert cognate("electricity", "en", "es", {"electricity"}.__contains__) is None
