"""`replydesk eval compare`: reads arguments and prints. Exit 0: compared; 2: it could not run."""

from pathlib import Path
from typing import Annotated

import typer

from eval.ending import could_not_run
from eval.options import DataDir, GoldFiles
from eval.telling import Teller

app = typer.Typer(no_args_is_help=True)

Plans = Annotated[
    list[Path],
    typer.Argument(help="Plans (YAML); the first is compared with. / Plans; le premier sert de référence."),
]
PeerNames = Annotated[
    list[str] | None,
    typer.Option("--peer", help="stock | dense | bm25 | haystack; repeatable. / Concurrent; répétable."),
]
PeerFolders = Annotated[
    list[Path] | None,
    typer.Option(
        "--folder",
        help="Saved pages for peers; those that the data folder was read from if absent. / Pages des concurrents.",
    ),
]


@app.command(help="Compare two configurations, or products. / Comparer deux configurations, ou produits.")
def compare(
    context: typer.Context,
    plans: Plans,
    gold: GoldFiles,
    data_dir: DataDir = None,
    folder: PeerFolders = None,
    peer: PeerNames = None,
    report: Annotated[
        Path | None, typer.Option(help="Also write all values as JSON. / Écrire aussi toutes les valeurs.")
    ] = None,
    cache: Annotated[
        bool, typer.Option(help="Take equal stages from earlier runs. / Reprendre les étapes identiques.")
    ] = True,
) -> None:
    """Run all systems over the same cases, print one table, and say which is better, where and how surely."""
    teller = Teller.of(context)
    with could_not_run(teller):
        from eval.experiments.plan import peer_plan, read_plan
        from eval.experiments.running import Request, run_comparison

        systems = [*(read_plan(path) for path in plans), *(peer_plan(name) for name in peer or ())]
        request = Request(tuple(gold), data_dir, tuple(folder or ()), report, caching=cache)
        run_comparison(systems, request, teller)
