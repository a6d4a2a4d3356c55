"""The small numerical parts of tuning, against answers known beforehand."""

from dataclasses import replace

import numpy as np

from eval.cases import Asked, Case, GoldSource
from eval.tuning.fusion import best, mean_of_sets
from eval.tuning.logistic import auc, fit, probability
from eval.tuning.ranker import stretch_of
from knowledge.passages import make_passage


def case(name: str, set_name: str) -> Case:
    return Case(Asked(name, "q?", ()), set_name, "en", True, (GoldSource(name, "text"),), None, True, None)


def test_a_fit_finds_the_coefficients_that_made_the_data() -> None:
    draw = np.random.default_rng(1)
    features = draw.normal(size=(20_000, 2))
    truth = np.asarray([-1.0, 2.0, -0.5])
    right = (draw.random(20_000) < probability(truth, features)).astype(float)
    assert np.allclose(fit(features, right, np.ones(20_000)), truth, atol=0.1)


def test_separable_data_do_not_run_away() -> None:
    features = np.asarray([[0.0], [1.0]] * 10)
    found = fit(features, features[:, 0], np.ones(20))
    assert np.isfinite(found).all() and probability(found, features)[1] > 0.9


def test_auc_counts_ties_half() -> None:
    assert auc(np.asarray([0.9, 0.1]), np.asarray([1.0, 0.0])) == 1.0
    assert auc(np.asarray([0.5, 0.5]), np.asarray([1.0, 0.0])) == 0.5
    assert auc(np.asarray([0.5]), np.asarray([1.0])) == 0.5


def test_a_small_set_weighs_as_much_as_a_large_one() -> None:
    cases = [case("a", "large"), case("b", "large"), case("c", "small")]
    assert mean_of_sets(cases, {"a": 1.0, "b": 1.0, "c": 0.0}) == 0.5


def test_of_equally_good_shares_the_middle_one_is_taken() -> None:
    curve = {round(step * 0.05, 2): 0.5 for step in range(21)}
    assert best([case("a", "s")], {"a": curve}) == 0.5


def test_a_passage_is_judged_where_it_is_shown_whole() -> None:
    fee, hours, place = (
        make_passage("p", number, ("Parks", name), None, "prose", f"{name} one. {name} two.", "en", 0)
        for number, name in enumerate(("Fee", "Hours", "Place"))
    )
    part = replace(fee, text="Fee two.")
    stretches = [(replace(hours, text="Hours one."), place), (part, hours, place), (fee,)]
    assert stretch_of([place, hours, fee], stretches) == {place.id: 0, hours.id: 1, fee.id: 2}
