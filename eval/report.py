"""Tables of measurements, as Markdown for people and JSON for machines. Measures nothing."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from eval import jsonl
from eval.scoring import Row


def markdown(head: Sequence[str], lines: Sequence[Sequence[str]]) -> str:
    """A Markdown table, padded so that it reads as plain text too; numbers stand to the right."""
    table = [list(head), *[list(line) for line in lines]]
    widths = [max(3, *(len(line[column]) for line in table)) for column in range(len(head))]
    rule = ["-" * widths[0], *("-" * (width - 1) + ":" for width in widths[1:])]
    return "\n".join("| " + " | ".join(_padded(line, widths)) + " |" for line in (table[0], rule, *table[1:]))


def of_rows(rows: Sequence[Row], names: Sequence[str]) -> str:
    """The named values of each row; a value that a row lacks is shown as –."""
    lines = [
        [row.group, str(row.questions), *(number(row.values.get(name)) for name in names)] for row in rows
    ]
    return markdown(["", "n", *names], lines)


def number(value: float | None) -> str:
    """A score with three digits."""
    return "–" if value is None else f"{value:.3f}"


def row_to_json(row: Row) -> dict[str, Any]:
    """A row as JSON, unrounded enough to compute with."""
    values: Mapping[str, float] = {name: round(value, 6) for name, value in row.values.items()}
    return {"group": row.group, "questions": row.questions, "values": values, "measured": dict(row.measured)}


def write_json(path: Path, report: Mapping[str, Any]) -> None:
    """Write the report whole or not at all."""
    with jsonl.replacing(path) as handle:
        json.dump(report, handle, ensure_ascii=False, indent=2)
        handle.write("\n")


def _padded(line: Sequence[str], widths: Sequence[int]) -> list[str]:
    return [
        each.ljust(width) if column == 0 else each.rjust(width)
        for column, (each, width) in enumerate(zip(line, widths, strict=True))
    ]
