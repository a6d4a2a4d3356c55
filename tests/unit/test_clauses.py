"""What a model glues to a true sentence is not carried by it."""

from dataclasses import replace

import pytest

from assistant.composing.shown import shown_to_model
from assistant.guards.clauses import stands_wholly
from knowledge.passages import make_passage
from tests.unit.test_model import EVIDENCE

FEES = make_passage(
    "s:/a", 0, ("Fishing", "Fees"), None, "prose", "The fee is $35. Allow 15 days by mail.", "en", 0
)
STORES = make_passage("s:/a", 1, ("Fishing", "Stores"), None, "prose", "Buy a licence at any store.", "en", 0)
FRAIS = make_passage(
    "s:/b", 0, ("Pêche",), None, "prose", "Le permis coûte 35 $. Écrivez à aide@a.example.", "fr", 0
)


@pytest.mark.parametrize(
    ("text", "passages"),
    [
        ("The fee is $35.", [FEES]),
        ("It costs $35. Allow 15 days by mail.", [FEES]),
        ("Yes, the fishing fee is $35.", [FEES]),
        ("The fee is $35. You buy a licence at any store.", [FEES, STORES]),
        ("Oui, le permis coûte 35 $.", [FRAIS]),
        ("Écrivez à aide@a.example.", [FRAIS]),
    ],
)
def test_true_words_of_one_source_or_of_several_stand(text: str, passages: list) -> None:
    assert stands_wholly(text, passages)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "The fee is $35. You idiot.",
        "The fee is $35, you idiot.",
        "You idiot: the fee is $35.",
        "The fee is $35 – everybody knows that.",
        "The fee is $35 (but nobody pays).",
        "The fee is optional.",
        "The fee is $35. Le permis coûte cher.",
        "The fee is $35 at evil.example.",
        "The fee is [$35](/pay).",
        "The fee is <b>$35</b>.",
        "The fee is $35.\U000e0041",
        "The fee is $35. Buy a licence at any store.",  # which another page says
    ],
)
def test_whatever_else_is_in_it_falls_with_it(text: str) -> None:
    assert not stands_wholly(text, [FEES])


def test_a_model_is_shown_nothing_that_has_no_word_of_the_question() -> None:
    (near,) = EVIDENCE
    far, learned = (
        replace(near, rank=2, coverage=0.0),
        replace(near, rank=3, coverage=0.0, found_by=("exchange",)),
    )
    assert list(shown_to_model([near, far, learned])) == ["S1", "S3"]
    assert list(shown_to_model([replace(near, coverage=0.0), far])) == ["S1", "S2"]
    assert len(shown_to_model([replace(near, rank=rank) for rank in range(1, 11)])) == 6
