"""The options that several measuring commands share."""

from pathlib import Path
from typing import Annotated

import typer

GoldFiles = Annotated[
    list[Path],
    typer.Option(
        "--gold", help="Gold questions, JSON lines; repeatable. / Questions de référence; répétable."
    ),
]
Folders = Annotated[
    list[Path],
    typer.Option("--folder", help="Saved pages (pages.jsonl); repeatable. / Pages enregistrées; répétable."),
]
DataDir = Annotated[
    Path | None,
    typer.Option("--data-dir", help="Folder of the state; as configured if absent. / Dossier de l’état."),
]
JsonOut = Annotated[
    Path | None, typer.Option("--json", help="Also write the figures as JSON. / Écrire aussi en JSON.")
]
