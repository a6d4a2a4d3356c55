"""What the ingest shows on a terminal: a bar while it reads, a table at the end. Plain lines where nobody watches."""

from __future__ import annotations

import time
from collections import Counter
from typing import Self

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
)
from rich.table import Table

from ingest.eligibility import REASONS
from ingest.report import Report

_PLAIN_LINE_EVERY_S = 10.0
_MOST_PROBLEMS = 10


class Display:
    """Progress of one source after the other; a context manager."""

    def __init__(self, console: Console | None = None) -> None:
        self.console = console or Console(stderr=True)
        self._progress = Progress(
            SpinnerColumn(),
            TextColumn("[bold]{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            TextColumn("{task.fields[note]}"),
            console=self.console,
            disable=not self.console.is_terminal,
        )
        self._tasks: dict[str, int] = {}
        self._last_line = time.monotonic()

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._progress.stop()

    def show(self, report: Report, total: int | None) -> None:
        """Bring the bar of a source to where its report is."""
        done, note = report.pages or report.exchanges, f"{report.change.embedded} embedded"
        if report.source_id not in self._tasks:
            self._tasks[report.source_id] = self._progress.add_task(report.source_id, total=total, note=note)
        self._progress.update(self._tasks[report.source_id], completed=done, total=total, note=note)  # type: ignore[arg-type]
        if not self.console.is_terminal and time.monotonic() - self._last_line > _PLAIN_LINE_EVERY_S:
            self._last_line = time.monotonic()
            of = f" of {total}" if total else ""
            self.console.print(f"{report.source_id}: {done}{of}, {note}", highlight=False)

    def done(self, report: Report) -> None:
        """One line when a source is finished, where there is no bar."""
        task = self._tasks.get(report.source_id)
        if task is not None:
            self._progress.update(task, total=report.pages or report.exchanges)  # type: ignore[arg-type]
        if not self.console.is_terminal:
            self.console.print(f"{report.source_id}: done in {report.seconds:.1f} s", highlight=False)


def print_reports(reports: list[Report], console: Console | None = None) -> None:
    """The table of what every source gave, then what a person should look at."""
    console = console or Console()
    table = Table(show_lines=True)
    for name in ("Source", "Pages or exchanges", "Passages", "Embedded", "Time"):
        table.add_column(name, justify="right" if name in {"Embedded", "Time"} else "left", overflow="fold")
    for each in reports:
        change, speed = each.change, (each.pages or each.exchanges) / max(each.seconds, 0.001)
        found = {
            "new or changed": each.indexed,
            "unchanged": each.unchanged,
            "left out": each.left_out.total(),
            "gone": each.gone,
            "kept as before": each.kept.total(),
            "exchanges": each.exchanges,
        }
        parts = {
            "created": change.created,
            "updated": change.updated,
            "unchanged": change.unchanged,
            "removed": change.removed,
        }
        time_taken = f"{each.seconds:.1f} s\n{speed:.1f} /s"
        table.add_row(each.source_id, _lines(found), _lines(parts), str(change.embedded), time_taken)
    console.print(table)
    for each in reports:
        _print_remarks(each, console)


def _lines(counts: dict[str, int]) -> str:
    return "\n".join(f"{count} {name}" for name, count in counts.items() if count) or "0"


def _print_remarks(report: Report, console: Console) -> None:
    for label, reasons in (
        ("left out", report.left_out),
        ("kept as before", report.kept),
        ("not asked", report.skipped),
    ):
        for reason, count in Counter(reasons).most_common():
            sentence = REASONS[reason].en if reason in REASONS else ""
            console.print(
                f"{report.source_id}: {count} {label}: {reason}. {sentence}", highlight=False, markup=False
            )
    for problem in report.problems[:_MOST_PROBLEMS]:
        console.print(f"{report.source_id}: {problem.where}: {problem.what}", highlight=False, markup=False)
    if report.problem_count > _MOST_PROBLEMS:
        more = report.problem_count - _MOST_PROBLEMS
        console.print(
            f"{report.source_id}: and {more} more problems (see --json).", highlight=False, markup=False
        )
    if report.failure:
        console.print(f"{report.source_id}: {report.failure.en}", highlight=False, markup=False)
