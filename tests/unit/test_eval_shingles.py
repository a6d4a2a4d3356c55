"""Hits by half of the shingles, on the gold page."""

import pytest

from eval.benchmarks.shingles import (
    LONGEST_CHARACTERS,
    hit_within,
    hits,
    is_hit,
    shingles,
    table,
    to_json,
    turns_of,
)
from eval.cases import Asked, Case, GoldSource
from eval.results import Found, Ranking

FEE = "A trout permit costs 31 dollars."
SOURCE = GoldSource("fishing", FEE)


def found(text: str, page: str = "fishing") -> Found:
    return Found(page, None, text, 1.0)


def test_white_space_case_and_punctuation_do_not_count() -> None:
    assert shingles("A b-C,\n d: E_f (g) H i") == {"abcdefgh", "bcdefghi"}
    assert is_hit(SOURCE, found("a TROUT\n\npermit … costs 31 dollars"))


def test_a_passage_must_stand_on_a_gold_page() -> None:
    assert is_hit(SOURCE, found(FEE)) and not is_hit(SOURCE, found(FEE, "roads"))


@pytest.mark.parametrize(("shown", "hit"), [(13, True), (12, False)])
def test_half_of_the_shingles_is_enough_and_less_is_not(shown: int, hit: bool) -> None:
    # 31 different letters and digits have 24 shingles; the first 7 + n letters hold n of them, and 12 are half.
    source = GoldSource("p", "abcdefghijklmnopqrstuvwxyz01234")
    assert len(shingles(source.text or "")) == 24
    assert is_hit(source, found("abcdefghijklmnopqrstuvwxyz01234"[: 6 + shown], "p")) is hit


def test_only_the_first_1500_characters_of_a_passage_are_read() -> None:
    assert is_hit(SOURCE, found("x" * (LONGEST_CHARACTERS - len(FEE)) + FEE))
    assert not is_hit(SOURCE, found("x" * LONGEST_CHARACTERS + FEE))


def test_a_source_without_text_is_met_by_its_page_alone() -> None:
    assert is_hit(GoldSource("fishing", None), found("anything"))
    assert not is_hit(GoldSource("fishing", None), found("anything", "roads"))


def test_a_source_shorter_than_a_shingle_must_stand_there_whole() -> None:
    short = GoldSource("fishing", "31 $")
    assert is_hit(short, found("It costs 31 dollars.")) and not is_hit(short, found("It costs 13 dollars."))


def test_any_source_among_the_first_k_counts() -> None:
    ranked = [found("Roads.", "roads"), found(FEE)]
    sources = (GoldSource("elsewhere", FEE), SOURCE)
    assert (hit_within(sources, ranked, 1), hit_within(sources, ranked, 2)) == (0.0, 1.0)


def test_first_turns_and_follow_ups_are_counted_apart_and_an_unranked_question_is_missed() -> None:
    cases = [case("a", 1), case("b", 2), case("c", 1, "other")]
    systems = {"ours": hits(cases, {"a": Ranking("a", (found(FEE),))})}
    groups = {name: [each.id for each in members] for name, members in turns_of(cases).items()}
    assert groups == {
        "all": ["a", "b", "c"],
        "all, first turns": ["a", "c"],
        "all, follow-ups": ["b"],
        "town": ["a", "b"],
        "town, first turns": ["a"],
        "town, follow-ups": ["b"],
        "other, first turns": ["c"],
    }
    assert "| all, first turns   |   2 | 0.500 / 0.500 |" in table(cases, systems)
    assert to_json(cases, systems)["ours"]["town, follow-ups"] == {"questions": 1, "hit@1": 0, "hit@5": 0}


def case(key: str, turn: int, name: str = "town") -> Case:
    asked = Asked(key, "How much?", ())
    return Case(asked, name, "en", True, (SOURCE,), None, True, None, turn=turn)
