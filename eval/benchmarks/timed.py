"""`replydesk eval benchmark …`: the benchmarks that take times, as commands that anyone can repeat.

Heavy libraries load inside the commands.
"""

import tempfile
import time
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from eval.benchmarks.figures import show, write
from eval.cases import read_gold
from eval.options import DataDir, Folders, GoldFiles, JsonOut
from eval.telling import Teller

app = typer.Typer()


@app.command(help="Time single searches on one core. / Mesurer chaque recherche sur un seul cœur.")
def search(
    context: typer.Context, gold: GoldFiles, data_dir: DataDir = None, json_out: JsonOut = None
) -> None:
    """Search for every question once, in a process that is held to one core."""
    from eval.benchmarks import processes, searching

    teller = Teller.of(context)
    read = read_gold(gold)
    asked = [case.asked for case in read.cases]
    measured = processes.held_to_one_core(searching.measure_searching, data_dir, asked, teller.language)
    show(asdict(measured))
    write(json_out, asdict(measured))
    teller.broken(read.broken)


@app.command(help="Time the drafting of answers. / Mesurer la vitesse de rédaction.")
def speed(
    context: typer.Context, gold: GoldFiles, data_dir: DataDir = None, json_out: JsonOut = None
) -> None:
    """Draft every question, one after another."""
    from eval.benchmarks.speed import measure_speed
    from eval.opened import opened

    teller = Teller.of(context)
    read = read_gold(gold)
    started = time.perf_counter()
    with opened(data_dir) as services:
        questions = [case.asked for case in read.cases]
        figures = asdict(measure_speed(services.answering, questions, started, teller))
    show(figures)
    write(json_out, figures)
    teller.broken(read.broken)


@app.command(help="Search with many askers at once. / Chercher à plusieurs en même temps.")
def concurrency(
    context: typer.Context,
    gold: GoldFiles,
    data_dir: DataDir = None,
    at_once: Annotated[int, typer.Option(min=1, help="Askers at once. / Demandeurs simultanés.")] = 30,
    json_out: JsonOut = None,
) -> None:
    """Search for every question, many at a time, and compare with what the embedder can take."""
    from eval.benchmarks.concurrency import measure_concurrency
    from eval.opened import opened

    teller = Teller.of(context)
    read = read_gold(gold)
    with opened(data_dir) as services:
        asked = [case.asked for case in read.cases]
        figures = asdict(measure_concurrency(services, asked, at_once, teller))
    show(figures)
    write(json_out, figures)
    teller.broken(read.broken)


@app.command(help="Grow an index to see search in a large one. / Faire croître un index pour y chercher.")
def growth(
    context: typer.Context,
    gold: GoldFiles,
    grown_dir: Annotated[
        Path,
        typer.Option(help="New data folder, or one grown before. / Nouveau dossier, ou un déjà agrandi."),
    ],
    data_dir: DataDir = None,
    passages: Annotated[int, typer.Option(min=1, help="Passages in it. / Passages voulus.")] = 1_000_000,
    seed: Annotated[int, typer.Option(help="Another seed, other passages. / Autre graine.")] = 0,
    json_out: JsonOut = None,
) -> None:
    """Grow a copy of the index out of its own passages, and compare its nearest with the truly nearest.

    A folder that is there already is not grown again.
    """
    from eval.benchmarks import processes
    from eval.benchmarks.growth import QUESTIONS, grow, recall_of
    from knowledge.settings import KnowledgeSettings

    teller = Teller.of(context)
    settings = KnowledgeSettings() if data_dir is None else KnowledgeSettings(data_dir=data_dir)
    cases = [case for case in read_gold(gold).cases if case.language == settings.languages[0]]
    questions = [case.asked.question for case in cases[:: max(1, len(cases) // QUESTIONS)]]
    if not grown_dir.exists():
        processes.in_a_new_process(grow, settings.data_dir, grown_dir, passages, seed, teller.language)
    figures = asdict(recall_of(grown_dir, questions, teller))
    show(figures)
    write(json_out, figures)


@app.command(help="Time what runs the embedder. / Mesurer ce qui exécute le modèle d’embedding.")
def embedder(context: typer.Context, gold: GoldFiles, json_out: JsonOut = None) -> None:
    """Embed the gold's sources and questions by each backend and numeric type, each on one core."""
    from eval.benchmarks.backends import measure_backends, table

    teller = Teller.of(context)
    read = read_gold(gold)
    paces = measure_backends(read.cases, teller)
    typer.echo(table(paces))
    write(json_out, {"backends": [asdict(each) for each in paces]})
    teller.broken(read.broken)


@app.command(help="Time the reading of saved pages. / Mesurer la vitesse de lecture de pages enregistrées.")
def ingest(
    context: typer.Context,
    folder: Folders,
    peer: Annotated[
        bool, typer.Option(help="Build the stock recipe as well. / Construire aussi la recette courante.")
    ] = False,
    json_out: JsonOut = None,
) -> None:
    """Read the folders into an empty data folder, then again unchanged."""
    from eval.benchmarks.reading import measure_peer_reading, measure_reading

    teller = Teller.of(context)
    with tempfile.TemporaryDirectory() as empty:
        ours = measure_reading(folder, Path(empty), teller)
    figures: dict[str, Any] = asdict(ours)
    if peer:
        with tempfile.TemporaryDirectory() as empty:
            figures |= asdict(measure_peer_reading(folder, Path(empty), ours, teller))
    show(figures)
    write(json_out, figures)
