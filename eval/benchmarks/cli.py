"""`replydesk eval benchmark …`: commands that anyone can repeat; here of quality, those that take times in `timed`.

Heavy libraries load inside the commands.
"""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from eval.benchmarks import timed
from eval.benchmarks.figures import write
from eval.cases import read_gold
from eval.options import DataDir, Folders, GoldFiles, JsonOut
from eval.telling import Teller
from knowledge.texts import Text

app = typer.Typer(no_args_is_help=True)
app.add_typer(timed.app)
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
    write(json_out, about | compared.to_json(comparison))
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
    write(json_out, answered.to_json(gathered, scores))
    teller.broken((*read.broken, *broken))


@app.command(help="What each stage of search is worth. / Ce que vaut chaque étape de la recherche.")
def stages(
    context: typer.Context, gold: GoldFiles, data_dir: DataDir = None, json_out: JsonOut = None
) -> None:
    """Score the same questions after each stage that is added to the ones before."""
    from eval.benchmarks import variants
    from eval.benchmarks.stages import measure_stages
    from eval.opened import opened

    teller = Teller.of(context)
    read = read_gold(gold)
    with opened(data_dir) as services:
        worths = measure_stages(read.clean_only().cases, services, teller)
    typer.echo(variants.tables(worths, teller.language, "gain on the row above [95 %]"))
    write(json_out, {"groups": variants.to_json(worths, "stage", "gain")})
    teller.broken(read.broken)


@app.command(
    help="Compare ways to make follow-ups stand alone. / Comparer des façons de compléter une relance."
)
def joining(
    context: typer.Context, gold: GoldFiles, data_dir: DataDir = None, json_out: JsonOut = None
) -> None:
    """Search for every later turn, joined to its thread in each of several ways."""
    from eval.benchmarks import variants
    from eval.benchmarks.joining import measure_joining
    from eval.opened import opened

    teller = Teller.of(context)
    read = read_gold(gold)
    with opened(data_dir) as services:
        worths = measure_joining(read.clean_only().cases, services, teller)
    typer.echo(variants.tables(worths, teller.language, "less what is served [95 %]"))
    write(json_out, {"groups": variants.to_json(worths, "way", "gap")})
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
    write(json_out, asdict(measured))
    teller.broken(read.broken)


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
    write(json_out, asdict(measured))
    teller.broken(read.broken)


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
