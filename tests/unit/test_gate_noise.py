"""A build must not fail by chance: a hundred runs that differ by noise alone all pass the gate."""

from datetime import UTC, datetime

import numpy as np

from eval.gate.adopt import adopt
from eval.gate.gate import judge_report
from tests.noise import noisy_pair

NOON = datetime(2026, 9, 14, 12, 0, tzinfo=UTC)
RUNS = 100
NOISE = (0.0, 0.05, 0.1, 0.2, 0.4)  # shares of the pages whose questions fall anew


def test_a_hundred_runs_of_resampled_cases_stay_green() -> None:
    failed = []
    for number in range(RUNS):
        random = np.random.default_rng(number)
        before, after = noisy_pair(random, NOISE[number % len(NOISE)])
        baseline = adopt(before, None, None, NOON).baseline
        assert baseline is not None
        failed += [failure.words.en for failure in judge_report(after, None, baseline).failures]
    assert failed == []
