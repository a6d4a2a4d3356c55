"""What the ingest shows on a terminal: a bar while it reads, a table at the end. Plain lines where nobody watches."""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Mapping
from typing import Self

import typer
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
from knowledge.texts import Text

_PLAIN_LINE_EVERY_S = 10.0
_MOST_PROBLEMS = 10
_COLUMNS = (
    Text("Source", "Source"),
    Text("Pages or exchanges", "Pages ou échanges"),
    Text("Passages", "Passages"),
    Text("Embedded", "Vectorisés"),
    Text("Time", "Durée"),
)
_LEFT_OUT, _KEPT = Text("left out", "exclues"), Text("kept as before", "conservées telles quelles")
_NOT_ASKED = Text("addresses not asked", "adresses non demandées")


def spoken_in(context: typer.Context) -> str:
    """The language of the running command: what its root was told, else the terminal's."""
    terminal = next((os.environ[name] for name in ("LC_ALL", "LANG") if os.environ.get(name)), "en")
    asked = str(context.find_root().params.get("lang") or terminal)
    return "fr" if asked.lower().startswith("fr") else "en"


class Display:
    """Progress of one source after the other; a context manager."""

    def __init__(self, language: str = "en", console: Console | None = None) -> None:
        self.language = language
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
        done, embedded = report.pages or report.exchanges, report.change.embedded
        note = _counted(embedded, Text("embedded", "vectorisés")).in_language(self.language)
        if report.source_id not in self._tasks:
            self._tasks[report.source_id] = self._progress.add_task(report.source_id, total=total, note=note)
        task = self._progress.tasks[self._tasks[report.source_id]]
        self._progress.update(task.id, completed=done, total=total, note=note)
        if not self.console.is_terminal and time.monotonic() - self._last_line > _PLAIN_LINE_EVERY_S:
            self._last_line = time.monotonic()
            self._line(_said_of(report, f"{done}{f'/{total}' if total else ''}, {note}", self.language))

    def done(self, report: Report) -> None:
        """One line when a source is finished, where there is no bar."""
        if report.source_id in self._tasks:
            task = self._progress.tasks[self._tasks[report.source_id]]
            self._progress.update(task.id, total=report.pages or report.exchanges)
        if not self.console.is_terminal:
            seconds = _number(report.seconds, self.language)
            ended = Text(f"done in {seconds} s", f"terminé en {seconds} s")
            if report.failure:
                ended = Text(f"failed after {seconds} s", f"échec après {seconds} s")
            self._line(_said_of(report, ended.in_language(self.language), self.language))

    def _line(self, text: str) -> None:
        self.console.print(text, highlight=False, markup=False, soft_wrap=True)


def print_reports(reports: list[Report], language: str = "en", console: Console | None = None) -> None:
    """The table of what every source gave, then what a person should look at."""
    console = console or Console()
    table = Table(show_lines=True)
    for place, name in enumerate(_COLUMNS):
        table.add_column(
            name.in_language(language), justify="right" if place > 2 else "left", overflow="fold"
        )
    for each in reports:
        speed = (each.pages or each.exchanges) / max(each.seconds, 0.001)
        pages, parts = _lines(_pages(each), language), _lines(_passages(each), language)
        time_taken = f"{_number(each.seconds, language)} s\n{_number(speed, language)}/s"
        table.add_row(each.source_id, pages, parts, str(each.change.embedded), time_taken)
    console.print(table)
    for each in reports:
        for remark in remarks(each, language):
            console.print(_said_of(each, remark, language), highlight=False, markup=False, soft_wrap=True)


def remarks(report: Report, language: str) -> list[str]:
    """What a person should look at, a sentence each: reasons with their counts, then problems."""
    said = []
    for label, reasons in ((_LEFT_OUT, report.left_out), (_KEPT, report.kept), (_NOT_ASKED, report.skipped)):
        for reason, count in (+Counter(reasons)).most_common():
            counted, why = _counted(count, label), REASONS.get(reason, Text("", ""))
            text = Text(f"{counted.en} ({reason}). {why.en}", f"{counted.fr} ({reason}). {why.fr}")
            said.append(text.in_language(language).rstrip())
    if report.repeated:
        said.append(_repeated(report.repeated).in_language(language))
    said += [problem.in_language(language) for problem in report.problems[:_MOST_PROBLEMS]]
    if report.problem_count > _MOST_PROBLEMS:
        more = report.problem_count - _MOST_PROBLEMS
        text = Text(f"and {more} more problems (see --json).", f"et {more} autres problèmes (voir --json).")
        said.append(text.in_language(language))
    if report.failure:
        said.append(" ".join(text.in_language(language) for text in (report.failure, *report.advice)))
    return said


def _repeated(count: int) -> Text:
    return Text(
        f"{count} passages repeat what other pages of this source say; each such text is searched once.",
        f"passages répétant d’autres pages de cette source : {count}; chacun de ces textes est cherché une fois.",
    )


def _pages(report: Report) -> Mapping[Text, int]:
    return {
        Text("new or changed", "nouvelles ou modifiées"): report.indexed,
        Text("unchanged", "inchangées"): report.unchanged,
        _LEFT_OUT: report.left_out.total(),
        Text("gone", "disparues"): report.gone,
        _KEPT: report.kept.total(),
        Text("exchanges", "échanges"): report.exchanges,
    }


def _passages(report: Report) -> Mapping[Text, int]:
    change = report.change
    return {
        Text("created", "créés"): change.created,
        Text("updated", "modifiés"): change.updated,
        Text("unchanged", "inchangés"): change.unchanged,
        Text("removed", "retirés"): change.removed,
    }


def _lines(counts: Mapping[Text, int], language: str) -> str:
    said = (_counted(count, name).in_language(language) for name, count in counts.items() if count)
    return "\n".join(said) or "0"


def _counted(count: int, name: Text) -> Text:
    """In French the count comes last, so that one word serves for one and for many."""
    return Text(f"{count} {name.en}", f"{name.fr} : {count}")


def _said_of(report: Report, said: str, language: str) -> str:
    return Text(f"{report.source_id}: {said}", f"{report.source_id} : {said}").in_language(language)


def _number(value: float, language: str) -> str:
    return Text(f"{value:.1f}", f"{value:.1f}".replace(".", ",")).in_language(language)
