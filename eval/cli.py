"""`replydesk eval …`: the commands that measure. Reads arguments and prints; the work is in the other files."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer

from eval import jsonl, report
from eval.benchmarks.cli import app as benchmark
from eval.cases import Gold, read_gold
from eval.opened import Opened, opened
from eval.results import read_answers, read_rankings, to_line
from eval.scorecard import answer_card, retrieval_card
from eval.telling import Teller
from knowledge.texts import Text

app = typer.Typer(no_args_is_help=True, help="Measure answers and retrieval on questions with known sources.")
app.add_typer(benchmark, name="benchmark")

GoldFiles = Annotated[list[Path], typer.Option("--gold", help="Gold questions, JSON lines; may be repeated.")]
DataDir = Annotated[
    Path | None, typer.Option("--data-dir", help="Folder of the state to use; as configured if absent.")
]


@app.command()
def retrieve(
    context: typer.Context,
    gold: GoldFiles,
    out: Annotated[Path, typer.Option(help="File to write: the passages found, a line a question.")],
    top: Annotated[int, typer.Option(min=1, max=100, help="Passages to list for each question.")] = 10,
    data_dir: DataDir = None,
) -> None:
    """Rank passages for every question of a gold file."""
    with _working(context, gold, data_dir) as (teller, cases, services):
        doing = Text("Searching", "Recherche")
        asked = (case.asked for case in cases.cases)
        tracked = teller.track(asked, len(cases.cases), doing)
        _done(teller, out, jsonl.write(out, (to_line(services.retrieval.rank(one, top)) for one in tracked)))


@app.command()
def answer(
    context: typer.Context,
    gold: GoldFiles,
    out: Annotated[Path, typer.Option(help="File to write: the drafted answers, a line a question.")],
    data_dir: DataDir = None,
) -> None:
    """Draft an answer to every question of a gold file."""
    with _working(context, gold, data_dir) as (teller, cases, services):
        doing = Text("Drafting", "Rédaction")
        asked = (case.asked for case in cases.cases)
        tracked = teller.track(asked, len(cases.cases), doing)
        _done(teller, out, jsonl.write(out, (to_line(services.answering.answer(one)) for one in tracked)))


@app.command()
def score(
    context: typer.Context,
    gold: GoldFiles,
    ranked: Annotated[Path | None, typer.Option(help="A file that `retrieve` wrote.")] = None,
    answers: Annotated[Path | None, typer.Option(help="A file that `answer` wrote.")] = None,
    json_out: Annotated[Path | None, typer.Option("--json", help="File for the same as JSON.")] = None,
    every: Annotated[bool, typer.Option("--all", help="Also questions marked as not clean.")] = False,
    words: Annotated[bool, typer.Option(help="Compare the wording with the gold answers (ragas).")] = True,
) -> None:
    """Score rankings and answers against the gold file, by language and set."""
    teller = Teller.of(context)
    with teller.errors():
        if ranked is None and answers is None:
            raise typer.BadParameter("--ranked / --answers")
        read = read_gold(gold)
        teller.broken(read.broken)
        cases = (read if every else read.clean_only()).cases
        rankings, broken_rankings = read_rankings(ranked) if ranked else ({}, ())
        teller.broken(broken_rankings)
        whole: dict[str, Any] = {"questions": len(cases)}
        if ranked:
            whole["retrieval"] = _print(retrieval_card(cases, rankings))
        if answers:
            given, broken_answers = read_answers(answers)
            teller.broken(broken_answers)
            whole["answers"] = _print(answer_card(cases, given, rankings, teller if words else None))
        if json_out:
            report.write_json(json_out, whole)


@contextmanager
def _working(
    context: typer.Context, gold: list[Path], data_dir: Path | None
) -> Iterator[tuple[Teller, Gold, Opened]]:
    teller = Teller.of(context)
    with teller.errors():
        cases = read_gold(gold)
        with opened(data_dir) as services:
            yield teller, cases, services
        teller.broken(cases.broken)


def _done(teller: Teller, out: Path, total: int) -> None:
    teller.say(Text(f"{total} questions written to {out}.", f"{total} questions écrites dans {out}."))


def _print(card: Any) -> Any:
    typer.echo(card.markdown)
    typer.echo("")
    return card.json
