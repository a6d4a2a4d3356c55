"""`replydesk eval labels …`: a person's labels of drafted statements. Reads arguments and prints; judges nothing.

Exit codes: 0 all is well, 1 something is wrong with the labels, 2 the command could not run.
Heavy libraries load inside the commands.
"""

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from eval import report
from eval.ending import WRONG, could_not_run
from eval.labels import saying
from eval.labels.label import LABELS, Label
from eval.options import DataDir, GoldFiles, JsonOut
from eval.telling import Teller
from knowledge.texts import Text

if TYPE_CHECKING:
    from eval.labels.current import Looked
    from eval.labels.work import WorkLine

app = typer.Typer(no_args_is_help=True)

READING = ".txt"
FREE_JUDGES = ("rules", "learned")  # those that need no model


@app.command(help="Draw statements to be labelled. / Tirer des énoncés à annoter.")
def draw(
    context: typer.Context,
    gold: GoldFiles,
    out: Annotated[Path, typer.Option(help="Work file to label, never to commit. / Fichier de travail.")],
    data_dir: DataDir = None,
    count: Annotated[int, typer.Option(min=1, help="Statements. / Énoncés.")] = 200,
    seed: Annotated[int, typer.Option(help="Another seed, another sample. / Autre graine.")] = 0,
) -> None:
    """Draft answers without a model, and write one statement of each, with the same in a form for reading."""
    from eval import jsonl
    from eval.cases import read_gold
    from eval.labels import draw as drawing
    from eval.labels.drafts import Drafts
    from eval.labels.work import for_reading
    from eval.opened import opened

    teller, reading = Teller.of(context), out.with_name(out.name + READING)
    with could_not_run(teller):
        saying.refuse_existing(out, reading)
        read = read_gold(gold)
        cases = read.clean_only().cases
        lines: list[WorkLine] = []
        with opened(data_dir) as services, teller.bar(Text("Drafting", "Rédaction")) as show:
            drafts = Drafts(services.knowledge, cases)
            for drawn in drawing.draw(cases, drafts.of, count, seed):
                lines.append(drawing.work_line(len(lines) + 1, drawn, drafts.quotes(drawn[1])))
                show(len(lines), count)
        saying.refuse_no_draft(lines)
        jsonl.write(out, (each.model_dump(mode="json") for each in lines))
        with jsonl.replacing(reading) as handle:
            handle.write(for_reading(lines, teller.language))
    teller.broken(read.broken)
    teller.say(saying.drawn(len(lines), count, out, reading))


@app.command(help="Keep the labels, without any text. / Garder les annotations, sans aucun texte.")
def keep(
    context: typer.Context,
    work: Annotated[Path, typer.Option(help="Labelled work file. / Fichier de travail annoté.")],
    out: Annotated[Path, typer.Option(help="File to add them to. / Fichier à compléter.")] = LABELS,
) -> None:
    """Write ids, digests and labels; refuse lines with labels that are none."""
    from eval.labels.keep import keep as kept

    teller = Teller.of(context)
    with could_not_run(teller):
        done = kept(work, out)
    teller.broken(done.refused)
    teller.say(saying.kept(done, out))
    if done.refused:
        raise typer.Exit(WRONG)


@app.command(help="Say what the labels come to. / Dire ce que donnent les annotations.")
def score(
    context: typer.Context,
    labels: Annotated[Path, typer.Option(help="Labels that were kept. / Annotations gardées.")] = LABELS,
    gold: Annotated[
        list[Path] | None,
        typer.Option(
            "--gold", help="Count only what is drafted today. / Ne compter que l’actuel; répétable."
        ),
    ] = None,
    data_dir: DataDir = None,
    json_out: JsonOut = None,
) -> None:
    """Print shares with their intervals and, with gold, which labels still hold and what the measures say."""
    from eval.labels.label import read_labels

    teller = Teller.of(context)
    with could_not_run(teller):
        given, broken = read_labels(labels)
        saying.refuse_none(given, labels)
        whole: dict[str, Any] = {"labels": len(given)}
        if gold:
            given = _still_current(given, gold, data_dir, teller, whole)
        _print_shares(given, whole)
        if json_out:
            report.write_json(json_out, whole)
    teller.broken(broken)
    if broken:
        raise typer.Exit(WRONG)


def _still_current(
    labels: Sequence[Label], gold: list[Path], data_dir: Path | None, teller: Teller, whole: dict[str, Any]
) -> tuple[Label, ...]:
    from eval.cases import read_gold
    from eval.gold.pages import read_pages
    from eval.judges.build import build_judge, build_judges
    from eval.labels.compare import compare
    from eval.labels.current import look
    from eval.labels.drafts import Drafts
    from eval.opened import opened
    from eval.settings import EvalSettings

    settings, read = EvalSettings(), read_gold(gold)
    cases = read.clean_only().cases
    judges = {**{name: build_judge(name, settings) for name in FREE_JUDGES}, **build_judges(settings)}
    doing = Text("Drafting", "Rédaction")
    with opened(data_dir) as services:
        drafts = Drafts(services.knowledge, cases)
        looked = look(labels, cases, drafts.of, lambda each: teller.track(each, len(each), doing))
        compared = compare(looked, judges, read_pages(services.knowledge))
    teller.broken(read.broken)
    for told in saying.standings(looked):
        teller.say(told)
    if compared:
        typer.echo(saying.comparison(compared) + "\n")
    whole |= {"standing": _standing(looked), "measures": [asdict(each) for each in compared]}
    return tuple(each.label for each in looked if each.standing == "current")


def _standing(looked: Sequence["Looked"]) -> dict[str, int]:
    names = [each.standing for each in looked]
    return {name: names.count(name) for name in sorted(set(names))}


def _print_shares(labels: Sequence[Label], whole: dict[str, Any]) -> None:
    from eval.labels.shares import VALUES, reasons, shares

    for said in VALUES if labels else ():
        found = shares(labels, said)
        typer.echo(saying.table(said, found) + "\n")
        whole[said] = [asdict(each) for each in found]
    whole["why"] = reasons(labels)
    if whole["why"]:
        typer.echo(report.markdown(["why", "n"], [[code, str(n)] for code, n in whole["why"].items()]))
