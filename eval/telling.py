"""What the measuring commands say to a person: messages and progress, in their language, on stderr.

Standard output is left to results, so that they can be piped.
"""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TypeVar

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from eval.jsonl import BrokenLine
from knowledge.texts import Text

Thing = TypeVar("Thing")
BROKEN_LINES_SHOWN = 20


class Teller:
    """Speaks to the person at the terminal."""

    def __init__(self, language: str, console: Console | None = None) -> None:
        self.language = language
        self.console = console or Console(stderr=True, highlight=False)

    @classmethod
    def of(cls, context: typer.Context) -> "Teller":
        """In the language of the command's `--lang`, else of the environment."""
        asked = context.find_root().params.get("lang")
        environment = next((os.environ[name] for name in ("LC_ALL", "LANG") if os.environ.get(name)), "en")
        return cls(str(asked or environment)[:2].lower())

    def say(self, text: Text) -> None:
        """One message, as it is (file names may hold square brackets)."""
        self.console.print(text.in_language(self.language), markup=False, soft_wrap=True)

    def broken(self, lines: Sequence[BrokenLine]) -> None:
        """Name the lines that were left out."""
        for line in lines[:BROKEN_LINES_SHOWN]:
            self.say(line.message)
        more = len(lines) - BROKEN_LINES_SHOWN
        if more > 0:
            self.say(Text(f"… and {more} more broken lines.", f"… et {more} autres lignes défectueuses."))

    def track(self, things: Iterable[Thing], total: int, doing: Text) -> Iterator[Thing]:
        """The things, one by one, beneath a progress bar."""
        with self.bar(doing) as show:
            for done, thing in enumerate(things, start=1):
                yield thing
                show(done, total)

    @contextmanager
    def bar(self, doing: Text) -> Iterator[Callable[[int, int | None], None]]:
        """A progress bar, moved by calling it with how many are done and, if known, of how many."""
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        with Progress(*columns, console=self.console) as progress:
            task = progress.add_task(doing.in_language(self.language), total=None)
            yield lambda done, total: progress.update(task, completed=done, total=total)
