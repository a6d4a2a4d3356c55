"""`replydesk eval benchmark …`: each benchmark as a command that anyone can repeat.

Heavy libraries load inside the commands.
"""

import tempfile
import time
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from eval import report
from eval.benchmarks.machine import machine
from eval.cases import read_gold
from eval.options import DataDir, Folders, GoldFiles, JsonOut
from eval.telling import Teller
from knowledge.texts import Text

app = typer.Typer(no_args_is_help=True)
PEERS_FOLDER = "benchmark"


@app.command(help="Compare search with a stock recipe. / Comparer la recherche à une recette courante.")
def retrieval(
    context: typer.Context,
    gold: GoldFiles,
    folder: Folders,
    data_dir: DataDir = None,
    as_typed: Annotated[
        bool,
        typer.Option(
            help="Ask the peer the question without its thread. / Poser la question sans son fil au concurrent."
        ),
    ] = False,
    json_out: JsonOut = None,
) -> None:
    """Build the stock LangChain recipe over the same pages and score both on the same questions."""
    from eval.benchmarks import retrieval as compared
    from eval.benchmarks.saved_pages import saved_pages
    from eval.opened import missing_pages, opened
    from eval.peers.stock import StockPeer, numeric_type

    teller = Teller.of(context)
    read = read_gold(gold)
    pages, broken = saved_pages(folder)
    cases = [case for case in read.clean_only().cases if case.answerable and case.sources]
    with opened(data_dir) as services:
        absent = missing_pages(services.knowledge, [page.key for page in pages])
        teller.say(_same_pages(len(pages), len(absent)))
        peer = StockPeer(pages, services.knowledge.settings.data_dir / PEERS_FOLDER, teller)
        rankings = compared.rank_all(cases, services, peer, as_typed, teller)
    comparison = compared.compare(cases, rankings, teller)
    typer.echo(compared.tables(comparison))
    about = {
        "pages": len(pages),
        "pages_not_in_ours": absent,
        "peer_chunks": len(peer),
        "peer_numeric_type": numeric_type(),
        "peer_asked_as_typed": as_typed,
    }
    _write(json_out, about | compared.to_json(comparison))
    teller.broken((*read.broken, *broken))


@app.command(help="Compare drafts with single sentences. / Comparer les brouillons à une seule phrase.")
def answers(
    context: typer.Context,
    gold: GoldFiles,
    folder: Annotated[
        list[Path] | None,
        typer.Option(
            help="Saved pages, for the stock recipe. / Pages enregistrées, pour la recette courante."
        ),
    ] = None,
    data_dir: DataDir = None,
    at_most: Annotated[
        int | None, typer.Option(min=1, help="Questions of each set, for a quick look. / Questions par jeu.")
    ] = None,
    json_out: JsonOut = None,
) -> None:
    """Score drafts, and the best passage's best sentence, ours and the recipe's, against the gold answers."""
    from eval.benchmarks import answered
    from eval.benchmarks import answers as compared
    from eval.benchmarks.saved_pages import saved_pages
    from eval.opened import opened
    from eval.peers.stock import StockPeer

    teller = Teller.of(context)
    read = read_gold(gold)
    pages, broken = saved_pages(folder or ())
    cases = compared.chosen(read.clean_only().cases, at_most)
    with opened(data_dir) as services:
        home = services.knowledge.settings.data_dir / PEERS_FOLDER
        peer = StockPeer(pages, home, teller) if pages else None
        gathered = compared.gather(cases, services, peer, teller)
    scores = compared.wordings(gathered, teller)
    typer.echo(answered.tables(gathered, scores))
    _write(json_out, answered.to_json(gathered, scores))
    teller.broken((*read.broken, *broken))


@app.command(help="What each stage of search is worth. / Ce que vaut chaque étape de la recherche.")
def stages(
    context: typer.Context, gold: GoldFiles, data_dir: DataDir = None, json_out: JsonOut = None
) -> None:
    """Score the same questions after each stage that is added to the ones before."""
    from eval.benchmarks import stages as measured
    from eval.opened import opened

    teller = Teller.of(context)
    read = read_gold(gold)
    with opened(data_dir) as services:
        worths = measured.measure_stages(read.clean_only().cases, services, teller)
    typer.echo(measured.tables(worths, teller.language))
    _write(json_out, {"groups": measured.to_json(worths)})
    teller.broken(read.broken)


@app.command(help="Ask for pages in the other language. / Demander des pages dans l’autre langue.")
def crossing(
    context: typer.Context, gold: GoldFiles, data_dir: DataDir = None, json_out: JsonOut = None
) -> None:
    """Ask every question as if only the other language had its page, and as it is served."""
    from eval.benchmarks import crossing as crossed
    from eval.opened import opened

    teller = Teller.of(context)
    read = read_gold(gold)
    with opened(data_dir) as services:
        measured = crossed.measure(read.clean_only().cases, services, teller)
    typer.echo(crossed.tables(measured))
    _write(json_out, asdict(measured))
    teller.broken(read.broken)


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
    _show(asdict(measured))
    _write(json_out, asdict(measured))
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
    _show(figures)
    _write(json_out, figures)
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
    _show(figures)
    _write(json_out, figures)
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
    _show(figures)
    _write(json_out, figures)


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
    _show(figures)
    _write(json_out, figures)


def _same_pages(total: int, absent: int) -> Text:
    if not absent:
        return Text(
            f"Both search the same {total} pages.", f"Les deux cherchent dans les mêmes {total} pages."
        )
    return Text(
        f"{absent} of the peer's {total} pages are not in the data folder; questions about them count as missed.",
        f"{absent} des {total} pages du concurrent manquent au dossier de données; leurs questions comptent comme "
        "manquées.",
    )


def _show(figures: Mapping[str, Any]) -> None:
    typer.echo(report.markdown(["", "value"], [[name, str(value)] for name, value in figures.items()]))
    typer.echo("\n" + ", ".join(f"{name}: {value}" for name, value in machine().items()))


def _write(path: Path | None, figures: Mapping[str, Any]) -> None:
    if path:
        report.write_json(path, {"machine": machine(), **figures})


@app.command(help="Break true statements, and see what the checks let through. / Altérer des phrases vraies.")
def guard(
    context: typer.Context,
    gold: GoldFiles,
    data_dir: DataDir = None,
    statements: Annotated[int, typer.Option(min=1, help="Of each kind. / De chaque sorte.")] = 2_000,
    seed: Annotated[int, typer.Option(help="Another seed, other breaks. / Autre graine.")] = 1,
    json_out: JsonOut = None,
) -> None:
    """Put broken and true statements of the pages and the gold through the checks of every reply."""
    from eval.benchmarks import guarding
    from eval.benchmarks.carriers import read_carriers

    teller = Teller.of(context)
    read = read_gold(gold)
    carriers = read_carriers(read.cases, data_dir)
    measured = guarding.measure(carriers, statements, seed, teller)
    typer.echo(guarding.as_tables(measured))
    _write(json_out, asdict(measured))
    teller.broken(read.broken)
