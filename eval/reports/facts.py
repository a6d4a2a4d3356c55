"""The short facts of a run as rows of words: gold, leaks, judges, timings. Said alike in every report."""

from collections import Counter

from eval.gate.latency import not_judged
from eval.gate.verdict import Bilingual, Latency, Verdict
from eval.reports.words import Words
from eval.runs.record import ALL, JudgeRecord, Report, Timings

Row = tuple[str, str]
DIGEST_SHOWN = 12
CAME_THROUGH_SHOWN = 10
FAILURES_OF_A_KIND = 10


def verdict_name(verdict: Verdict | None, words: Words) -> str:
    """Held, Regressed or Not compared."""
    if verdict is None:
        return words("not_judged")
    return words("held" if verdict.held else "regressed")


def verdict_why(verdict: Verdict | None, words: Words) -> str:
    """One sentence."""
    if verdict is None:
        return words("not_judged_why")
    return words("held_why") if verdict.held else words("regressed_why", count=len(verdict.failures))


def detectable(verdict: Verdict | None, words: Words) -> str:
    """The loss over all cases that the gate would have seen, for each figure; nothing where none could be."""
    losses = [
        f"{each.figure} {words.number(each.detectable)}"
        for each in (verdict.comparisons if verdict else ())
        if each.slice == ALL and each.detectable is not None
    ]
    if verdict is None or not losses:
        return ""
    return words(
        "detectable",
        losses=", ".join(losses),
        alpha=words.brief(verdict.family.alpha),
        comparisons=verdict.family.comparisons,
    )


def failures(verdict: Verdict | None, words: Words) -> list[Row]:
    """What failed and what to do next: the first of each kind, then how many more."""
    shown: Counter[str] = Counter()
    rows = []
    for each in verdict.failures if verdict else ():
        shown[each.kind] += 1
        if shown[each.kind] <= FAILURES_OF_A_KIND:
            rows.append((each.words.in_language(words.language), each.next_step.in_language(words.language)))
    more = [
        (words("more_failures", count=count - FAILURES_OF_A_KIND, kind=kind), "")
        for kind, count in shown.items()
        if count > FAILURES_OF_A_KIND
    ]
    return rows + more


def warnings(verdict: Verdict | None, timings: Timings | None, words: Words) -> list[str]:
    """What is worth a look, but for what the timings alone say."""
    of_timings = Bilingual.of(not_judged(timings))
    found = verdict.warnings if verdict else ()
    return [each.in_language(words.language) for each in found if each != of_timings]


def gold(report: Report, words: Words) -> list[Row]:
    """How the gold's anchors and its lock hold, and what leaked."""
    record = report.gold.model_dump()
    through = report.leaks.came_through
    more = len(through) - CAME_THROUGH_SHOWN
    shown = ", ".join(through[:CAME_THROUGH_SHOWN]) + (f" (+{more})" if more > 0 else "")
    return [
        (words("gold_health"), words("gold_line", **record | {"lock": words(f"lock_{report.gold.lock}")})),
        (
            words("leaks"),
            words("leaks_line", held_out=report.leaks.held_out, through=shown or words("none")),
        ),
    ]


def judge_named(report: Report, name: str | None) -> JudgeRecord | None:
    """The judge of that name, if it was judged."""
    return next((each for each in report.judges if each.name == name), None)


def judged(report: Report, figure: str, words: Words) -> str:
    """The judge that a figure rests on and its agreement; nothing where it rests on none."""
    judge = report.figures[figure].judge
    if judge is None:
        return ""
    found = judge_named(report, judge)
    return judge_agrees(judge, found.kappa if found else None, words)


def judge_agrees(judge: str, kappa: float | None, words: Words) -> str:
    """The judge and its agreement with people, or that nobody measured it."""
    if kappa is None:
        return words("judge_unknown", judge=judge)
    return words("judge_agrees", judge=judge, kappa=words.number(kappa, 2))


def head(report: Report, figure: str, words: Words) -> str:
    """A figure's name, with its judge and the judge's agreement where it rests on one."""
    judge = judged(report, figure, words)
    return f"{figure} ({judge})" if judge else figure


def judge_row(judge: JudgeRecord, words: Words) -> tuple[str, ...]:
    """Name, pairs, agreement with interval, precision, recall, floor, and whether its word counts."""
    interval = f"{words.number(judge.kappa, 2)} ({words.number(judge.low, 2)}–{words.number(judge.high, 2)})"
    return (
        judge.name,
        str(judge.pairs),
        interval,
        words.number(judge.precision, 2),
        words.number(judge.recall, 2),
        words.number(judge.floor, 2),
        words("above_floor" if judge.passes else "below_floor"),
    )


def judge_head(words: Words) -> tuple[str, ...]:
    """The names of a judge row's columns."""
    keys = ("judge", "pairs", "agreement", "precision", "recall", "floor", "counts")
    return tuple(words(key) for key in keys)


def timing_rows(timings: Timings | None, verdict: Verdict | None, words: Words) -> list[Row]:
    """What differs from run to run."""
    if timings is None:
        return []
    tokens = f"{words.count(timings.input_tokens)} / {words.count(timings.output_tokens)}"
    rows = [
        (words("p50"), _seconds(timings.p50_s, words)),
        (words("p95"), _seconds(timings.p95_s, words)),
        (words("wall"), _seconds(timings.wall_s, words)),
        (words("cached"), words.count(timings.from_cache)),
        (words("tokens"), tokens),
        (words("cost"), words.number(timings.cost, 4)),
        (words("machine"), ", ".join(timings.machine[key] for key in sorted(timings.machine))),
    ]
    if verdict:
        said = not_judged(timings).in_language(words.language)
        rows.append((words("latency"), _latency(verdict.latency, words) if verdict.latency else said))
    return rows


def _latency(found: Latency, words: Words) -> str:
    return words(
        "latency_line",
        before=words.number(found.median_before_s),
        after=words.number(found.median_after_s),
        ratio=words.number(found.median_ratio, 2),
        before95=words.number(found.p95_before_s),
        after95=words.number(found.p95_after_s),
        cases=words.count(found.cases),
    )


def _seconds(value: float | None, words: Words) -> str:
    return words("seconds", value=words.number(value)) if value is not None else "–"
