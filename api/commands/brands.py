"""`replydesk brands …`: checks the brand file. A server may run meanwhile."""

from pathlib import Path
from typing import Annotated

import typer

from api.commands.console import say
from knowledge.texts import Text

app = typer.Typer(no_args_is_help=True)

File = Annotated[
    Path | None,
    typer.Argument(help="The brand file; as configured if absent / Le fichier; sinon, celui des réglages."),
]


@app.callback()
def _brands() -> None:
    """Keeps `check` a command of its own, with others to come."""


@app.command("check", help="Check the brand file. / Vérifier le fichier des marques.")
def check(context: typer.Context, file: File = None) -> None:
    """Say which brands the file holds, and every mistake in it by line and field."""
    from assistant.settings import AssistantSettings
    from assistant.voice.brand_file import read_brands
    from assistant.voice.brand_texts import told

    path = file or AssistantSettings().brands
    if path is None:
        say(context, NO_FILE)
        raise typer.Exit(1)
    read = read_brands(path)
    for each in read.complaints:
        place = told(each.line, each.field, each.what)
        say(context, Text(f"{path}, {place.en}.", f"{path}, {place.fr}."))
    if read.complaints:
        count = len(read.complaints)
        say(context, Text(f"Not usable. Mistakes: {count}.", f"Inutilisable. Erreurs : {count}."))
        raise typer.Exit(1)
    for brand in read.brands.all:
        spoken = ", ".join(brand.speeches)
        say(context, Text(f"{brand.id} can be used ({spoken}).", f"{brand.id} est utilisable ({spoken})."))


NO_FILE = Text(
    "No brand file: name one, or set REPLYDESK_ASSISTANT_BRANDS.",
    "Pas de fichier des marques : indiquez-en un, ou définissez REPLYDESK_ASSISTANT_BRANDS.",
)
