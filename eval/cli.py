"""`replydesk eval …`: the commands that measure. Reads arguments and prints; the work is in the other files.

Heavy libraries load inside the commands, so that `replydesk --help` answers at once.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from eval import jsonl, report
from eval.benchmarks.cli import app as benchmark
from eval.cases import Asked, read_gold
from eval.experiments.cli import app as experiments
from eval.gate.cli import app as gate
from eval.gold.cli import app as gold_sets
from eval.judges.cli import app as judge
from eval.labels.cli import app as labels
from eval.options import DataDir, GoldFiles, JsonOut
from eval.reports.cli import app as reports
from eval.results import Answer, Ranking, read_answers, read_rankings, to_line
from eval.runs.cli import run
from eval.telling import Teller
from eval.tuning.cli import app as tune
from knowledge.errors import BadInput
from knowledge.texts import Text

if TYPE_CHECKING:
    from eval.opened import Opened

app = typer.Typer(no_args_is_help=True)
app.add_typer(
    benchmark,
    name="benchmark",
    help="Repeat the benchmarks of docs/benchmarks.md. / Refaire les mesures de docs/benchmarks.md.",
)
app.add_typer(
    tune,
    name="tune",
    help="Find constants by cross-validation. / Trouver des constantes par validation croisée.",
)
app.add_typer(
    gold_sets,
    name="gold",
    help="Check, lock and propose gold. / Vérifier, verrouiller et proposer des références.",
)
app.add_typer(
    judge, name="judge", help="How far a judge agrees with people. / L’accord d’un juge avec des personnes."
)
app.add_typer(
    labels,
    name="labels",
    help="Label a sample of statements by hand. / Annoter à la main un échantillon d’énoncés.",
)
app.command(help="Ask, measure and report. / Interroger, mesurer et rendre compte.")(run)
for room in (gate, experiments, reports):
    app.add_typer(room)  # without a name: their commands stand beside these


@app.command(help="Rank passages for every question. / Classer des passages pour chaque question.")
def retrieve(
    context: typer.Context,
    gold: GoldFiles,
    out: Annotated[Path, typer.Option(help="File to write, a line a question. / Fichier à écrire.")],
    top: Annotated[
        int, typer.Option(min=1, max=100, help="Passages a question. / Passages par question.")
    ] = 10,
    data_dir: DataDir = None,
) -> None:
    """Write the passages that search finds for every question of the gold files, in their order."""
    with _asking(context, gold, out, data_dir, Text("Searching", "Recherche")) as (services, write):
        write(lambda asked: services.retrieval.rank(asked, top))


@app.command(help="Draft an answer to every question. / Rédiger une réponse à chaque question.")
def answer(
    context: typer.Context,
    gold: GoldFiles,
    out: Annotated[Path, typer.Option(help="File to write, a line a question. / Fichier à écrire.")],
    data_dir: DataDir = None,
) -> None:
    """Write the draft for every question of the gold files, in their order."""
    with _asking(context, gold, out, data_dir, Text("Drafting", "Rédaction")) as (services, write):
        write(services.answering.answer)


@app.command(
    help="Score what `retrieve` and `answer` wrote. / Noter ce que `retrieve` et `answer` ont écrit."
)
def score(
    context: typer.Context,
    gold: GoldFiles,
    ranked: Annotated[Path | None, typer.Option(help="File of `retrieve`. / Fichier de `retrieve`.")] = None,
    answers: Annotated[Path | None, typer.Option(help="File of `answer`. / Fichier de `answer`.")] = None,
    json_out: JsonOut = None,
    every: Annotated[
        bool,
        typer.Option(
            "--all", help="Also questions marked as noise. / Aussi les questions marquées comme bruit."
        ),
    ] = False,
    words: Annotated[
        bool, typer.Option(help="Also compare wordings (ragas). / Comparer aussi les formulations (ragas).")
    ] = True,
) -> None:
    """Print scores by language and set, and write them as JSON."""
    from eval.scorecard import answer_card, retrieval_card

    if ranked is None and answers is None:
        raise _nothing_to_score()
    teller = Teller.of(context)
    read = read_gold(gold)
    cases = (read if every else read.clean_only()).cases
    rankings, broken_rankings = read_rankings(ranked) if ranked else ({}, ())
    given, broken_answers = read_answers(answers) if answers else ({}, ())
    whole: dict[str, Any] = {"questions": len(cases)}
    if ranked:
        card = retrieval_card(cases, rankings)
        typer.echo(card.markdown + "\n")
        whole["retrieval"] = card.json
    if answers:
        with teller.bar(Text("Scoring answers", "Notation des réponses")):
            card = answer_card(cases, given, rankings, words)
        typer.echo(card.markdown + "\n")
        whole["answers"] = card.json
    if json_out:
        report.write_json(json_out, whole)
    teller.broken((*read.broken, *broken_rankings, *broken_answers))


Write = Callable[[Callable[[Asked], Ranking | Answer]], None]


@contextmanager
def _asking(
    context: typer.Context, gold: list[Path], out: Path, data_dir: Path | None, doing: Text
) -> Iterator[tuple["Opened", Write]]:
    from eval.opened import opened

    teller = Teller.of(context)
    read = read_gold(gold)
    questions = [case.asked for case in read.cases]

    def write(ask: Callable[[Asked], Ranking | Answer]) -> None:
        total = jsonl.write(
            out, (to_line(ask(asked)) for asked in teller.track(questions, len(questions), doing))
        )
        teller.say(Text(f"{total} questions written to {out}.", f"{total} questions écrites dans {out}."))

    with opened(data_dir) as services:
        yield services, write
    teller.broken(read.broken)


def _nothing_to_score() -> BadInput:
    return BadInput(
        Text("There is nothing to score.", "Il n’y a rien à noter."),
        next_step=Text(
            "Name a file with --ranked, with --answers, or both.",
            "Indiquez un fichier avec --ranked, avec --answers, ou les deux.",
        ),
    )
