"""`replydesk token …`: how machines and people's scripts get in. A server may run meanwhile."""

from typing import Annotated, Literal

import typer
from rich.console import Console
from rich.table import Table

from api.commands.console import DataDir, say, spoken_in
from knowledge.texts import Text

Role = Literal["manager", "content", "admin"]
app = typer.Typer(no_args_is_help=True)


@app.command("create")
def create(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="What it is for / À quoi il sert.")],
    role: Annotated[Role, typer.Option(help="What it may do / Ce qu’il permet.")] = "manager",
    person: Annotated[
        str | None, typer.Option(help="Login of the person in whose name it may review / Agit au nom de.")
    ] = None,
    data_dir: DataDir = None,
) -> None:
    """Make a token and print it once, alone on standard output."""
    from api import tokens
    from api.database import open_database
    from assistant.intake import people
    from knowledge.clock import utc_now

    with open_database(data_dir).begin() as connection:
        owner = people.by_login(connection, person) if person is not None else None
        if person is not None and owner is None:
            raise tokens.nobody(person)
        token, secret = tokens.create(connection, name, owner.role if owner else role, utc_now, owner)
    Console(stderr=True, highlight=False).print(
        Text(
            f"Token {token.id} ({token.role}). Keep it now: it is not shown again.",
            f"Jeton {token.id} ({token.role}). Conservez-le : il ne sera plus affiché.",
        ).in_language(spoken_in(context))
    )
    typer.echo(secret)


@app.command("list")
def everything(context: typer.Context, data_dir: DataDir = None) -> None:
    """List tokens, without their secrets."""
    from api import tokens
    from api.database import open_database
    from knowledge.database import reading

    french = spoken_in(context) == "fr"
    table = Table(
        *("Jeton", "Nom", "Rôle", "Créé", "Révoqué")
        if french
        else ("Token", "Name", "Role", "Made", "Revoked")
    )
    with reading(open_database(data_dir)) as connection:
        for token in tokens.everything(connection):
            revoked = token.revoked_at.isoformat(timespec="seconds") if token.revoked_at else ""
            table.add_row(
                token.id, token.name, token.role, token.created_at.isoformat(timespec="seconds"), revoked
            )
    Console().print(table)


@app.command("revoke")
def revoke(
    context: typer.Context,
    token_id: Annotated[str, typer.Argument(help="t_… from `token list` / de `token list`.")],
    data_dir: DataDir = None,
) -> None:
    """End a token for good."""
    from api import tokens
    from api.database import open_database
    from knowledge.clock import utc_now

    with open_database(data_dir).begin() as connection:
        tokens.revoke(connection, token_id, utc_now)
    say(context, Text(f"{token_id} opens nothing any more.", f"{token_id} n’ouvre plus rien."))
