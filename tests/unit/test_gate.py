"""The gate on made-up runs: what fails it, what does not, and that it says the same thing twice."""

from datetime import UTC, datetime

import pytest

from eval.gate.adopt import adopt
from eval.gate.baseline import Baseline
from eval.gate.gate import judge_report
from eval.gate.verdict import Verdict
from eval.runs.record import CaseRecord, Report, Timings
from knowledge.errors import BadInput
from tests.reports import FIGURES, RULES, case, figure, report, timings

NOON = datetime(2026, 9, 14, 12, 0, tzinfo=UTC)
CASES = tuple(case(number) for number in range(120))
BEFORE = report(CASES)
SECONDS = {each.id: 0.05 for each in CASES}


@pytest.fixture(scope="module")
def baseline() -> Baseline:
    return adopted(BEFORE, timings(by_case=SECONDS, unit_s=0.01))


def adopted(run: Report, times: Timings | None = None) -> Baseline:
    made = adopt(run, times, None, NOON).baseline
    assert made is not None
    return made


def kinds(verdict: Verdict) -> set[str]:
    return set(verdict.kinds())


def worsened(each: CaseRecord, **values: float) -> CaseRecord:
    return each.model_copy(update={"values": {**each.values, **values}})


def test_the_same_run_holds_and_says_what_loss_would_have_been_seen(baseline: Baseline) -> None:
    verdict = judge_report(BEFORE, timings(by_case=SECONDS, unit_s=0.01), baseline)
    assert verdict.held and verdict.exit_code == 0 and verdict.changes == ()
    of_all = next(each for each in verdict.comparisons if (each.slice, each.figure) == ("all", "hit@1"))
    assert of_all.outcome == "equal" and of_all.assumed
    assert of_all.detectable is not None and 0 < of_all.detectable < 0.2
    assert verdict.latency is not None and verdict.latency.median_ratio == 1.0


def test_a_loss_on_one_language_alone_fails_there_and_is_named(baseline: Baseline) -> None:
    harmed = [worsened(each, token_f1=0.2) if each.language == "fr" else each for each in CASES]
    verdict = judge_report(report(tuple(harmed)), None, baseline)
    lost = {(each.slice, each.figure) for each in verdict.failures if each.kind == "loss"}
    assert ("language:fr", "token_f1") in lost and ("language:en", "token_f1") not in lost
    assert verdict.exit_code == 1
    assert verdict.changes[0].gain < 0 and verdict.changes[0].before_answer is not None


def test_a_loss_too_small_to_matter_is_told_and_fails_nothing(baseline: Baseline) -> None:
    harmed = [worsened(each, token_f1=each.values["token_f1"] - 0.005) for each in CASES]
    verdict = judge_report(report(tuple(harmed)), None, baseline)
    assert verdict.held and {each.outcome for each in verdict.comparisons} == {"equal", "small"}


def test_many_small_steps_end_at_the_floor(baseline: Baseline) -> None:
    run = BEFORE
    for share in (6, 5, 4, 3):  # each step against a baseline that was made anew, its floors kept
        harmed = [
            worsened(each, right=0.0) if number % share == 0 else each for number, each in enumerate(CASES)
        ]
        run = report(tuple(harmed))
    verdict = judge_report(run, None, baseline.model_copy(update={"cases": adopted(run).cases}))
    assert kinds(verdict) == {"floor"}


@pytest.mark.parametrize("guard", ["invented_facts", "dead_links"])
def test_one_broken_guard_fails_and_names_case_and_words(guard: str, baseline: Baseline) -> None:
    broken = CASES[3].model_copy(update={"violations": {guard: ["$12 stands in no source"]}})
    verdict = judge_report(report((*CASES[:3], broken, *CASES[4:])), None, baseline)
    (only,) = verdict.failures
    assert (only.kind, only.figure, only.cases) == ("guard", guard, ("q-0003",))
    assert "q-0003" in only.words.en and "$12 stands in no source" in only.words.fr


def test_a_guard_counts_although_no_words_were_given(baseline: Baseline) -> None:
    broken = worsened(CASES[3], dead_links=1.0)
    assert kinds(judge_report(report((*CASES[:3], broken, *CASES[4:])), None, baseline)) == {"guard"}


def flagged(count: int, flag: str) -> Report:
    return report(
        tuple(each.model_copy(update={"flag": flag}) if n < count else each for n, each in enumerate(CASES))
    )


@pytest.mark.parametrize(
    ("run", "kind"),
    [
        (report(CASES[1:]), "cases_missing"),
        (report((CASES[0].model_copy(update={"digest": "f" * 64}), *CASES[1:])), "gold_changed"),
        (flagged(1, "gone"), "pages_gone"),
        (flagged(7, "changed"), "pages_changed"),
        (report(CASES, judges=(RULES.model_copy(update={"kappa": 0.4, "passes": False}),)), "judge"),
        (report(CASES, leaks={"held_out": 3, "came_through": ("x-1",)}), "leak"),
        (report(CASES, gold=BEFORE.gold.model_copy(update={"lock": "broken"})), "gold_lock"),
    ],
)
def test_whatever_is_not_as_it_was_fails_with_its_own_kind(
    run: Report, kind: str, baseline: Baseline
) -> None:
    assert kinds(judge_report(run, None, baseline)) == {kind}


def test_a_figure_that_is_no_longer_measured_fails(baseline: Baseline) -> None:
    without = [
        each.model_copy(update={"values": {k: v for k, v in each.values.items() if k != "right"}})
        for each in CASES
    ]
    assert kinds(judge_report(report(tuple(without)), None, baseline)) == {"figure_missing"}


def test_a_page_changed_here_and_there_waits_for_review_and_stops_nobody(baseline: Baseline) -> None:
    verdict = judge_report(flagged(6, "changed"), None, baseline)
    assert verdict.held and any("wait for a review" in each.en for each in verdict.warnings)


def test_new_questions_are_told_and_not_compared(baseline: Baseline) -> None:
    verdict = judge_report(report((*CASES, case(500), case(501))), None, baseline)
    assert verdict.held and verdict.added == ("q-0500", "q-0501")


def test_touched_files_fail(baseline: Baseline) -> None:
    verdict = judge_report(BEFORE, None, baseline, report_intact=False, baseline_intact=False)
    assert kinds(verdict) == {"report_touched", "baseline_touched"}


@pytest.mark.parametrize(
    ("seconds", "unit_s", "held"),
    [
        (0.12, 0.01, False),  # more than twice as long
        (0.07, 0.01, True),  # 1.4 times: within the noise of a shared machine
        (0.15, 0.03, True),  # three times, on a machine that takes three times as long
    ],
)
def test_speed_is_compared_in_units_of_the_machine(
    seconds: float, unit_s: float, held: bool, baseline: Baseline
) -> None:
    times = timings(by_case=dict.fromkeys(SECONDS, seconds), unit_s=unit_s)
    verdict = judge_report(BEFORE, times, baseline)
    assert verdict.held is held and kinds(verdict) <= {"slow"}


def test_twice_as_long_is_nothing_where_nobody_would_notice() -> None:
    fast = adopted(BEFORE, timings(by_case=dict.fromkeys(SECONDS, 0.004), unit_s=0.01))
    assert judge_report(BEFORE, timings(by_case=dict.fromkeys(SECONDS, 0.012), unit_s=0.01), fast).held


def test_answers_from_the_cache_say_nothing_of_speed(baseline: Baseline) -> None:
    verdict = judge_report(BEFORE, timings(by_case={}, from_cache=120), baseline)
    assert verdict.held and verdict.latency is None
    assert any("120 came from the cache" in each.en for each in verdict.warnings)


def test_where_less_is_better_more_is_a_loss() -> None:
    figures = {**FIGURES, "supported": figure("Less is better.", better="lower")}
    before = adopted(report(tuple(worsened(each, supported=0.2) for each in CASES), figures=figures))
    after = report(tuple(worsened(each, supported=0.9) for each in CASES), figures=figures)
    lost = judge_report(after, None, before)
    assert kinds(lost) == {"loss", "floor"} and {each.figure for each in lost.failures} == {"supported"}


def test_nothing_in_common_could_not_run(baseline: Baseline) -> None:
    with pytest.raises(BadInput, match="no question in common"):
        judge_report(report((case(900), case(901))), None, baseline)


def test_the_same_files_give_the_same_bytes(baseline: Baseline) -> None:
    harmed = [worsened(each, token_f1=0.5 + 0.003 * n) for n, each in enumerate(CASES)]
    first = judge_report(report(tuple(harmed)), None, baseline).model_dump_json()
    assert first == judge_report(report(tuple(reversed(harmed))), None, baseline).model_dump_json().replace(
        report(tuple(reversed(harmed))).digest, report(tuple(harmed)).digest
    )
