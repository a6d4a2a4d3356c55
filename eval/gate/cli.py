"""`replydesk eval baseline` and `replydesk eval gate`. Reads files, prints, and ends with 0, 1 or 2.

0: the gate holds. 1: it does not, or the report may not become the baseline. 2: it could not be told, whatever the
cause; a build must not pass because its gate broke.
"""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from eval import jsonl
from eval.gate.said import broke, tell_refused, tell_verdict, touched, written
from eval.gate.verdict import COULD_NOT_RUN, HELD, REGRESSED, Verdict
from eval.runs.record import REPORT_FILE, TIMINGS_FILE, Report, Timings, read_timings
from eval.telling import Teller
from knowledge.errors import ReplydeskError
from knowledge.texts import Text

app = typer.Typer(no_args_is_help=True)

ReportDir = Annotated[
    Path, typer.Option("--report", help="Folder that `eval run` wrote. / Dossier écrit par `eval run`.")
]


@app.command(help="Hold a report against the baseline. / Confronter un rapport à la base de référence.")
def gate(
    context: typer.Context,
    report: ReportDir,
    baseline: Annotated[
        Path, typer.Option(help="File that `eval baseline` wrote. / Fichier écrit par `eval baseline`.")
    ],
    json_out: Annotated[
        Path | None, typer.Option("--json", help="Also write the verdict. / Écrire aussi le verdict.")
    ] = None,
    speed: Annotated[
        bool, typer.Option(help="Judge speed too: on machines of one's own. / Juger aussi la vitesse.")
    ] = True,
) -> None:
    """Say whether answers became worse; exit 0 held, 1 regressed, 2 could not run."""
    from eval.gate.baseline import Baseline
    from eval.gate.gate import judge_report
    from eval.gate.sealed import read_sealed

    teller = Teller.of(context)
    with _could_not_run(teller):
        run, run_intact = read_sealed(report / REPORT_FILE, Report)
        base, base_intact = read_sealed(baseline, Baseline)
        verdict = judge_report(
            run,
            _timings(report) if speed else None,
            base,
            report_intact=run_intact,
            baseline_intact=base_intact,
        )
        if json_out:
            write_verdict(json_out, verdict)
        tell_verdict(teller, verdict)
    raise typer.Exit(verdict.exit_code)


@app.command(help="Make a report the baseline. / Faire d’un rapport la base de référence.")
def baseline(
    context: typer.Context,
    report: ReportDir,
    out: Annotated[
        Path, typer.Option(help="File to write, for the repository. / Fichier à écrire, à versionner.")
    ],
    lower_floor: Annotated[
        bool, typer.Option("--lower-floor", help="Let floors fall. / Permettre d’abaisser des planchers.")
    ] = False,
    reason: Annotated[
        str | None, typer.Option(help="Why; kept in the file. / Pourquoi; conservé dans le fichier.")
    ] = None,
) -> None:
    """Write the baseline, or say why the report may not become it; exit 0 written, 1 refused, 2 could not run."""
    from eval.gate.adopt import Adoption, adopt
    from eval.gate.baseline import Baseline, write_baseline
    from eval.gate.sealed import read_sealed
    from knowledge.clock import utc_now

    teller = Teller.of(context)
    with _could_not_run(teller):
        run, intact = read_sealed(report / REPORT_FILE, Report)
        old, old_intact = read_sealed(out, Baseline) if out.exists() else (None, True)
        if not intact or not old_intact:
            teller.say(touched(report / REPORT_FILE if not intact else out))
            raise typer.Exit(REGRESSED)
        why = (reason or "") if lower_floor else None
        adoption: Adoption = adopt(run, _timings(report), old, utc_now(), why)
        if adoption.baseline is None:
            tell_refused(teller, adoption.failures, adoption.falls)
            raise typer.Exit(REGRESSED)
        write_baseline(out, adoption.baseline)
        teller.say(written(out, len(adoption.baseline.cases), len(adoption.falls)))
    raise typer.Exit(HELD)


def write_verdict(path: Path, verdict: Verdict) -> None:
    """Write the verdict as JSON, whole or not at all; `held` and `exit_code` are spelt out for scripts."""
    data = {**verdict.model_dump(mode="json"), "held": verdict.held, "exit_code": verdict.exit_code}
    with jsonl.replacing(path) as handle:
        json.dump(data, handle, ensure_ascii=False, indent=1, sort_keys=True)
        handle.write("\n")


@contextmanager
def _could_not_run(teller: Teller) -> Iterator[None]:
    try:
        yield
    except typer.Exit:
        raise
    except ReplydeskError as error:
        teller.say(Text(error.in_language("en"), error.in_language("fr")))
        raise typer.Exit(COULD_NOT_RUN) from error
    except Exception as error:
        if os.environ.get("REPLYDESK_DEBUG"):
            raise
        teller.say(broke(error))
        raise typer.Exit(COULD_NOT_RUN) from error


def _timings(folder: Path) -> Timings | None:
    return read_timings(folder) if (folder / TIMINGS_FILE).exists() else None
