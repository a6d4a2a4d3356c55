"""On which side of a fact a text stands: "at least 3" or "at most 3", "before" or "after 14:00", English and French.

"At most 3" for "at least 3" keeps every fact and denies nothing. Compares words beside facts only.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from assistant.guards.likeness import TEXTS_REMEMBERED
from knowledge.facts import Fact, is_same, span_of, stated_in

Side = Literal["up", "down"]
_UP_BEFORE = (
    r"at (?:the )?(?:least|earliest)|(?:more|greater|longer|older|later|higher|larger) than|minimum(?: of)?|"
    r"over|above|beyond|after|since|exceed(?:s|ing)?|from|starting(?: on)?|beginning(?: on)?|as of|au moins|"
    r"au minimum|au plus tôt|plus d(?:e|u)|minimum d(?:e|u)|supérieure?s? (?:à|au)|au-delà d(?:e|u)|après|depuis|"
    r"dès|à (?:partir|compter) d(?:e|u|es)|dépasse(?:r|nt)?|excéder|excède(?:nt)?"
)
_DOWN_BEFORE = (
    r"at (?:the )?(?:most|latest)|(?:less|fewer|smaller|shorter|younger|earlier|lower) than|maximum(?: of)?|"
    r"up to|under|below|before|prior to|until|till|by|within|au plus|au maximum|au plus tard|moins d(?:e|u)|"
    r"maximum d(?:e|u)|inférieure?s? (?:à|au)|jusqu'(?:à|au)|avant|d'ici|dans|sous|dépasse(?:nt)? pas|excède(?:nt)? pas"
)
_UP_AFTER = (
    r"or (?:more|older|over|above|later)|and (?:over|older|up(?! to)|above|after)|minimum|at least|"
    r"ou plus|et plus|ou après|au moins|au minimum|au plus tôt|at the earliest"
)
_DOWN_AFTER = (
    r"or (?:less|fewer|under|younger|below|earlier)|and under|maximum|at (?:the )?most|ou moins|ou avant|au plus|"
    r"au maximum|au plus tard|at the latest"
)
# Small words may stand between: "at least the age of 18", "avant l’âge de 18 ans".
_SMALL = r"(?:(?:the|a|an|of|on|age|age of|about|your|their|le|la|les|l'âge de|l'|de|d'|du|des|un|une|environ) ?){0,2}"
# "Cannot stay more than", "may not be granted for more than": what is denied is beyond the limit.
_DENIED = r"(?P<no>(?:\b(?:no|not|never|cannot|pas|jamais)|n't) (?:[\w']+ ){0,3}?)?"
BEFORE = re.compile(
    rf"{_DENIED}\b(?:(?P<down>{_DOWN_BEFORE})|(?P<up>{_UP_BEFORE})) ?{_SMALL}$", re.IGNORECASE
)
AFTER = re.compile(rf"^(?: [^\W\d]+)?,? ?(?:(?P<up>{_UP_AFTER})|(?P<down>{_DOWN_AFTER}))\b", re.IGNORECASE)
ANYWHERE = re.compile(
    rf"{_DENIED}\b(?:(?P<down>{_DOWN_BEFORE}|{_DOWN_AFTER})|(?P<up>{_UP_BEFORE}|{_UP_AFTER}))(?!\w)",
    re.IGNORECASE,
)
TIMED = {"business-day", "day", "week", "month", "year", "hour", "h", "minute"}
THEN = re.compile(
    r"^(?: \w+)?? (?:(?P<up>after|following|après|suivant|qui suivent)"
    r"|(?P<down>before|prior to|avant|précédant))\b",
    re.IGNORECASE,
)
REACH = 48  # characters on either side
LIMITED = {"number", "month", "weekday"}


@dataclass(frozen=True, slots=True)
class _Limited:
    """A fact, the side of it that is meant, and for a span of time what it is counted from."""

    fact: Fact
    side: Side | None
    then: Side | None


@dataclass(frozen=True, slots=True)
class Turned:
    """A fact of which another side is meant; `certain` where no source leaves the side open."""

    fact: Fact
    certain: bool


def other_side(said: str, sources: Sequence[str]) -> Turned | None:
    """The first fact of which `said` means a side that no source does; None where all is well."""
    there = [each for source in sources for each in _limited(source)]
    for mine in _limited(said):
        same = [each for each in there if is_same(mine.fact, each.fact)]
        for own, theirs in (
            (mine.side, {each.side for each in same}),
            (mine.then, {each.then for each in same}),
        ):
            if own and theirs - {None} and own not in theirs:
                return Turned(mine.fact, None not in theirs)
    return None


def is_turned(said: str, source: str) -> bool:
    """Whether `said`, otherwise much like the source, has a word of one side more, and one of the other side less."""
    ups, downs = (a - b for a, b in zip(_sides(said), _sides(source), strict=True))
    return ups * downs < 0


@lru_cache(maxsize=TEXTS_REMEMBERED)
def _sides(text: str) -> tuple[int, int]:
    found = [_side(each) for each in ANYWHERE.finditer(text.replace("’", "'"))]
    return found.count("up"), found.count("down")


@lru_cache(maxsize=TEXTS_REMEMBERED)
def _limited(text: str) -> tuple[_Limited, ...]:
    found = []
    for fact in stated_in(text):
        if fact.kind not in LIMITED or fact.unit == "th":
            continue
        start, end = span_of(text, fact)
        before = text[max(0, start - REACH) : start].replace("’", "'")
        after = text[end : end + REACH].replace("’", "'")
        then = THEN.match(after) if fact.unit in TIMED else None
        found.append(_Limited(fact, _side(BEFORE.search(before) or AFTER.match(after)), _side(then)))
    return tuple(found)


def _side(found: re.Match[str] | None) -> Side | None:
    if found is None:
        return None
    denied = found.re in {BEFORE, ANYWHERE} and bool(found["no"])
    return "up" if bool(found["up"]) != denied else "down"
