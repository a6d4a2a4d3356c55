"""What is wrong with what people wrote or named, in our words: fields and files. Raises nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from pydantic_core import ErrorDetails

from knowledge.errors import BadConfiguration
from knowledge.texts import Text

_NO_NUMBER = Text("must be a number", "doit être un nombre")
_NO_WHOLE_NUMBER = Text("must be a whole number", "doit être un nombre entier")
_NO_RECORD = Text("must be a set of fields", "doit être un ensemble de champs")
_MISSING = Text("is missing", "est absent")
_NO_ADDRESS = Text("must be a web address (https://…)", "doit être une adresse Web (https://…)")
_OTHERWISE = Text("is not valid", "n’est pas valide")
_SIMPLE: Mapping[str, Text] = {
    "missing": _MISSING,
    "union_tag_not_found": _MISSING,
    "extra_forbidden": Text("is not known for this kind of source", "est inconnu pour ce type de source"),
    "union_tag_invalid": Text(
        "must be site, folder or threads", "doit valoir « site », « folder » ou « threads »"
    ),
    "string_type": Text("must be a text", "doit être un texte"),
    "path_type": Text("must be a path", "doit être un chemin"),
    "int_parsing": _NO_WHOLE_NUMBER,
    "int_type": _NO_WHOLE_NUMBER,
    "int_from_float": _NO_WHOLE_NUMBER,
    "float_parsing": _NO_NUMBER,
    "float_type": _NO_NUMBER,
    "list_type": Text("must be a list", "doit être une liste"),
    "model_type": _NO_RECORD,
    "model_attributes_type": _NO_RECORD,
    "dict_type": _NO_RECORD,
    "url_type": _NO_ADDRESS,
    "url_parsing": _NO_ADDRESS,
    "url_scheme": _NO_ADDRESS,
}
_WITH_DETAIL: Mapping[str, Callable[[Mapping[str, Any]], Text]] = {
    "greater_than_equal": lambda of: Text(f"must be {of['ge']} or more", f"doit être d’au moins {of['ge']}"),
    "greater_than": lambda of: Text(f"must be more than {of['gt']}", f"doit être supérieur à {of['gt']}"),
    "literal_error": lambda of: Text(
        f"must be {of['expected'].replace(' or ', ', ')}",
        f"doit être une de ces valeurs : {of['expected'].replace(' or ', ', ')}",
    ),
    "string_too_long": lambda of: Text(
        f"must have {of['max_length']} characters at most",
        f"doit avoir au plus {of['max_length']} caractères",
    ),
    "string_too_short": lambda _: Text("must not be empty", "ne doit pas être vide"),
    "too_short": lambda _: Text("must not be empty", "ne doit pas être vide"),
    "string_pattern_mismatch": lambda of: Text(
        f"is not written as it must be ({of['pattern']})", f"n’a pas la forme voulue ({of['pattern']})"
    ),
    "no_pattern": lambda of: Text(
        f"is no regular expression: character {of['position']} is a mistake",
        f"n’est pas une expression régulière : erreur au caractère {of['position']}",
    ),
}


def of_field(error: ErrorDetails) -> Text:
    """What a field must be, after pydantic's finding; never what it was, which may be private."""
    detailed = _WITH_DETAIL.get(error["type"])
    if detailed is not None:
        return detailed(error.get("ctx", {}))
    return _SIMPLE.get(error["type"], _OTHERWISE)


def unusable(path: Path, error: OSError | UnicodeError) -> BadConfiguration:
    """The error to raise where a file or folder that a person named cannot be read or written."""
    why = _why(error)
    return BadConfiguration(
        Text(f"{path} cannot be used: {why.en}.", f"{path} est inutilisable : {why.fr}."),
        next_step=Text(
            "Check the path, then run the command again.", "Vérifiez le chemin, puis relancez la commande."
        ),
    )


def _why(error: OSError | UnicodeError) -> Text:
    match error:
        case FileNotFoundError() | NotADirectoryError():
            return Text("it does not exist", "il n’existe pas")
        case IsADirectoryError():
            return Text("it is a folder, not a file", "c’est un dossier et non un fichier")
        case PermissionError():
            return Text("access is denied", "l’accès est refusé")
        case OSError():
            return Text(f"the system refuses ({error.errno})", f"le système refuse ({error.errno})")
        case _:
            return Text("it is not text in UTF-8", "ce n’est pas du texte en UTF-8")
