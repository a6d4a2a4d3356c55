"""Nothing is tuned on what it is tested on, and no interval is narrower than the data allow."""

from hypothesis import given
from hypothesis import strategies as st

from eval.cases import Asked, Case, GoldSource
from eval.folds import folds, groups_of
from eval.intervals import paired_difference


def case(name: str, pages: tuple[str, ...] = (), dialogue: str | None = None) -> Case:
    sources = tuple(GoldSource(page, None) for page in pages)
    return Case(Asked(name, "q?", ()), "set", "en", True, sources, None, True, dialogue)


pages = st.lists(st.sampled_from("abcdefghijkl"), max_size=2).map(tuple)
dialogues = st.none() | st.sampled_from(["d1", "d2", "d3"])


@given(st.lists(st.tuples(pages, dialogues), max_size=30), st.integers(2, 6), st.integers(0, 3))
def test_no_page_and_no_dialogue_is_on_both_sides(
    drawn: list[tuple[tuple[str, ...], str | None]], k: int, seed: int
) -> None:
    cases = [case(str(number), *each) for number, each in enumerate(drawn)]
    rounds = folds(cases, k, seed)
    assert sorted(each.id for fold in rounds for each in fold.held_out) == sorted(each.id for each in cases)
    for fold in rounds:
        seen = {source.page_id for each in fold.seen for source in each.sources}
        assert not seen & {source.page_id for each in fold.held_out for source in each.sources}
        assert not {e.dialogue for e in fold.seen} & {e.dialogue for e in fold.held_out} - {None}


def test_folds_are_the_same_every_time_and_differ_by_seed() -> None:
    cases = [case(str(number), (f"page {number}",)) for number in range(40)]
    assert folds(cases, 5, seed=1) == folds(cases, 5, seed=1)
    assert folds(cases, 5, seed=1) != folds(cases, 5, seed=2)


def test_a_third_case_can_tie_two_together() -> None:
    groups = groups_of([case("a", ("p",)), case("b", ("q",)), case("c", ("p", "q"))])
    assert len(set(groups.values())) == 1


def test_a_constant_gap_is_certain_and_a_mixed_one_is_not() -> None:
    sure = paired_difference([1.0] * 20, [0.5] * 20, [str(number) for number in range(20)])
    assert (sure.mean, sure.low, sure.high, sure.verdict) == (0.5, 0.5, 0.5, "better")
    mixed = paired_difference([1.0, 0.0] * 10, [0.0, 1.0] * 10, [str(number) for number in range(20)])
    assert mixed.low < 0 < mixed.high and mixed.verdict == "equal"


def test_questions_of_one_group_count_as_one_draw() -> None:
    ours, theirs = [1.0] * 10 + [0.0] * 2, [0.0] * 10 + [1.0] * 2
    apart = paired_difference(ours, theirs, [str(number) for number in range(12)])
    together = paired_difference(ours, theirs, ["one"] * 10 + ["two", "three"])
    assert apart.verdict == "better" and together.low < 0
    assert together.verdict == "few"
