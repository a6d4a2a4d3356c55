"""How the command speaks to a person at a terminal: their language, and errors as one clear paragraph."""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from textwrap import fill
from typing import Annotated

import typer
from pydantic import ValidationError
from rich.console import Console

from knowledge.errors import BadConfiguration, ReplydeskError
from knowledge.texts import Text

DataDir = Annotated[
    Path | None,
    typer.Option("--data-dir", help="Folder of the state; as configured if absent / Dossier de l’état."),
]


def language_of(arguments: Sequence[str], environment: Mapping[str, str]) -> str:
    """The language asked for by `--lang` before the command, else the terminal's, else English."""
    for position, argument in enumerate(arguments):
        names_language = arguments[position - 1 : position] == ["--lang"]
        if argument == "--" or not (argument.startswith("-") or names_language):
            break  # what follows a command is its own: `ingest site URL --lang fr` names the pages' language
        if argument.startswith("--lang="):
            return argument.removeprefix("--lang=")[:2].lower()
        if argument == "--lang" and position + 1 < len(arguments):
            return arguments[position + 1][:2].lower()
    spoken = next((environment[name] for name in ("LC_ALL", "LANG") if environment.get(name)), "en")
    return "fr" if spoken.lower().startswith("fr") else "en"


def spoken_in(context: typer.Context) -> str:
    """The language of the running command."""
    return language_of(
        ["--lang", str(asked)] if (asked := context.find_root().params.get("lang")) else [], os.environ
    )


def say(context: typer.Context, text: Text) -> None:
    """One message, as it is, on standard output."""
    Console(highlight=False).print(text.in_language(spoken_in(context)), markup=False, soft_wrap=True)


def tell_error(error: ReplydeskError, language: str) -> None:
    """What happened, what was kept, and what to do next, on standard error."""
    console = Console(stderr=True, highlight=False)
    console.print(Text("It did not work.", "Cela n’a pas fonctionné.").in_language(language), style="bold")
    for part in (error.what, error.kept, error.next_step):
        if part is not None:
            told = fill(
                part.in_language(language),
                width=max(40, console.width),
                initial_indent="  ",
                subsequent_indent="  ",
                break_long_words=False,
                break_on_hyphens=False,
            )
            console.print(told, markup=False, soft_wrap=True)


def wrong_settings(error: ValidationError) -> BadConfiguration:
    """A pydantic error about settings, in our words, without the values: some are secrets."""
    names = sorted({".".join(str(part) for part in fault["loc"]) for fault in error.errors()})
    listed = ", ".join(names) or error.title
    return BadConfiguration(
        Text(
            f"Settings are not valid ({error.title}): {listed}.",
            f"Des réglages ne sont pas valides ({error.title}) : {listed}.",
        ),
        next_step=Text(
            "Correct them in the environment or in .env; .env.example explains each.",
            "Corrigez-les dans l’environnement ou dans .env; .env.example les explique.",
        ),
    )


def unexpected(error: Exception) -> ReplydeskError:
    """An error that nobody foresaw: its kind, and how to see all of it."""
    return ReplydeskError(
        Text(
            f"Something unexpected happened ({type(error).__name__}).",
            f"Une erreur inattendue est survenue ({type(error).__name__}).",
        ),
        kept=Text("What was finished before is kept.", "Ce qui était terminé est conservé."),
        next_step=Text(
            "Run it again with REPLYDESK_DEBUG=1 to see where, and report it.",
            "Relancez avec REPLYDESK_DEBUG=1 pour voir où, et signalez-le.",
        ),
    )
