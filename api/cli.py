"""The root of the one command, `replydesk`. Joins the commands of every package; does none of the work.

Heavy libraries load inside the commands, so that `replydesk --help` answers at once.
"""

import os
import sys
from collections.abc import Callable
from importlib.metadata import version as installed_version
from typing import Annotated

import typer
from pydantic import ValidationError

from api.commands import brands, console, demo, documents, people, referrals, serve, synonyms, tokens
from knowledge.errors import ReplydeskError
from knowledge.texts import Text


def _root(
    lang: Annotated[
        str | None, typer.Option(help="en | fr; as your terminal if absent / comme votre terminal.")
    ] = None,
) -> None:
    if lang is not None and lang not in ("en", "fr"):
        raise typer.BadParameter("en | fr", param_hint="--lang")


def _first_word(arguments: list[str]) -> str | None:
    words = (word for place, word in enumerate(arguments) if arguments[place - 1 : place] != ["--lang"])
    return next((word for word in words if not word.startswith("-")), None)


def _ingest() -> typer.Typer:
    from ingest.cli import app

    return app


def _eval() -> typer.Typer:
    from eval.cli import app

    return app


def _not_loaded() -> None:
    """Stands for a group in the help."""


def _version() -> None:
    typer.echo(f"replydesk {installed_version('replydesk')}")


_HELP = Text(
    "Sourced answers to citizens' questions, drafted for a person to approve.",
    "Des réponses sourcées aux questions du public, ébauchées pour qu’une personne les approuve.",
)
_COMMANDS: dict[str, tuple[Callable[..., None], Text]] = {
    "serve": (serve.serve, Text("Serve the desk and the API.", "Servir le bureau et l’API.")),
    "demo": (
        demo.demo,
        Text("Try everything with a fictional province.", "Tout essayer avec une province fictive."),
    ),
    "version": (_version, Text("Print the version.", "Afficher la version.")),
    "openapi": (documents.openapi, Text("Print the OpenAPI document.", "Afficher le document OpenAPI.")),
}
_GROUPS: dict[str, tuple[Callable[[], typer.Typer], Text]] = {
    "ingest": (_ingest, Text("Read pages and past replies.", "Lire des pages et des réponses passées.")),
    "eval": (_eval, Text("Measure answers.", "Mesurer les réponses.")),
    "person": (lambda: people.app, Text("People who sign in.", "Les personnes qui se connectent.")),
    "synonyms": (
        lambda: synonyms.app,
        Text("Wordings that mean the same.", "Les formulations qui veulent dire la même chose."),
    ),
    "referrals": (
        lambda: referrals.app,
        Text("What is another government’s business.", "Ce qui relève d’un autre gouvernement."),
    ),
    "brands": (lambda: brands.app, Text("The voices in which replies go out.", "Les voix des réponses.")),
    "token": (
        lambda: tokens.app,
        Text("Tokens for machines and scripts.", "Les jetons pour machines et scripts."),
    ),
}


def build(language: str, wanted: str | None = None) -> typer.Typer:
    """The whole command, its help in `language`; of the groups only `wanted` is loaded, the others are named."""
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
    for name, (load, text) in _GROUPS.items():
        if name == wanted:
            app.add_typer(load(), name=name, help=text.in_language(language))
        else:
            app.command(name, help=text.in_language(language))(_not_loaded)
    return app


def main() -> None:
    """Run the command; every error of ours is a paragraph in the person's language, never a traceback."""
    language = console.language_of(sys.argv[1:], os.environ)
    try:
        build(language, _first_word(sys.argv[1:]))(prog_name="replydesk")
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
    # What measures must tell "it is worse" (1) from "it could not be told" (2).
    sys.exit(2 if _first_word(sys.argv[1:]) == "eval" else 1)
