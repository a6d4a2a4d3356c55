"""`replydesk eval benchmark …`: each benchmark as a command that anyone can repeat."""

import tempfile
import time
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from eval import report
from eval.benchmarks import retrieval as compared
from eval.benchmarks.machine import machine
from eval.benchmarks.peer import StockPeer
from eval.benchmarks.reading import measure_reading
from eval.benchmarks.saved_pages import saved_pages
from eval.benchmarks.speed import measure_speed
from eval.cases import read_gold
from eval.opened import missing_pages, opened
from eval.telling import Teller
from knowledge.texts import Text

app = typer.Typer(no_args_is_help=True, help="Repeat the benchmarks of docs/benchmarks.md.")

GoldFiles = Annotated[list[Path], typer.Option("--gold", help="Gold questions, JSON lines; may be repeated.")]
Folders = Annotated[
    list[Path], typer.Option("--folder", help="Saved pages (pages.jsonl beside HTML); may be repeated.")
]
DataDir = Annotated[
    Path | None, typer.Option("--data-dir", help="Folder of the state to use; as configured if absent.")
]
JsonOut = Annotated[Path | None, typer.Option("--json", help="File for the same as JSON.")]
BENCHMARK_FOLDER = "benchmark"


@app.command()
def retrieval(
    context: typer.Context,
    gold: GoldFiles,
    folder: Folders,
    data_dir: DataDir = None,
    as_typed: Annotated[
        bool, typer.Option(help="Ask the peer the question alone, not with the thread as ours is asked.")
    ] = False,
    json_out: JsonOut = None,
) -> None:
    """Compare search with the stock LangChain recipe over the same pages, built in the same run."""
    teller = Teller.of(context)
    with teller.errors():
        read = read_gold(gold)
        pages, broken = saved_pages(folder)
        teller.broken((*read.broken, *broken))
        cases = [case for case in read.clean_only().cases if case.answerable and case.sources]
        with opened(data_dir) as services:
            absent = missing_pages(services.knowledge, [page.key for page in pages])
            teller.say(_same_pages(len(pages), len(absent)))
            home = services.knowledge.settings.data_dir / BENCHMARK_FOLDER
            peer = StockPeer(pages, home, teller)
            rankings = compared.rank_all(cases, services, peer, as_typed, teller)
        comparison = compared.compare(cases, rankings, teller)
        typer.echo(compared.tables(comparison))
        extra = {"pages": len(pages), "pages_not_in_ours": absent, "chunks": len(peer), "as_typed": as_typed}
        _write(json_out, extra | compared.to_json(comparison))


@app.command()
def speed(
    context: typer.Context, gold: GoldFiles, data_dir: DataDir = None, json_out: JsonOut = None
) -> None:
    """Time the drafting of every question, one after another."""
    teller = Teller.of(context)
    with teller.errors():
        read = read_gold(gold)
        teller.broken(read.broken)
        started = time.perf_counter()
        with opened(data_dir) as services:
            asked = [case.asked for case in read.cases]
            figures = asdict(measure_speed(services.answering, asked, started, teller))
        _show(figures)
        _write(json_out, figures)


@app.command()
def ingest(context: typer.Context, folder: Folders, json_out: JsonOut = None) -> None:
    """Time reading saved pages into an empty data folder, and reading them again unchanged."""
    teller = Teller.of(context)
    with teller.errors(), tempfile.TemporaryDirectory() as empty:
        figures = asdict(measure_reading(folder, Path(empty)))
        _show(figures)
        _write(json_out, figures)


def _same_pages(total: int, absent: int) -> Text:
    if not absent:
        return Text(
            f"Both search the same {total} pages.", f"Les deux cherchent dans les mêmes {total} pages."
        )
    return Text(
        f"{absent} of the peer's {total} pages are not in the data folder; questions about them count as missed.",
        f"{absent} des {total} pages du concurrent manquent au dossier de données ; leurs questions comptent comme "
        "manquées.",
    )


def _show(figures: Mapping[str, Any]) -> None:
    typer.echo(report.markdown(["", "value"], [[name, str(value)] for name, value in figures.items()]))
    typer.echo("\n" + ", ".join(f"{name}: {value}" for name, value in machine().items()))


def _write(path: Path | None, figures: Mapping[str, Any]) -> None:
    if path:
        report.write_json(path, {"machine": machine(), **figures})
