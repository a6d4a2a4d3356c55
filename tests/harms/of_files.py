"""Harms to what the gate reads: gold, measures, judges, the report, the baseline and the clock."""

from collections.abc import Callable
from dataclasses import replace

from eval.cases import Gold
from eval.gate.baseline import Baseline, write_baseline
from eval.gate.gate import judge_report
from eval.gate.sealed import read_sealed
from eval.gate.verdict import Verdict
from eval.runs.record import REPORT_FILE, Report, write_report
from tests.harms.harm import Harm, Patch
from tests.planted import Sample
from tests.reports import RULES


def _gold(change: Callable[[Gold], Gold]) -> Harm:
    return lambda sample, _patch: sample.judged(sample.asked(gold=change(sample.gold))[0])


def _question_edited(gold: Gold) -> Gold:
    first, *others = gold.cases
    return replace(gold, cases=(replace(first, answer="It is free.", digest="0" * 64), *others))


def _hard_cases_deleted(gold: Gold) -> Gold:
    return replace(gold, cases=tuple(case for case in gold.cases if case.answerable))


def _judge_below_its_floor(sample: Sample, _patch: Patch) -> Verdict:
    return sample.judged(
        sample.report.model_copy(update={"judges": (RULES.model_copy(update={"passes": False}),)})
    )


def _measure_unplugged(sample: Sample, _patch: Patch) -> Verdict:
    cases = tuple(
        each.model_copy(update={"values": {name: v for name, v in each.values.items() if name != "right"}})
        for each in sample.report.cases
    )
    return sample.judged(sample.report.model_copy(update={"cases": cases}))


def _slow_search(sample: Sample, _patch: Patch) -> Verdict:
    slower = {key: 2 * seconds + 0.05 for key, seconds in sample.timings.by_case.items()}
    return sample.judged(sample.report, sample.timings.model_copy(update={"by_case": slower}))


def _touched(name: str) -> Harm:
    """Through the files and the command's own reading of them."""

    def harm(sample: Sample, _patch: Patch) -> Verdict:
        folder = sample.folder / f"touched {name}"
        write_report(folder, sample.report, sample.timings)
        write_baseline(folder / "baseline.json", sample.baseline)
        path = folder / name
        text = path.read_text("utf-8").replace('"right": 0.0', '"right": 1.0').replace("0.", "0.0", 1)
        path.write_text(text, "utf-8")
        report, report_intact = read_sealed(folder / REPORT_FILE, Report)
        baseline, baseline_intact = read_sealed(folder / "baseline.json", Baseline)
        intact = {"report_intact": report_intact, "baseline_intact": baseline_intact}
        return judge_report(report, sample.timings, baseline, **intact)

    return harm


FILES: dict[str, tuple[Harm, set[str]]] = {
    "gold edited": (_gold(_question_edited), {"gold_changed"}),
    "a question deleted": (_gold(lambda gold: replace(gold, cases=gold.cases[1:])), {"cases_missing"}),
    "unanswerable questions deleted": (_gold(_hard_cases_deleted), {"cases_missing", "figure_missing"}),
    "a measure unplugged": (_measure_unplugged, {"figure_missing"}),
    "a judge below its floor": (_judge_below_its_floor, {"judge"}),
    "the baseline touched": (_touched("baseline.json"), {"baseline_touched"}),
    "the report touched": (_touched(REPORT_FILE), {"report_touched"}),
    "search became slow": (_slow_search, {"slow"}),
}
