"""`replydesk eval report` and `replydesk eval trend`. Reads files and prints; runs and judges nothing anew.

Heavy libraries load inside the commands.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from eval.telling import Teller
from knowledge.errors import BadInput
from knowledge.texts import Text

if TYPE_CHECKING:
    from eval.gate.verdict import Verdict
    from eval.runs.record import Report, Timings

app = typer.Typer(no_args_is_help=True)
ReportDir = Annotated[
    Path, typer.Option("--report", help="Folder that `eval run` wrote. / Dossier écrit par `eval run`.")
]


@app.command(help="Write a run’s reports anew. / Récrire les rapports d’un passage.")
def report(
    context: typer.Context,
    report: ReportDir,
    baseline: Annotated[
        Path | None, typer.Option(help="Baseline to show differences from. / Base à laquelle comparer.")
    ] = None,
    history: Annotated[
        Path | None,
        typer.Option(help="File of past runs to add this one to. / Fichier des passages, à compléter."),
    ] = None,
    commit: Annotated[
        str | None, typer.Option(help="Commit named in the history. / Commit nommé dans l’historique.")
    ] = None,
) -> None:
    """Print the report and write report.md, report.html and junit.xml beside it; it never fails a build."""
    from rich.console import Console

    from eval.reports.history import add_to_history
    from eval.reports.terminal import show
    from eval.reports.write import write_reports
    from knowledge.clock import utc_now

    teller = Teller.of(context)
    run, timings, verdict = _read(report, baseline)
    write_reports(report, run, timings, verdict, teller.language)
    show(run, timings, verdict, Console(), teller.language)
    if history:
        add_to_history(history, run, timings, verdict, utc_now(), commit)
    teller.say(
        Text(
            f"report.md, report.html and junit.xml were written to {report}.",
            f"report.md, report.html et junit.xml ont été écrits dans {report}.",
        )
    )


@app.command(help="Draw past runs as one page. / Tracer les passages sur une page.")
def trend(
    context: typer.Context,
    out: Annotated[Path, typer.Option(help="HTML file to write. / Fichier HTML à écrire.")],
    report: Annotated[
        list[Path] | None,
        typer.Option("--report", help="Folder of a run, oldest first; repeatable. / Dossier; répétable."),
    ] = None,
    history: Annotated[Path | None, typer.Option(help="File of past runs. / Fichier des passages.")] = None,
) -> None:
    """Write the page from the history file, followed by the folders named."""
    from eval.reports.history import entry, read
    from eval.reports.trend import to_trend
    from eval.reports.write import write_text
    from eval.runs.record import read_report

    if not report and history is None:
        raise _nothing_to_draw()
    teller = Teller.of(context)
    entries, broken = read(history) if history else ((), ())
    runs = [*entries, *(entry(read_report(folder), None, None, None) for folder in report or ())]
    write_text(out, to_trend(runs, teller.language))
    teller.broken(broken)
    teller.say(Text(f"{len(runs)} runs drawn in {out}.", f"{len(runs)} passages tracés dans {out}."))


def _read(folder: Path, baseline: Path | None) -> "tuple[Report, Timings | None, Verdict | None]":
    from eval.gate.baseline import Baseline
    from eval.gate.gate import judge_report
    from eval.gate.sealed import read_sealed
    from eval.runs.record import REPORT_FILE, TIMINGS_FILE, Report, read_timings

    run, intact = read_sealed(folder / REPORT_FILE, Report)
    timings = read_timings(folder) if (folder / TIMINGS_FILE).exists() else None
    if baseline is None:
        return run, timings, None
    base, base_intact = read_sealed(baseline, Baseline)
    verdict = judge_report(run, timings, base, report_intact=intact, baseline_intact=base_intact)
    return run, timings, verdict


def _nothing_to_draw() -> BadInput:
    return BadInput(
        Text("No run was named.", "Aucun passage n’a été indiqué."),
        next_step=Text(
            "Name a file with --history, folders with --report, or both.",
            "Indiquez un fichier avec --history, des dossiers avec --report, ou les deux.",
        ),
    )
