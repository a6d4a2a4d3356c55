"""A report told at the terminal: verdict, slices, judges, guards, gold and timings. Writes no file.

Marks are shapes, so that nothing rests on colour; words of citizens are printed without control characters.
"""

from collections.abc import Iterable, Sequence

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text as Line

from eval.gate.verdict import Verdict
from eval.reports import facts
from eval.reports.outcomes import Standing
from eval.reports.quoting import line
from eval.reports.words import Words
from eval.runs.record import Report, SliceRecord, Timings

SLICE_WIDTH = 30
FIGURE_WIDTH = 14
STYLES = {"▲": "green", "▼": "bold red", "▽": "yellow", "=": "dim", "?": "dim"}


def show(
    report: Report, timings: Timings | None, verdict: Verdict | None, console: Console, language: str
) -> None:
    """Print the whole story, the verdict last, where the eye is."""
    words, standing = Words(language), Standing(report, verdict)
    for figures in _fitting(standing.main, console.width):
        console.print(_slices(standing, figures, words))
    if hidden := len(standing.slices) - len(standing.told):
        console.print(Line(words("more_slices", count=hidden), style="dim"))
    console.print(_judges(report, words) if report.judges else Line(words("no_judges")))
    console.print(_guards(standing, words) if standing.guards else Line(words("no_guards")))
    _rows(console, [*facts.gold(report, words), *facts.timing_rows(timings, verdict, words)], words)
    _verdict(console, timings, verdict, words)


def _fitting(figures: Sequence[str], width: int) -> Iterable[Sequence[str]]:
    fit = max(1, (width - SLICE_WIDTH) // FIGURE_WIDTH)
    return [figures[start : start + fit] for start in range(0, len(figures), fit)]


def _slices(standing: Standing, figures: Sequence[str], words: Words) -> Table:
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    table.add_column(words("slice"), overflow="fold")
    table.add_column(words("n"), justify="right")
    for name in figures:
        table.add_column(Line(facts.head(standing.report, name, words)), justify="right", overflow="fold")
    for part in standing.told:
        cells = [_value(standing, part, name, words) for name in figures]
        table.add_row(Line(line(part.name)), words.count(part.cases), *cells)
    return table


def _value(standing: Standing, part: SliceRecord, figure: str, words: Words) -> Line:
    mark = standing.mark(part.name, figure)
    return Line(f"{words.number(part.values.get(figure))} {mark:1}", style=STYLES.get(mark, ""))


def _judges(report: Report, words: Words) -> Table:
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    for name in facts.judge_head(words):
        table.add_column(name)
    for judge in report.judges:
        table.add_row(*map(Line, facts.judge_row(judge, words)))
    return table


def _guards(standing: Standing, words: Words) -> Table:
    table = Table(words("guard"), words("violations"), words("cases"), box=SIMPLE_HEAD, pad_edge=False)
    for name, cases in standing.guards.items():
        count = sum(len(standing.broken(name, case)) for case in cases)
        said = words("broken", count=count) if count else words("clean")
        shown = ", ".join(line(case.id, 60) for case in cases[:5]) + (" …" if len(cases) > 5 else "")
        table.add_row(name, Line(said, style="bold red" if count else ""), Line(shown))
    return table


def _rows(console: Console, rows: Sequence[facts.Row], words: Words) -> None:
    for name, value in rows:
        console.print(Line(words("label", name=name, value=line(value))))


def _verdict(console: Console, timings: Timings | None, verdict: Verdict | None, words: Words) -> None:
    console.print()
    for warning in facts.warnings(verdict, timings, words):
        console.print(Line(f"! {line(warning)}", style="yellow"))
    for said, next_step in facts.failures(verdict, words):
        console.print(Line(f"✗ {line(said)}", style="red"))
        console.print(Line(f"  {line(next_step)}"))
    if seen := facts.detectable(verdict, words):
        console.print(Line(seen, style="dim"))
    name, why = facts.verdict_name(verdict, words), facts.verdict_why(verdict, words)
    console.print(Line(words("verdict_line", held=name, why=why), style="bold"))
