"""Shows what a benchmark measured, and writes it, with the machine that it ran on."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import typer

from eval import report
from eval.benchmarks.machine import machine


def show(figures: Mapping[str, Any]) -> None:
    """A table of the figures on stdout, the machine below it."""
    typer.echo(report.markdown(["", "value"], [[name, str(value)] for name, value in figures.items()]))
    typer.echo("\n" + ", ".join(f"{name}: {value}" for name, value in machine().items()))


def write(path: Path | None, figures: Mapping[str, Any]) -> None:
    """The figures and the machine as JSON, where a path is given."""
    if path:
        report.write_json(path, {"machine": machine(), **figures})
