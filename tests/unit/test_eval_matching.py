"""When a passage counts as showing a gold source."""

from hashlib import sha256

import pytest

from eval.cases import GoldSource
from eval.matching import is_right, shown, squashed
from eval.results import Found

LONG = " ".join(sha256(bytes([number])).hexdigest()[: 3 + number % 7] for number in range(250)) + "."


def right(source: str, passage: str, page: str = "p") -> bool:
    return is_right(GoldSource("p", source), Found(page, None, passage, 1.0))


def test_white_space_case_punctuation_and_list_marks_do_not_matter() -> None:
    source = "Bring: a passport a photo a proof of address for the last year"
    assert right(
        source,
        "Permits › Apply\n- Bring:\n- A PASSPORT\n1. a photo\n• a proof  of address\nfor the last year.",
    )


def test_a_source_that_is_only_partly_there_is_not_right() -> None:
    source = "The fee is 25 dollars for adults and nothing at all for children under twelve."
    assert not right(
        source, "The fee is 25 dollars for adults and something else, told in many more words than that. " * 2
    )


def test_half_of_a_source_longer_than_the_passage_is_right_and_a_third_is_not() -> None:
    source = LONG[:700]
    assert right(source, source[:400])
    assert not right(source, source[:230])


def test_of_a_very_long_source_four_hundred_characters_are_enough() -> None:
    assert right(LONG, LONG[1000:1600])
    assert not right(LONG, LONG[1000:1300])


def test_short_words_count_only_on_their_own_page_and_long_texts_anywhere() -> None:
    assert right("$40", "The fee is $40.")
    assert not right("$40", "The fee is $40.", page="other")
    text = "The office in the old station opens at nine on every working day."
    assert right(text, text, page="mirror")


@pytest.mark.parametrize("source", ["", "?!"])
def test_a_source_without_letters_is_never_right(source: str) -> None:
    assert not right(source, "anything")


def test_two_halves_together_show_the_whole() -> None:
    source = squashed(LONG[:800])
    both = shown(source, squashed(LONG[:420])) | shown(source, squashed(LONG[380:800]))
    assert both.bit_count() == len(source)
