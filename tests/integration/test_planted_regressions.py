"""The gate catches every regression that is planted in the sample government's desk, and lets the unharmed one pass."""

from collections.abc import Iterator

import pytest

from eval.measures.registry import measures
from tests.harms import HARMS
from tests.planted import Sample, remembered_surroundings, sample


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sample]:
    with pytest.MonkeyPatch.context() as patch:
        # For speed: only what the gate looks at is measured, and not the pace of the machine; and what stands around
        # a passage is not read again for each harm.
        gated = tuple(
            each for each in measures() if any(figure.gated or figure.guard for figure in each.figures)
        )
        patch.setattr("eval.scoring.measures", lambda: gated)
        patch.setattr("eval.runs.run.unit_seconds", lambda: 0.01)
        patch.setattr("eval.retrieval.around", remembered_surroundings())
        with sample(tmp_path_factory.mktemp("planted")) as ingested:
            yield ingested


def test_there_are_thirty_and_more() -> None:
    assert len(HARMS) >= 30


def test_the_unharmed_run_passes_and_repeats_itself(desk: Sample) -> None:
    again, _ = desk.asked()
    assert again.digest == desk.report.digest
    verdict = desk.judged(again, desk.timings)
    assert verdict.held, [failure.words.en for failure in verdict.failures]


@pytest.mark.parametrize("name", HARMS)
def test_a_planted_regression_fails_for_its_own_reason(
    name: str, desk: Sample, monkeypatch: pytest.MonkeyPatch
) -> None:
    harm, expected = HARMS[name]
    verdict = harm(desk, monkeypatch)
    assert verdict.exit_code == 1
    assert expected <= set(verdict.kinds()), [failure.words.en for failure in verdict.failures]
