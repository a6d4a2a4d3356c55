"""Past runs, a line each in `history.jsonl`: when, which commit, the main figures, the verdict. A stable format.

Knows no clock: the time of a run is told.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

from eval import jsonl
from eval.gate.verdict import Verdict
from eval.jsonl import BrokenLine
from eval.reports.facts import judge_named
from eval.reports.outcomes import Standing
from eval.runs.record import ALL, Report, Timings

SLICES = (ALL, "language:", "set:")
DIGITS = 6


class Entry(BaseModel):
    """One run; `values` by slice and figure, for all cases, each language and each set.

    `judged` names the judge that a figure rests on, with its agreement with people (Cohen's kappa).
    """

    model_config = ConfigDict(extra="ignore", frozen=True)

    at: datetime | None
    commit: str | None = None
    name: str
    report: str
    gold: str
    verdict: Literal["held", "regressed"] | None
    violations: int
    p50_s: float | None = None
    judged: dict[str, tuple[str, float | None]] = {}
    values: dict[str, dict[str, float]]


def add_to_history(
    path: Path,
    report: Report,
    timings: Timings | None,
    verdict: Verdict | None,
    at: datetime,
    commit: str | None = None,
) -> None:
    """Add the line of a run; lines that cannot be read stay.

    Raises:
        BadConfiguration: the file cannot be written; it is as it was.
    """
    append(path, entry(report, timings, verdict, at, commit))


def entry(
    report: Report,
    timings: Timings | None,
    verdict: Verdict | None,
    at: datetime | None,
    commit: str | None = None,
) -> Entry:
    """The line of a run."""
    standing = Standing(report, verdict)
    return Entry(
        at=at,
        commit=commit,
        name=report.name,
        report=report.digest,
        gold=report.gold.digest,
        verdict=None if verdict is None else "held" if verdict.held else "regressed",
        violations=sum(
            len(standing.broken(guard, case)) for guard, cases in standing.guards.items() for case in cases
        ),
        judged={
            name: (judge, agreed.kappa if (agreed := judge_named(report, judge)) else None)
            for name in standing.main
            if (judge := report.figures[name].judge)
        },
        p50_s=timings.p50_s if timings else None,
        values={
            part.name: {
                name: round(part.values[name], DIGITS) for name in standing.main if name in part.values
            }
            for part in standing.slices
            if part.name == ALL or part.name.startswith(SLICES[1:])
        },
    )


def append(path: Path, added: Entry) -> None:
    """Add a line; the file is replaced whole, so that a crash loses none, and lines that cannot be read stay."""
    old = path.read_text(encoding="utf-8", errors="surrogateescape") if path.exists() else ""
    with jsonl.replacing(path) as handle:
        handle.write(old if not old or old.endswith("\n") else old + "\n")
        handle.write(added.model_dump_json() + "\n")


def read(path: Path) -> tuple[Sequence[Entry], Sequence[BrokenLine]]:
    """The runs of a file, oldest first, and its broken lines.

    Raises:
        BadInput: the file cannot be opened.
    """
    entries: list[Entry] = []
    broken: list[BrokenLine] = []
    for _, found in jsonl.read(path, Entry):
        if isinstance(found, BrokenLine):
            broken.append(found)
        else:
            entries.append(found)
    return oldest_first(entries), broken


def oldest_first(entries: Iterable[Entry]) -> list[Entry]:
    """By time; runs without one keep their place before all others."""
    return sorted(entries, key=lambda each: each.at.timestamp() if each.at else float("-inf"))
