"""`replydesk person …`: who may sign in. A server may run meanwhile."""

import secrets
import sys
from typing import Annotated, Literal

import typer
from rich.console import Console
from rich.table import Table

from api.commands.console import DataDir, say, spoken_in
from knowledge.texts import Text

Role = Literal["manager", "content", "admin"]
app = typer.Typer(no_args_is_help=True)
PASSWORD_BYTES = 12


@app.command("add")
def add(
    context: typer.Context,
    login: Annotated[
        str, typer.Argument(help="What they type to sign in / Ce qu’on saisit pour se connecter.")
    ],
    name: Annotated[str | None, typer.Option(help="How colleagues see them / Nom affiché.")] = None,
    role: Annotated[Role, typer.Option(help="What they may do / Ce qu’elle peut faire.")] = "manager",
    language: Annotated[str, typer.Option(help="en | fr")] = "en",
    password_stdin: Annotated[
        bool,
        typer.Option(
            "--password-stdin", help="Read the password from standard input / Lire le mot de passe."
        ),
    ] = False,
    data_dir: DataDir = None,
) -> None:
    """Add a person; without --password-stdin a password is made and printed once."""
    from api.database import open_database
    from assistant.intake import people
    from knowledge.clock import utc_now

    password = sys.stdin.readline().rstrip("\n") if password_stdin else secrets.token_urlsafe(PASSWORD_BYTES)
    with open_database(data_dir).begin() as connection:
        people.add(
            connection,
            login=login,
            name=name or login,
            role=role,
            language=language,
            password=password,
            clock=utc_now,
        )
    say(context, Text(f"{login} can sign in now, as {role}.", f"{login} peut se connecter ({role})."))
    if not password_stdin:
        say(
            context,
            Text(
                f"Password (shown only now): {password}",
                f"Mot de passe (affiché une seule fois) : {password}",
            ),
        )


@app.command("list")
def everyone(context: typer.Context, data_dir: DataDir = None) -> None:
    """List people."""
    from api.database import open_database
    from assistant.intake import people
    from knowledge.database import reading

    french = spoken_in(context) == "fr"
    titles = (
        ("Identifiant", "Nom", "Rôle", "Langue", "Actif")
        if french
        else ("Login", "Name", "Role", "Language", "Active")
    )
    table = Table(*titles)
    with reading(open_database(data_dir)) as connection:
        for person in people.everything(connection):
            active = ("oui" if french else "yes") if person.active else ("non" if french else "no")
            table.add_row(person.login, person.name, person.role, person.language, active)
    Console().print(table)
