"""A report as JUnit XML, as build servers read it: the gate's checks, the guards, the gold, the judges. Writes no file.

A suite for each gated figure with a case for each slice, then one each for guards, gold and judges, and one for what
else the gate found. No clock and no machine: the same report and verdict give the same bytes.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from eval.gate.verdict import Comparison, Failure, Verdict
from eval.reports import facts
from eval.reports.outcomes import Standing
from eval.reports.quoting import line
from eval.reports.words import Words
from eval.runs.record import Report

WHOLE = "replydesk eval"
TOLD_ELSEWHERE = ("loss", "guard", "judge", "leak", "gold_lock", "slow")
WORDS_MOST = 400


@dataclass(frozen=True, slots=True)
class Check:
    """One check of a suite; `failed` says why it did not hold, `skipped` why nothing was checked."""

    suite: str
    name: str
    failed: str = ""
    skipped: str = ""
    said: str = ""


def to_junit(report: Report, verdict: Verdict | None, language: str) -> str:
    """The whole document."""
    words, standing = Words(language), Standing(report, verdict)
    checks = [
        *_figures(standing, words),
        *_guards(standing),
        *_gold(report, words),
        *_judges(report, words),
        *_rest(verdict, words),
    ]
    root = Element("testsuites", {"name": WHOLE, **_counts(checks)})
    for suite in dict.fromkeys(each.suite for each in checks):
        members = [each for each in checks if each.suite == suite]
        node = SubElement(root, "testsuite", {"name": line(suite), **_counts(members)})
        for check in members:
            _case(node, check)
    indent(root)
    return tostring(root, encoding="unicode", xml_declaration=False).join(
        ('<?xml version="1.0" encoding="UTF-8"?>\n', "\n")
    )


def _counts(checks: Sequence[Check]) -> dict[str, str]:
    return {
        "tests": str(len(checks)),
        "failures": str(sum(bool(each.failed) for each in checks)),
        "errors": "0",
        "skipped": str(sum(bool(each.skipped) for each in checks)),
        "time": "0",
    }


def _case(suite: Element, check: Check) -> None:
    node = SubElement(suite, "testcase", classname=line(check.suite), name=line(check.name), time="0")
    if check.failed:
        message = line(check.failed, WORDS_MOST)
        SubElement(node, "failure", message=message, type="regression").text = line(check.failed)
    if check.skipped:
        SubElement(node, "skipped", message=line(check.skipped, WORDS_MOST))
    if check.said:
        SubElement(node, "system-out").text = line(check.said)


def _figures(standing: Standing, words: Words) -> Iterator[Check]:
    losses = _by_place(standing.verdict.failures if standing.verdict else ())
    for name in standing.main:
        for part in standing.slices:
            if name not in part.values:
                continue
            compared = standing.comparisons.get((part.name, name))
            failed = losses.pop((part.name, name), None)
            yield Check(
                f"figure {facts.head(standing.report, name, words)}",
                part.name,
                failed=failed.words.in_language(words.language) if failed else "",
                skipped="" if compared else words("not_judged"),
                said=_told(compared, standing, words) or words.number(part.values[name]),
            )


def _by_place(failures: Sequence[Failure]) -> dict[tuple[str | None, str | None], Failure]:
    return {(each.slice, each.figure): each for each in failures if each.kind == "loss"}


def _told(compared: Comparison | None, standing: Standing, words: Words) -> str:
    if compared is None:
        return ""
    moved = f"{words.number(compared.before)} → {words.number(compared.after)}"
    mark = standing.mark(compared.slice, compared.figure)
    if compared.p_worse is None:
        return f"{moved} {mark}"
    sure = words("surely", p=f"{compared.p_worse:.4f}", mde=words.number(compared.detectable))
    return f"{moved} {mark} ({sure})"


def _guards(standing: Standing) -> Iterator[Check]:
    for name, cases in standing.guards.items():
        if not cases:
            yield Check("guards", name)
        for case in cases:
            yield Check("guards", f"{name}: {case.id}", failed="; ".join(standing.broken(name, case)))


def _gold(report: Report, words: Words) -> Iterator[Check]:
    rows = dict(facts.gold(report, words))
    gold, leaks = rows[words("gold_health")], rows[words("leaks")]
    problems = "; ".join(report.gold.lock_problems)
    broken = report.gold.lock == "broken"
    yield Check("gold", "lock", failed=(problems or gold) if broken else "", said=gold)
    yield Check("gold", "leaks", failed=leaks if report.leaks.came_through else "", said=leaks)
    for case in report.cases:
        if case.flag:
            yield Check("gold", f"review: {case.id}", skipped=words(f"state_{case.flag}"))


def _judges(report: Report, words: Words) -> Iterator[Check]:
    for judge in report.judges:
        told = ", ".join(
            words("label", name=name, value=value)
            for name, value in zip(facts.judge_head(words), facts.judge_row(judge, words), strict=True)
        )
        yield Check("judges", judge.name, failed="" if judge.passes else told, said=told)


def _rest(verdict: Verdict | None, words: Words) -> Iterator[Check]:
    """What the gate found beyond figures, guards, gold and judges, and whether answering is fast enough."""
    if verdict is None:
        return
    for each in verdict.failures:
        if each.kind not in TOLD_ELSEWHERE:
            name = " ".join(part for part in (each.kind, each.figure, each.slice) if part)
            yield Check("gate", name, failed=each.words.in_language(words.language))
    slow = next((each for each in verdict.failures if each.kind == "slow"), None)
    yield Check("gate", "speed", failed=slow.words.in_language(words.language) if slow else "")
