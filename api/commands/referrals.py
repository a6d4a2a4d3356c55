"""`replydesk referrals …`: checks the referral file. A server may run meanwhile."""

from pathlib import Path
from typing import Annotated

import typer

from api.commands.console import say
from knowledge.texts import Text

app = typer.Typer(no_args_is_help=True)

File = Annotated[
    Path | None,
    typer.Argument(
        help="The referral file; as configured if absent / Le fichier; sinon, celui des réglages."
    ),
]


@app.callback()
def _referrals() -> None:
    """Keeps `check` a command of its own, with others to come."""


@app.command("check", help="Check the referral file. / Vérifier le fichier d’orientation.")
def check(context: typer.Context, file: File = None) -> None:
    """Say how many entries of the file can be used, and which are left out, by line."""
    from assistant.settings import AssistantSettings
    from assistant.withholding.referral_file import read_referrals
    from knowledge.settings import KnowledgeSettings

    path = file or AssistantSettings().referrals
    if path is None:
        say(context, NO_FILE)
        raise typer.Exit(1)
    read = read_referrals(path, KnowledgeSettings().languages)
    for each in read.complaints:
        place = Text(f"{path}, line {each.line}, left out", f"{path}, ligne {each.line}, écartée")
        say(context, Text(f"{place.en}: {each.what.en}.", f"{place.fr} : {each.what.fr}."))
    count = len(read.entries)
    say(context, Text(f"{count} entries can be used.", f"{count} entrées sont utilisables."))
    if read.complaints:
        raise typer.Exit(1)


NO_FILE = Text(
    "No referral file: name one, or set REPLYDESK_ASSISTANT_REFERRALS.",
    "Pas de fichier d’orientation : indiquez-en un, ou définissez REPLYDESK_ASSISTANT_REFERRALS.",
)
