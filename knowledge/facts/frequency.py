"""How often something is: "monthly", "each week", « par an ». English and French."""

import re

UNIT = "each"
_SPANS = {
    "day": ("daily|quotidien(?:ne|s|nes|nement)?", "days?|jours?"),
    "week": ("weekly|hebdomadaires?", "weeks?|semaines?"),
    "month": ("monthly|mensuel(?:le|s|les|lement)?", "months?|mois"),
    "quarter": ("quarterly|trimestriel(?:le|s|les|lement)?", "quarters?|trimestres?"),
    "year": ("yearly|annual(?:ly)?|annuel(?:le|s|les|lement)?", "years?|ans?|années?"),
}
FREQUENCY = re.compile(
    r"(?<![\w-])(?:"
    + "|".join(f"(?P<{span}>{words})" for span, (words, _) in _SPANS.items())
    + r")(?![\w-])",
    re.IGNORECASE,
)
_EACH = re.compile(
    r"(?<!\w)(?:an?|each|every|per|by the|par|chaque|tous les|toutes les|/)[ \u00a0]?(?:"
    + "|".join(f"(?P<{span}>{nouns})" for span, (_, nouns) in _SPANS.items())
    + r")(?!\w)",
    re.IGNORECASE,
)


def frequency_of(found: re.Match[str]) -> str:
    """The span of a match of `FREQUENCY`: "month" for "monthly"."""
    return str(found.lastgroup)


def each(text: str) -> set[str]:
    """The spans of which the text speaks one by one: "a month", "chaque année"."""
    return {str(found.lastgroup) for found in _EACH.finditer(text)}
