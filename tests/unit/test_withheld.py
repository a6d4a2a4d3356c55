"""The curve of what withholding costs and saves, and the fit behind it, against answers known beforehand."""

import numpy as np
import pytest

from assistant.withholding.confidence import Signs
from eval.cases import Asked, Case, GoldSource, Said
from eval.tuning.confidence import Judged, calibrate, quality
from eval.tuning.shown import calibration_shown, calibration_written
from eval.tuning.withheld import SHARES, curves, minima


def case(name: str, answerable: bool = True, set_name: str = "site", follow_up: bool = False) -> Case:
    history = (Said("citizen", "before"),) if follow_up else ()
    sources = (GoldSource(name, "text"),) if answerable else ()
    return Case(Asked(name, "q?", history), set_name, "en", answerable, sources, None, True, None)


TEN = [case(str(number)) for number in range(10)]


def test_the_line_is_drawn_so_that_no_more_than_the_share_is_withheld() -> None:
    cases = [*TEN, case("low", answerable=False), case("high", answerable=False)]
    sure = np.asarray([number / 10 for number in range(10)] + [0.05, 0.95])
    everything = curves(cases, sure)[0]
    assert (everything.answerable, everything.unanswerable) == (10, 2)
    assert dict(zip(SHARES, everything.withheld, strict=True))[0.05] == 0.0
    assert dict(zip(SHARES, everything.withheld, strict=True))[0.1] == 0.5


def test_of_equal_confidences_none_is_withheld() -> None:
    cases = [*TEN, case("same", answerable=False)]
    assert set(curves(cases, np.full(11, 0.5))[0].withheld) == {0.0}


def test_first_turns_follow_ups_and_sets_have_curves_of_their_own() -> None:
    cases = [
        case("a"),
        case("b", answerable=False),
        case("c", set_name="other", follow_up=True),
        case("d", answerable=False, set_name="other", follow_up=True),
        case("e", set_name="third"),
    ]
    names = [each.name for each in curves(cases, np.linspace(0, 1, 5))]
    assert names == ["all", "first turns", "follow-ups", "other", "site"]


def test_a_minimum_tells_what_is_withheld_and_what_is_wrong_of_the_rest() -> None:
    cases = [case("a"), case("b"), case("c", answerable=False)]
    found = minima(cases, np.asarray([0.9, 0.1, 0.6]), np.asarray([1.0, 1.0, 0.0]))
    half = next(each for each in found if each.minimum == 0.5)
    assert (half.answered_of_answerable, half.withheld_of_unanswerable, half.wrong_of_answered) == (
        0.5,
        0,
        0.5,
    )


def test_confidences_that_sort_and_can_be_believed_have_no_error() -> None:
    found = quality(np.asarray([1.0] * 10 + [0.0] * 10), np.asarray([1.0] * 10 + [0.0] * 10))
    assert (found.auc, found.ece) == (1.0, 0.0)


def test_the_fit_finds_what_tells_and_is_held_out_by_page_and_by_site() -> None:
    draw = np.random.default_rng(2)
    judged = []
    for number in range(300):
        similarity = float(draw.random())
        right = bool(draw.random() < similarity)
        asked = case(str(number), right or number % 2 == 0, f"site {number % 3}")
        judged.append(Judged(asked, Signs(similarity, 0.0, 0.0, 0.0), right, 0.5))
    found = calibrate(judged, 5, 0)
    assert found.coefficients["similarity"] > 1 and found.coefficients["margin"] == 0
    assert found.quality["cross-validated"].auc > 0.7 and found.quality["site never seen"].auc > 0.7
    assert found.quality["cross-validated"].ece < 0.1
    assert found.quality["present"].auc == pytest.approx(0.5)
    assert "site never seen" in calibration_shown(judged, found)
    assert calibration_written(judged, found)["questions"] == 300
