"""The glossary that ships with the product can be used whole, and is large enough to be worth it."""

from knowledge.words.glossary import glossary, glossary_files
from knowledge.words.keywords import words

LANGUAGES = ("en", "fr")


def test_no_line_of_it_is_left_out() -> None:
    assert [each for file in glossary_files(LANGUAGES) for each in file.complaints] == []


def test_it_has_more_than_a_thousand_entries_in_both_languages() -> None:
    groups = [group for file in glossary_files(LANGUAGES) for group in file.groups]
    assert len(groups) > 1_200
    assert all(group.keys() == set(LANGUAGES) for group in groups)


def test_no_entry_says_twice_what_another_says() -> None:
    groups = [group for file in glossary_files(LANGUAGES) for group in file.groups]
    said = [(tuple(group["en"]), tuple(group["fr"])) for group in groups]
    assert len(set(said)) == len(said)


def test_it_knows_the_words_of_an_office_both_ways() -> None:
    for language, question, other, wanted in (
        ("fr", "renouveler ma plaque d’immatriculation", "en", "licence plate"),
        ("en", "unemployment benefits", "fr", "assurance-emploi"),
    ):
        met = glossary(LANGUAGES).met(words(question, language), language)
        assert wanted in {wording for each in met for wording in each.group[other]}


def test_an_index_of_other_languages_gets_none_of_it() -> None:
    assert not glossary(("en", "de"))
