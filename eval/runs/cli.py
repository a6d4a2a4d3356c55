"""`replydesk eval run`: one run over gold questions, kept as a folder of reports. The work is in `run`."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from eval.cases import read_gold
from eval.ending import WRONG, could_not_run
from eval.options import DataDir, GoldFiles
from eval.telling import Teller
from knowledge.texts import Text

if TYPE_CHECKING:
    from eval.experiments.cache import Cache
    from eval.gate.baseline import Baseline
    from eval.gate.verdict import Verdict
    from eval.judges.judge import Judge
    from eval.runs.record import JudgeRecord, Report, Timings
    from eval.settings import EvalSettings


def run(
    context: typer.Context,
    gold: GoldFiles,
    report: Annotated[Path, typer.Option(help="Folder of the reports. / Dossier des rapports.")],
    data_dir: DataDir = None,
    baseline: Annotated[
        Path | None, typer.Option(help="Show changes from it. / Montrer les écarts avec elle.")
    ] = None,
    history: Annotated[
        Path | None, typer.Option(help="Add this run to past ones. / Ajouter ce passage aux précédents.")
    ] = None,
    fresh: Annotated[
        bool, typer.Option("--fresh", help="Take nothing from the cache. / Ne rien reprendre du cache.")
    ] = False,
) -> None:
    """Ask, measure, report; with 1 when a judge is under its floor."""
    from assistant.settings import AssistantSettings
    from eval.gold.lock import check_lock
    from eval.opened import opened
    from eval.reports.history import add_to_history
    from eval.reports.terminal import show
    from eval.reports.write import write_reports
    from eval.runs.record import write_report
    from eval.runs.run import Course
    from eval.runs.run import run as run_all
    from eval.settings import EvalSettings
    from knowledge.clock import utc_now

    teller = Teller.of(context)
    with could_not_run(teller):
        read, settings = read_gold(gold), EvalSettings()
        base = _sealed(baseline) if baseline else None
        with opened(data_dir) as services, _cache(services.knowledge.settings.data_dir, fresh) as cache:
            course = Course(
                teller=teller,
                files=gold,
                lock=check_lock(gold),
                cache=cache,
                judges=_judges(settings, teller),
                assistant=AssistantSettings(),
                settings=settings,
            )
            result, timings = run_all(services.knowledge, read.clean_only(), course)
        write_report(report, result, timings)
        verdict = _verdict(result, timings, base)
        write_reports(report, result, timings, verdict, teller.language)
        show(result, timings, verdict, teller.console, teller.language)
        if history:
            add_to_history(history, result, timings, verdict, utc_now())
        teller.broken(read.broken)
        teller.say(_written(report))
        weak = [each.name for each in result.judges if not each.passes]
        if weak:
            teller.say(_under_floor(weak))
            raise typer.Exit(WRONG)


@contextmanager
def _cache(data_dir: Path, fresh: bool) -> Iterator["Cache | None"]:
    from eval.experiments.cache import FOLDER, Cache

    if fresh:
        yield None
        return
    with Cache(data_dir / FOLDER) as cache:
        yield cache


def _judges(settings: "EvalSettings", teller: Teller) -> Mapping[str, "tuple[Judge, JudgeRecord]"]:
    from eval.judges.agreement import agreement
    from eval.judges.build import build_judges
    from eval.judges.pairs import read_pairs

    judges = build_judges(settings)
    if not judges:
        return {}
    pairs, _ = read_pairs()
    doing = Text("Judging the judges", "Examen des juges")
    return {
        name: (judge, agreement(judge, pairs))
        for name, judge in teller.track(judges.items(), len(judges), doing)
    }


def _sealed(path: Path) -> "tuple[Baseline, bool]":
    from eval.gate.baseline import Baseline
    from eval.gate.sealed import read_sealed

    return read_sealed(path, Baseline)


def _verdict(report: "Report", timings: "Timings", base: "tuple[Baseline, bool] | None") -> "Verdict | None":
    if base is None:
        return None
    from eval.gate.gate import judge_report

    return judge_report(report, timings, base[0], baseline_intact=base[1])


def _written(folder: Path) -> Text:
    return Text(
        f"Reports written to {folder}: report.html for people, report.md for a pull request, junit.xml for CI.",
        f"Rapports écrits dans {folder} : report.html à lire, report.md pour une revue, junit.xml pour la CI.",
    )


def _under_floor(names: list[str]) -> Text:
    which = ", ".join(names)
    return Text(
        f"The judge {which} agrees too little with people, so this run does not pass. The reports were written. "
        "Next: leave that judge out, or take a better one (replydesk eval judge).",
        f"Le juge {which} s’accorde trop peu avec des personnes : ce passage n’est pas valable. Les rapports ont été "
        "écrits. Ensuite : retirez ce juge ou prenez-en un meilleur (replydesk eval judge).",
    )
