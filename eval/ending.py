"""How measuring commands end: 0 held, 1 something is worse or wrong, 2 could not run. Prints; measures nothing."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import typer
from pydantic import ValidationError

from eval.telling import Teller
from knowledge.errors import ReplydeskError
from knowledge.texts import Text

HELD, WRONG, COULD_NOT_RUN = 0, 1, 2


@contextmanager
def could_not_run(teller: Teller) -> Iterator[None]:
    """Turn every error of the block into words and exit code 2: a build must not pass because its check broke."""
    try:
        yield
    except typer.Exit:
        raise
    except Exception as error:
        if os.environ.get("REPLYDESK_DEBUG"):
            raise
        teller.say(_words(error))
        raise typer.Exit(COULD_NOT_RUN) from error


def _words(error: Exception) -> Text:
    if isinstance(error, ReplydeskError):
        return Text(error.in_language("en"), error.in_language("fr"))
    if isinstance(error, ValidationError):  # of settings; without the values, since some are secrets
        names = ", ".join(sorted({".".join(str(part) for part in fault["loc"]) for fault in error.errors()}))
        return Text(
            f"Settings are not valid ({error.title}): {names}. Nothing was changed. Correct them in the environment "
            "or in .env; .env.example explains each.",
            f"Des réglages ne sont pas valides ({error.title}) : {names}. Rien n’a été modifié. Corrigez-les dans "
            "l’environnement ou dans .env; .env.example les explique.",
        )
    kind = type(error).__name__  # its words may quote a question
    return Text(
        f"Something unexpected happened ({kind}). What was finished before is kept. Run it again with "
        "REPLYDESK_DEBUG=1 to see where, and report it.",
        f"Une erreur inattendue est survenue ({kind}). Ce qui était terminé est conservé. Relancez avec "
        "REPLYDESK_DEBUG=1 pour voir où, et signalez-le.",
    )
