"""Words, keyword scores, fusion and language, each by itself."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from knowledge.passages import as_on_page
from knowledge.ranking.fusion import fuse
from knowledge.words.keywords import BLOCK, KeywordIndex, highest, words
from knowledge.words.languages import detect


def test_words_meet_across_accents_and_inflections() -> None:
    assert words("Où renouveler mon permis de pêche ?", "fr") == words("renouvelé, permis peche", "fr")


def test_the_best_passages_share_rare_words_and_unknown_words_find_nothing() -> None:
    index = KeywordIndex("en", ["a", "b", "c"], ["fishing licence fee", "driver licence", "licence plates"])
    assert next(key for key, _ in index.best(words("fishing licence", "en"), 3)) == "a"
    assert index.best(["zzz"], 3) == []
    assert index.rarity("fish") > index.rarity("licenc")


@given(st.lists(st.integers(0, 9), max_size=120), st.integers(1, 9), st.integers(0, 3))
def test_the_highest_scores_are_found_without_looking_at_all(tens: list[int], top: int, more: int) -> None:
    scores = np.zeros(len(tens) + more * top * BLOCK, dtype=np.float32)
    scores[np.random.default_rng(len(tens)).permutation(len(scores))[: len(tens)]] = tens
    found = highest(scores, top)
    above = np.sort(scores[scores > 0])[::-1]
    assert np.sort(scores[found])[::-1][:top].tolist() == above[:top].tolist()
    assert len(set(found.tolist())) == len(found) and (scores[found] >= above[:top][-1:].sum()).all()


def test_an_empty_index_answers_nothing() -> None:
    assert KeywordIndex("en", [], []).best(["fish"], 5) == []


def test_fusion_orders_by_both_and_stays_within_its_weights() -> None:
    dense, lexical = {"a": 0.9, "b": 0.5}, {"b": 10.0, "c": 1.0}
    assert max(fuse(dense, lexical, 1.0), key=fuse(dense, lexical, 1.0).get) == "a"
    assert max(fuse(dense, lexical, 0.0), key=fuse(dense, lexical, 0.0).get) == "b"
    assert all(0.0 <= score <= 1.0 for score in fuse(dense, lexical, 0.5).values())
    assert fuse({}, {}, 0.5) == {}


def test_language_is_one_of_those_served() -> None:
    assert detect("ou renouveler mon permis", ("en", "fr"), "en") == "fr"
    assert detect("where do i renew", ("en", "fr"), "fr") == "en"
    assert detect("???", ("en", "fr"), "fr") == "fr"
    assert detect("hola", ("en",), "en") == "en"


def test_words_as_they_stand_in_the_page_have_no_marks_of_ours() -> None:
    assert as_on_page("You need:\n- a form\n1. Pay $35\nFee | $35") == "You need:\na form\nPay $35\nFee $35"
