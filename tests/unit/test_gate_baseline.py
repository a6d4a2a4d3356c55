"""Making a baseline: floors that never fall silently, a file that reads as a diff, and the commands' exit codes."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from eval.gate.adopt import adopt
from eval.gate.baseline import Baseline, write_baseline
from eval.gate.cli import app
from eval.gate.floors import floors_of, margin
from eval.gate.sealed import read_sealed
from eval.runs.record import Report, write_report
from tests.reports import RULES, case, report, timings

NOON = datetime(2026, 9, 14, 12, 0, tzinfo=UTC)
CASES = tuple(case(number) for number in range(120))
BEFORE = report(CASES)
REASON = "The fee page was withdrawn by the ministry."


def harmed(share: int = 2) -> Report:
    return report(
        tuple(
            each.model_copy(update={"values": {**each.values, "right": 0.0}}) if number % share == 0 else each
            for number, each in enumerate(CASES)
        )
    )


@pytest.fixture
def run_dir(tmp_path: Path) -> Path:
    write_report(tmp_path / "run", BEFORE, timings())
    return tmp_path / "run"


@pytest.fixture
def committed(run_dir: Path, tmp_path: Path) -> Path:
    assert command("baseline", "--report", run_dir, "--out", tmp_path / "baseline.json").exit_code == 0
    return tmp_path / "baseline.json"


def command(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(each) for each in arguments])


def written(folder: Path, run: Report) -> Path:
    write_report(folder, run, timings())
    return folder


def test_floors_stand_a_margin_below_and_small_slices_have_none() -> None:
    floors = floors_of(report(tuple(case(number) for number in range(20))))
    assert 0.3 < floors["all"]["right"] < 0.8
    assert all(len({c.group for c in CASES[:20] if name in c.slices}) >= 8 for name in floors)


def test_the_margin_is_wilsons_where_cases_are_independent_and_wider_where_they_are_not() -> None:
    values, alone = [1.0] * 80 + [0.0] * 20, [f"g{n}" for n in range(100)]
    assert margin(values, alone, -1, 1.96) == pytest.approx(0.711, abs=0.002)  # Wilson, 80 of 100
    assert margin(values, alone, 1, 1.96) == pytest.approx(0.867, abs=0.002)
    assert margin(values, [f"g{n // 5}" for n in range(100)], -1, 1.96) < 0.66
    assert margin([-1.0, 1.0] * 50, alone, -1, 1.96) == pytest.approx(-0.19, abs=0.01)


def test_the_file_holds_a_case_a_line_sorted_and_comes_back_as_it_was(tmp_path: Path) -> None:
    made = adopt(BEFORE, timings(), None, NOON).baseline
    assert made is not None
    write_baseline(tmp_path / "b.json", made)
    assert read_sealed(tmp_path / "b.json", Baseline) == (made, True)
    lines = (tmp_path / "b.json").read_text("utf-8").splitlines()
    of_cases = [line for line in lines if line.startswith(' "q-')]
    assert len(of_cases) == 120 and of_cases == sorted(of_cases)
    assert max(map(len, of_cases)) < 500


def test_floors_rise_with_a_better_report_and_never_fall_with_an_equal_one() -> None:
    old = adopt(harmed(), None, None, NOON).baseline
    assert old is not None
    new = adopt(BEFORE, None, old, NOON).baseline
    assert new is not None and new.floors["all"]["right"] > old.floors["all"]["right"]
    same = adopt(BEFORE, None, new, NOON).baseline
    assert same is not None and same.floors == new.floors and same.notes == ()


def test_a_worse_report_becomes_the_baseline_only_with_a_reason_that_is_kept() -> None:
    old = adopt(BEFORE, None, None, NOON).baseline
    assert old is not None
    refused = adopt(harmed(), None, old, NOON)
    assert refused.baseline is None
    assert {(n.what, n.slice, n.figure) for n in refused.falls} >= {
        ("floor", "all", "right"),
        ("loss", "all", "right"),
    }
    allowed = adopt(harmed(), None, old, NOON, REASON).baseline
    assert allowed is not None and allowed.notes and {note.reason for note in allowed.notes} == {REASON}
    assert {note.at for note in allowed.notes} == {"2026-09-14"}
    assert allowed.floors["all"]["hit@1"] == old.floors["all"]["hit@1"], "only what must fall falls"
    again = adopt(BEFORE, None, allowed, NOON).baseline
    assert again is not None and again.notes == allowed.notes, "the notes stay"


def test_a_loss_above_the_floor_is_no_silent_baseline_either() -> None:
    old = adopt(BEFORE, None, None, NOON).baseline
    assert old is not None
    slightly = adopt(harmed(7), None, old, NOON)
    assert slightly.baseline is None and {note.what for note in slightly.falls} == {"loss"}


def test_times_of_cached_cases_are_taken_over() -> None:
    old = adopt(BEFORE, timings(by_case={"q-0000": 0.05}, unit_s=0.01), None, NOON).baseline
    new = adopt(BEFORE, timings(by_case={}, from_cache=120), old, NOON).baseline
    assert new is not None and new.cases["q-0000"].units == 5.0


def test_the_commands_hold_a_run_against_itself(run_dir: Path, committed: Path, tmp_path: Path) -> None:
    result = command("gate", "--report", run_dir, "--baseline", committed, "--json", tmp_path / "v.json")
    assert result.exit_code == 0 and "The gate holds" in result.stderr
    said = json.loads((tmp_path / "v.json").read_text("utf-8"))
    assert said["held"] is True and said["exit_code"] == 0


def test_a_worse_run_ends_with_1_and_what_to_do(committed: Path, tmp_path: Path) -> None:
    result = command("gate", "--report", written(tmp_path / "worse", harmed()), "--baseline", committed)
    assert result.exit_code == 1
    said = " ".join(result.stderr.split())
    assert "right of all went from" in said and "--lower-floor" in said


def test_lowering_takes_flag_and_reason_and_otherwise_keeps_the_file(committed: Path, tmp_path: Path) -> None:
    worse, before = written(tmp_path / "worse", harmed()), committed.read_bytes()
    given = ("baseline", "--report", worse, "--out", committed)
    refused = command(*given)
    assert refused.exit_code == 1 and "right of all would fall" in refused.stderr
    assert command(*given, "--lower-floor").exit_code == 2
    assert command(*given, "--lower-floor", "--reason", "because").exit_code == 2
    assert committed.read_bytes() == before
    assert command(*given, "--lower-floor", "--reason", REASON).exit_code == 0
    assert REASON in committed.read_text("utf-8")


@pytest.mark.parametrize(
    "bad",
    [
        report(CASES, judges=(RULES.model_copy(update={"passes": False}),)),
        report((CASES[0].model_copy(update={"violations": {"dead_links": ["gone"]}}), *CASES[1:])),
        report(CASES, gold=BEFORE.gold.model_copy(update={"lock": "broken"})),
    ],
)
def test_no_reason_makes_a_baseline_of_a_report_that_breaks_a_guard(bad: Report, tmp_path: Path) -> None:
    out = tmp_path / "b.json"
    given = ("--report", written(tmp_path / "bad", bad), "--out", out, "--lower-floor", "--reason", REASON)
    assert command("baseline", *given).exit_code == 1 and not out.exists()


def edited(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def test_touched_files_end_with_1(run_dir: Path, committed: Path, tmp_path: Path) -> None:
    edited(committed, '"name": "sample"', '"name": "simple"')
    result = command("gate", "--report", run_dir, "--baseline", committed)
    assert result.exit_code == 1 and "baseline was changed by hand" in " ".join(result.stderr.split())
    assert command("baseline", "--report", run_dir, "--out", committed).exit_code == 1
    edited(run_dir / "report.json", '"right": 0.0', '"right": 1.0')
    assert command("baseline", "--report", run_dir, "--out", tmp_path / "new.json").exit_code == 1
    assert command("gate", "--report", run_dir, "--baseline", committed).exit_code == 1


@pytest.mark.parametrize("content", [None, "", "[]", "{", '{"format": "replydesk-baseline/9"}', "\x00\xff"])
def test_files_that_cannot_be_read_end_with_2(content: str | None, run_dir: Path, tmp_path: Path) -> None:
    file = tmp_path / "other.json"
    if content is not None:
        file.write_text(content, "utf-8")
    result = command("gate", "--report", run_dir, "--baseline", file)
    assert result.exit_code == 2 and "other.json" in result.stderr.replace("\n", "")
    assert command("gate", "--report", tmp_path / "nowhere", "--baseline", file).exit_code == 2


def test_whatever_breaks_inside_ends_with_2_and_never_with_0(
    run_dir: Path, committed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("eval.gate.gate.judge_report", lambda *_, **__: 1 / 0)
    result = command("gate", "--report", run_dir, "--baseline", committed)
    assert result.exit_code == 2 and "nothing was decided" in " ".join(result.stderr.split())


def test_nothing_in_common_ends_with_2(committed: Path, tmp_path: Path) -> None:
    other = written(tmp_path / "other", report((case(900), case(901))))
    assert command("gate", "--report", other, "--baseline", committed).exit_code == 2
