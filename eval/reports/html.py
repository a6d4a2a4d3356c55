"""A report as one HTML page that needs nothing else: every case is in it, readable without script.

Only shapes data for the template, which escapes all of it; the page's own policy lets no other script or style run
and nothing load. Long texts are cut, so that thousands of cases stay one page; `report.json` holds them whole.
"""

from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from eval.gate.verdict import Verdict
from eval.reports import facts
from eval.reports.case_view import anchors, case_view
from eval.reports.outcomes import ORDER, Standing
from eval.reports.pictures import of_report, slice_label
from eval.reports.words import Words
from eval.runs.record import ALL, Report, SliceRecord, Timings

CHARTS_FIRST = 3
CLASSES = {"▼": " worse", "▲": " better"}


def to_html(report: Report, timings: Timings | None, verdict: Verdict | None, language: str) -> str:
    """The whole page; the same for the same report and verdict, but for the part between the timing markers."""
    words, standing = Words(language), Standing(report, verdict)
    numbers = {part.name: number for number, part in enumerate(standing.slices)}
    charts = of_report(standing, words)
    context = {
        **frame(words, words("title", name=report.name)),
        **_top(standing, timings, words),
        **_slices(standing, words),
        "guards": [_guard(name, standing, words) for name in standing.guards],
        "judges_head": facts.judge_head(words),
        "judges": [facts.judge_row(judge, words) for judge in report.judges],
        "gold": facts.gold(report, words),
        "flagged": words.count(len(standing.flagged)) if standing.flagged else "",
        "charts": charts[:CHARTS_FIRST],
        "more_charts": charts[CHARTS_FIRST:],
        "cases": list(_cases(standing, numbers, words)),
        "outcomes": _outcomes(standing, words),
        "cases_told": words("cases_of", shown="{shown}", total=words.count(len(report.cases))),
        "timings": facts.timing_rows(timings, verdict, words),
    }
    return rendered("report.html", context)


def rendered(template: str, context: Mapping[str, Any]) -> str:
    """A page of this folder's templates."""
    environment = Environment(
        loader=PackageLoader("eval.reports", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template(template).render(context).strip() + "\n"


def frame(words: Words, title: str) -> dict[str, Any]:
    """What every page of ours needs."""
    return {"words": words, "title": title, **_assets()}


@cache
def _assets() -> dict[str, Any]:
    """Style and script of our own, with the hashes by which the page's policy knows them."""
    found: dict[str, Any] = {}
    for name, file in (("style", "report.css"), ("script", "report.js")):
        text = files("eval.reports").joinpath("templates", file).read_text(encoding="utf-8")
        digest = b64encode(sha256(text.encode()).digest()).decode()
        found |= {name: Markup(text), f"{name}_hash": f"sha256-{digest}"}  # noqa: S704 - ours, no data in it
    return found


def _top(standing: Standing, timings: Timings | None, words: Words) -> dict[str, Any]:
    report, verdict = standing.report, standing.verdict
    shown = facts.DIGEST_SHOWN
    return {
        "asked": words("asked_of", count=words.count(len(report.cases)), slices=len(report.slices)),
        "which": words(
            "run_of",
            index=report.index[:shown],
            gold=report.gold.digest[:shown],
            digest=report.digest[:shown],
        ),
        "verdict_name": facts.verdict_name(verdict, words),
        "verdict_why": facts.verdict_why(verdict, words),
        "verdict_mark": "–" if verdict is None else "✓" if verdict.held else "✗",
        "verdict_class": "" if verdict is None else "held" if verdict.held else "regressed",
        "failures": facts.failures(verdict, words),
        "warnings": facts.warnings(verdict, timings, words),
        "detectable": facts.detectable(verdict, words),
        "parts": list(_parts(standing)),
        "headline": [_headline(name, standing, words) for name in standing.main],
        "all_figures": [_figure(name, standing, words) for name in report.figures],
    }


def _parts(standing: Standing) -> Sequence[tuple[str, str]]:
    changed = standing.verdict.parts_changed if standing.verdict else {}
    now = {
        name: f"{changed[name][0] or '–'} → {value}" if name in changed else value
        for name, value in standing.report.parts.items()
    }
    gone = {name: f"{before} → –" for name, (before, after) in changed.items() if after is None}
    return sorted((now | gone).items())


def _whole(standing: Standing) -> SliceRecord | None:
    return next((part for part in standing.slices if part.name == ALL), None)


def _headline(name: str, standing: Standing, words: Words) -> dict[str, str]:
    whole = _whole(standing)
    judge = facts.judged(standing.report, name, words)
    compared = standing.comparisons.get((ALL, name))
    moved = ""
    if compared:
        difference = words.signed(compared.difference)
        moved = words("moved_from", before=words.number(compared.before), difference=difference)
        moved = moved if round(compared.difference, 3) else words("as_before")
    return {
        "name": name,
        "value": words.number(whole.values.get(name) if whole else None),
        "mark": standing.mark(ALL, name),
        "also": judge or moved,
    }


def _figure(name: str, standing: Standing, words: Words) -> dict[str, str]:
    figure, whole = standing.report.figures[name], _whole(standing)
    about = figure.about.get(words.language, figure.about.get("en", ""))
    direction = f" ({words('lower_better')})" if figure.better == "lower" and not figure.guard else ""
    return {
        "name": facts.head(standing.report, name, words),
        "value": words.number(whole.values.get(name) if whole else None),
        "about": about + direction,
    }


def _slices(standing: Standing, words: Words) -> dict[str, Any]:
    heads = [facts.head(standing.report, name, words) for name in standing.main]
    return {
        "slices_about": words("slices_about" if standing.verdict else "plain_about"),
        "slices_head": [words("slice"), words("n"), *heads],
        "slices": [
            {
                "name": slice_label(part.name, words),
                "number": number or "",
                "cases": words.count(part.cases),
                "cells": [_cell(part, name, standing, words) for name in standing.main],
            }
            for number, part in enumerate(standing.slices)
        ],
    }


def _cell(part: SliceRecord, figure: str, standing: Standing, words: Words) -> tuple[str, str, str, str]:
    mark = standing.mark(part.name, figure)
    compared = standing.comparisons.get((part.name, figure))
    moved = words.signed(compared.difference) if compared and round(compared.difference, 3) else ""
    return words.number(part.values.get(figure)), mark, moved, CLASSES.get(mark, "")


def _guard(name: str, standing: Standing, words: Words) -> tuple[str, str, str, bool]:
    figure = standing.report.figures[name]
    count = sum(len(standing.broken(name, case)) for case in standing.guards[name])
    said = words("broken", count=count) if count else words("clean")
    return name, said, figure.about.get(words.language, ""), bool(count)


def _outcomes(standing: Standing, words: Words) -> list[tuple[str, str, str]]:
    counted = dict.fromkeys(ORDER, 0)
    for case in standing.report.cases:
        for outcome in standing.outcomes(case):
            counted[outcome] += 1
    rows = [(key, words(f"outcome_{key}"), words.count(count)) for key, count in counted.items()]
    return [("", words("outcome_all"), words.count(len(standing.report.cases))), *rows]


def _cases(standing: Standing, numbers: Mapping[str, int], words: Words) -> Iterator[dict[str, Any]]:
    named = anchors(standing.report.cases)
    for case, outcomes in standing.gravest_first():
        yield case_view(case, outcomes, numbers, standing, words) | {"anchor": named[case.id]}
