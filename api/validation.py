"""What is wrong with a field, in words of both languages. Never repeats what was sent: it may be private."""

from collections.abc import Mapping
from typing import Any

from knowledge.texts import Text

# Pydantic's error types, https://docs.pydantic.dev/latest/errors/validation_errors/
_WORDS: dict[str, Text] = {
    "missing": Text("is required", "est obligatoire"),
    "extra_forbidden": Text("is not a known field", "n’est pas un champ connu"),
    "json_invalid": Text(
        "is not valid JSON (at this character)", "n’est pas du JSON valide (à ce caractère)"
    ),
    "string_type": Text("must be text", "doit être du texte"),
    "string_too_short": Text(
        "needs at least {min_length} characters", "demande au moins {min_length} caractères"
    ),
    "string_too_long": Text(
        "takes at most {max_length} characters", "accepte au plus {max_length} caractères"
    ),
    "string_pattern_mismatch": Text("does not have the expected form", "n’a pas la forme attendue"),
    "int_parsing": Text("must be a whole number", "doit être un nombre entier"),
    "int_type": Text("must be a whole number", "doit être un nombre entier"),
    "greater_than_equal": Text("must be at least {ge}", "doit être au moins {ge}"),
    "less_than_equal": Text("must be at most {le}", "doit être au plus {le}"),
    "literal_error": Text("must be one of {expected}", "doit être l’un de {expected}"),
    "enum": Text("must be one of {expected}", "doit être l’un de {expected}"),
    "too_long": Text("takes at most {max_length} entries", "accepte au plus {max_length} éléments"),
    "list_type": Text("must be a list", "doit être une liste"),
    "model_attributes_type": Text("must be a JSON object", "doit être un objet JSON"),
    "dict_type": Text("must be a JSON object", "doit être un objet JSON"),
    "timezone_aware": Text("needs a time zone, such as Z", "demande un fuseau horaire, par exemple Z"),
    "datetime_parsing": Text(
        "must be a date and time (RFC 3339)", "doit être une date et une heure (RFC 3339)"
    ),
    "datetime_from_date_parsing": Text(
        "must be a date and time (RFC 3339)", "doit être une date et une heure (RFC 3339)"
    ),
}
_OTHERWISE = Text("is not valid", "n’est pas valide")


def explain(fault: Mapping[str, Any], language: str) -> dict[str, str]:
    """`field` (its path with dots, after `body`, `query` or `path`) and `message` for one pydantic error."""
    words = _WORDS.get(str(fault.get("type")), _OTHERWISE).in_language(language)
    try:
        message = words.format(**(fault.get("ctx") or {}))
    except (KeyError, IndexError):
        message = _OTHERWISE.in_language(language)
    location = [str(part) for part in fault.get("loc", ())]
    return {"field": ".".join(location[1:]) or ".".join(location) or "body", "message": message}
