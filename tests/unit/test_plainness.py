"""Plain words and short sentences read at a low grade; what is no word and no sentence counts for neither."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.citations import Statement
from assistant.voice.plainness import grade, long_sentences, stated

WORDS = st.lists(
    st.sampled_from("you can apply online certificate replacement demande régler".split()), min_size=1
)


def sentence(long_words: int) -> str:
    return " ".join(["The", *["certificate"] * long_words, "is", "here."])


@pytest.mark.parametrize(
    ("rix", "expected"),
    [(0, 1), (1, 4), (2, 6), (3, 8), (4, 9), (5, 10), (6, 11), (7, 12), (8, 13), (30, 13)],
)
def test_one_sentence_has_the_grade_of_its_long_words(rix: int, expected: int) -> None:
    assert grade(sentence(rix), "en") == expected


def test_long_words_are_shared_out_over_the_sentences() -> None:
    assert (
        grade(f"{sentence(4)} {sentence(1)}", "en") == grade(f"{sentence(1)}\n{sentence(4)}", "en") == 7
    )  # 2.5


def test_a_word_is_long_from_seven_letters_on() -> None:
    assert grade("Mailed six.", "en") == 1
    assert grade("Renewal six.", "en") == 4


def test_links_figures_and_marks_are_no_words() -> None:
    bare = "The office is open."
    full = "1. The office (1-800-555-0199, $1,234,567.00, service.desk@aldermere.example) is open."
    assert grade(full, "en") == grade(bare, "en") == 1
    assert grade("See https://aldermere.example/certificates/replacement. Then go.", "en") == 1


def test_an_item_of_a_list_is_a_sentence_without_its_full_stop() -> None:
    listed = "You need:\n- identification\n- certificate\n2. statement"
    assert grade(listed, "en") == 3  # three long words in four sentences


def test_french_elisions_and_inversions_do_not_make_long_words() -> None:
    assert grade("Pouvez-vous payer l’amende ?", "fr") == 1
    assert grade("Demandez votre certificat à M. Roy.", "fr") == 6


@pytest.mark.parametrize(
    ("text", "language"), [("", "en"), ("$35\n- 12\nhttps://a.example", "en"), ("Gut.", "de")]
)
def test_no_grade_without_words_or_in_another_language(text: str, language: str) -> None:
    assert grade(text, language) is None


@given(WORDS, WORDS)
def test_a_full_stop_between_never_raises_the_grade(first: list[str], second: list[str]) -> None:
    before, after = " ".join(first), " ".join(second)
    joined, parted = grade(f"{before} {after}", "en"), grade(f"{before}. {after.capitalize()}.", "en")
    assert joined is not None and parted is not None and parted <= joined


def test_a_sentence_is_long_from_twenty_six_words_on() -> None:
    right, long = " ".join(["word"] * 25) + ".", " ".join(["Word"] * 26) + "."
    assert long_sentences(f"{right} {long}\n- {right} 35 https://a.example") == (long,)


def test_courtesies_are_not_graded() -> None:
    reply = [Statement("Hello,", (), "courtesy"), Statement("It costs $35.", (), "fact")]
    assert stated(reply) == "It costs $35."
