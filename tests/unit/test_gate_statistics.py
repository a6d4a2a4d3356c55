"""The gate's statistics: known answers, few false alarms under no change, and losses found as large as stated."""

from itertools import product

import numpy as np
import pytest

from eval.gate.statistics import ALPHA, FEWEST_GROUPS, Paired, compare

FEW = [f"g{number}" for number in range(FEWEST_GROUPS)]
QUICK = 4_000  # sign vectors
MANY = [f"g{number:03}" for number in range(120)]


def test_one_comparison_of_few_groups_is_the_exact_sign_flip_test() -> None:
    gains = [-0.5, -0.25, -1.0, 0.25, -0.75, -0.5, 0.0, -0.25]
    flips = [sum(s * g for s, g in zip(signs, gains, strict=True)) for signs in product((1, -1), repeat=8)]
    by_hand = sum(each <= sum(gains) + 1e-9 for each in flips) / len(flips)
    found = compare([Paired(FEW, gains, 0.5)], ALPHA)
    assert found.exact and found.changed_groups == 7
    assert found.compared[0].p_worse == pytest.approx(by_hand)
    assert found.compared[0].p_better == 1.0 or found.compared[0].p_better > 0.9


def test_the_step_down_of_two_comparisons_is_what_enumeration_by_hand_gives() -> None:
    strong, weak = np.array([-1.0] * 7 + [0.0]), np.array([-1.0, -1, 1, -1, -1, 1, -1, -1])
    flips = np.array(list(product((1, -1), repeat=8)))
    t_strong, t_weak = flips @ strong / np.sqrt(7), flips @ weak / np.sqrt(8)
    first = np.mean(np.maximum(-t_strong, -t_weak) >= 7 / np.sqrt(7) - 1e-9)
    second = max(first, np.mean(-t_weak >= 4 / np.sqrt(8) - 1e-9))
    found = compare([Paired(FEW, list(weak), 0.5), Paired(FEW, list(strong), 0.5)], ALPHA).compared
    assert [found[1].p_worse, found[0].p_worse] == pytest.approx([first, second])


def test_questions_of_one_page_count_as_one_observation() -> None:
    alone = compare([Paired(MANY[:20], [-1.0] * 20, 0.5)], ALPHA).compared[0]
    one_page = compare([Paired(MANY[:20] + ["g000"] * 100, [0.0] * 20 + [-1.0] * 100, 0.5)], ALPHA).compared[
        0
    ]
    assert alone.p_worse is not None and alone.p_worse < ALPHA
    assert one_page.p_worse == 0.5 and one_page.changed_groups == 1


def test_too_few_groups_are_not_tested() -> None:
    found = compare([Paired(FEW[:-1], [-1.0] * 7, 0.5)], ALPHA).compared[0]
    assert (found.p_worse, found.p_better, found.detectable) == (None, None, None)


def test_nothing_changed_is_no_loss_and_states_what_would_be_seen() -> None:
    found = compare([Paired(MANY, [0.0] * 120, 0.5)], ALPHA).compared[0]
    assert (found.p_worse, found.p_better, found.assumed) == (1.0, 1.0, True)
    assert found.detectable is not None and 0 < found.detectable < 0.2


def test_the_order_of_cases_and_comparisons_changes_nothing() -> None:
    random = np.random.default_rng(1)
    first, second = random.normal(-0.2, 1, 120), random.normal(0, 1, 120)
    order = random.permutation(120)
    forth = compare([Paired(MANY, list(first), 0.5), Paired(MANY, list(second), 0.5)], ALPHA).compared
    back = compare(
        [
            Paired([MANY[n] for n in order], list(second[order]), 0.5),
            Paired([MANY[n] for n in order], list(first[order]), 0.5),
        ],
        ALPHA,
    ).compared
    assert [forth[0].p_worse, forth[1].p_better] == [back[1].p_worse, back[0].p_better]


def slices(gains: np.ndarray) -> list[Paired]:
    """All groups, halves and quarters, for each figure (column)."""
    parts = [
        slice(None),
        *(slice(start, None, 2) for start in range(2)),
        *(slice(n, None, 4) for n in range(4)),
    ]
    return [
        Paired(MANY[part], list(gains[part, figure]), 0.5)
        for part in parts
        for figure in range(gains.shape[1])
    ]


def test_without_a_change_for_better_or_worse_alarms_are_as_rare_as_promised() -> None:
    random = np.random.default_rng(7)
    alpha, alarms, rounds = 0.1, 0, 150
    for _ in range(rounds):
        shared = random.choice([-1.0, 0, 1], size=(120, 1), p=[0.1, 0.8, 0.1])
        gains = shared + random.choice([-0.5, 0, 0.5], size=(120, 3), p=[0.1, 0.8, 0.1])
        alarms += any((each.p_worse or 1) < alpha for each in compare(slices(gains), alpha, QUICK).compared)
    # 150 rounds of one in ten: more than 26 would happen once in a thousand times.
    assert alarms <= 26


def test_a_loss_as_large_as_stated_is_found_four_times_in_five() -> None:
    random = np.random.default_rng(11)
    found, rounds = 0, 40
    for _ in range(rounds):
        gains = random.normal(0, 0.3, size=(120, 3))
        stated = compare(slices(gains), ALPHA, QUICK).compared[0].detectable
        assert stated is not None
        gains[:, 0] -= stated + gains[:, 0].mean()
        tested = compare(slices(gains), ALPHA, QUICK).compared[0]
        found += tested.p_worse is not None and tested.p_worse < ALPHA
    assert found >= 0.7 * rounds
