"""The root of the one command, `replydesk`. Joins the commands of every package; does none of the work.

Heavy libraries load inside the commands, so that `replydesk --help` answers at once.
"""

import os
import sys
from importlib.metadata import version as installed_version
from typing import Annotated

import typer
from pydantic import ValidationError

from api.commands import console, demo, documents, people, serve, tokens
from eval.cli import app as eval_app
from ingest.cli import app as ingest_app
from knowledge.errors import ReplydeskError
from knowledge.texts import Text

_HELP = Text(
    "Sourced answers to citizens' questions, drafted for a person to approve.",
    "Des réponses sourcées aux questions du public, ébauchées pour qu’une personne les approuve.",
)
_COMMANDS = {
    "serve": (serve.serve, Text("Serve the desk and the API.", "Servir le bureau et l’API.")),
    "demo": (
        demo.demo,
        Text("Try everything with a fictional province.", "Tout essayer avec une province fictive."),
    ),
    "openapi": (documents.openapi, Text("Print the OpenAPI document.", "Afficher le document OpenAPI.")),
}
_GROUPS = {
    "ingest": (ingest_app, Text("Read pages and past replies.", "Lire des pages et des réponses passées.")),
    "eval": (eval_app, Text("Measure answers.", "Mesurer les réponses.")),
    "person": (people.app, Text("People who sign in.", "Les personnes qui se connectent.")),
    "token": (tokens.app, Text("Tokens for machines and scripts.", "Les jetons pour machines et scripts.")),
}


def build(language: str) -> typer.Typer:
    """The whole command, its help in `language`."""
    app = typer.Typer(
        name="replydesk",
        help=_HELP.in_language(language),
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        add_completion=False,
    )
    app.callback()(_root)
    for name, (command, text) in _COMMANDS.items():
        app.command(name, help=text.in_language(language))(command)
    for name, (group, text) in _GROUPS.items():
        app.add_typer(group, name=name, help=text.in_language(language))
    app.command("version", help=Text("Print the version.", "Afficher la version.").in_language(language))(
        _version
    )
    return app


def main() -> None:
    """Run the command; every error of ours is a paragraph in the person's language, never a traceback."""
    language = console.language_of(sys.argv[1:], os.environ)
    try:
        build(language)(prog_name="replydesk")
    except ReplydeskError as error:
        console.tell_error(error, language)
    except ValidationError as error:
        console.tell_error(console.wrong_settings(error), language)
    except KeyboardInterrupt:
        sys.exit(130)
    except Exception as error:
        if os.environ.get("REPLYDESK_DEBUG"):
            raise
        console.tell_error(console.unexpected(error), language)
    else:
        return
    sys.exit(1)


def _root(
    lang: Annotated[
        str | None, typer.Option(help="en | fr; as your terminal if absent / comme votre terminal.")
    ] = None,
) -> None:
    if lang is not None and lang not in ("en", "fr"):
        raise typer.BadParameter("en | fr", param_hint="--lang")


def _version() -> None:
    typer.echo(f"replydesk {installed_version('replydesk')}")
