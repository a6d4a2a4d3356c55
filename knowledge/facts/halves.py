"""What has a half more: "two and a half years", "a year and a half", "2 ½ miles", « 1 mois et demi »."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from knowledge.facts.numbers import NUMBER_WORDS
from knowledge.facts.units import AFTER, unit_of

_COUNTS = {word: value for word, value in NUMBER_WORDS.items() if value.isdecimal()} | {"a": "1", "an": "1"}
COUNT = re.compile(
    rf"(?<![\w.,/$€£-])(?:\d{{1,3}}|{'|'.join(sorted(_COUNTS, key=len, reverse=True))})(?!\w)", re.IGNORECASE
)
AFTER_UNIT = re.compile(r"[ \u00a0\u202f](?:and a half|et demie?)(?!\w)", re.IGNORECASE)
AFTER_COUNT = re.compile(
    r"(?:[ \u00a0\u202f-]and[ -]a[ -]half|[ \u00a0\u202f]?½|[ \u00a0\u202f]1/2)(?![\w/])", re.IGNORECASE
)
LONGEST = 40  # characters in which the unit must stand


class Half(NamedTuple):
    """Where it stands, and what it says: "1.5" of a month, "1:30" of « une heure et demie »."""

    start: int
    end: int
    value: str
    unit: str
    in_figures: bool


def halves_in(text: str) -> Iterator[Half]:
    """All of the text, in order."""
    for found in COUNT.finditer(text):
        written = found.group()
        half = AFTER_COUNT.match(text, found.end())
        unit = AFTER.match(text[half.end() if half else found.end() :][:LONGEST])
        if unit is None:
            continue
        if half is None:
            half = AFTER_UNIT.match(text, found.end() + unit.end())
        if half is None:
            continue
        whole, name = _COUNTS.get(written.casefold(), written), unit_of(unit)
        value = f"{whole}:30" if name == "h" else f"{whole}.5"
        yield Half(found.start(), half.end(), value, name, written.isdecimal())
