"""Whether a text has the same fact: the same value, and the unit where the fact has one."""

import re
from functools import lru_cache

from knowledge.facts import names, times, units
from knowledge.facts.fact import Fact
from knowledge.facts.finding import facts_in, stated_in
from knowledge.facts.numbers import NUMBER_WORDS, WRITTEN_NUMBER

TEXTS_REMEMBERED = 512
Key = tuple[str, str, str]


def fact_stands(fact: Fact, source: str) -> bool:
    """Whether the same fact is written in `source`, in figures or in words.

    A bare number is borne out by the same number of anything; a number of something only by as many of the same.
    """
    if (fact.kind, fact.value, fact.unit) in _keys(source):
        return True
    if fact.kind in {"office", "address"}:
        return f" {fact.value} " in _plain(source)
    if fact.kind == "form":
        spaced = r"[\W_]*".join(fact.value)
        return re.search(rf"(?<![A-Z0-9]){spaced}(?![A-Z0-9])", source.upper()) is not None
    return False


def is_same(fact: Fact, other: Fact) -> bool:
    """Whether `other` bears out `fact`: the same thing in another spelling."""
    if fact.kind != other.kind:
        return False
    if fact.kind == "number":
        return (fact.value, fact.unit) in times.readings(other.value, other.unit)
    return fact.value == other.value


@lru_cache(maxsize=TEXTS_REMEMBERED)
def _keys(source: str) -> frozenset[Key]:
    found: set[Key] = set()
    for fact in [*stated_in(source), *facts_in(source)]:
        if fact.kind == "number":
            found |= {("number", value, unit) for value, unit in times.readings(fact.value, fact.unit)}
        else:
            found.add((fact.kind, fact.value, fact.unit))
        if fact.unit.startswith("month:"):
            found.add(("month", fact.unit.removeprefix("month:"), ""))
    found |= {("number", NUMBER_WORDS[word.casefold()], "") for word in WRITTEN_NUMBER.findall(source)}
    for unit in units.ones(source):
        found |= {("number", value, each) for value, each in times.readings("1", unit)}
    return frozenset(found)


@lru_cache(maxsize=TEXTS_REMEMBERED)
def _plain(source: str) -> str:
    return f" {names.plain_words(source)} "
