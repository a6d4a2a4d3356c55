"""Whether a text has the same fact: the same value, and the unit where the fact has one."""

import re
from functools import lru_cache

from knowledge.facts import frequency, names, times, units
from knowledge.facts.fact import Fact
from knowledge.facts.finding import facts_in, stated_in
from knowledge.facts.numbers import NUMBER_WORDS, WRITTEN_NUMBER

TEXTS_REMEMBERED = 512
BOTH = re.compile(r"\bboth\b", re.IGNORECASE)
Key = tuple[str, str, str]
LONGER = (("week", "day", 7), ("year", "month", 12), ("day", "hour", 24))
SPANS = {"business-day", "day", "week", "month", "year", "hour", "minute"}
SENTENCE_END = re.compile(r"[.!?]\s|\n")
DECIMAL = re.compile(r"\d{1,4}(?:\.\d)?")
STOP = re.compile(r"\s*(?:[.,;)]|$|\n)")


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


def fact_follows(fact: Fact, source: str) -> bool:
    """Whether `source` has as long a span of time in another unit, or the number with its unit understood.

    Two weeks are 14 days, a year and a half 18 months, a day 24 hours. "15 business days, 3
    for rush orders" counts days twice.
    """
    if fact.kind != "number":
        return False
    keys = _keys(source)
    if DECIMAL.fullmatch(fact.value):
        for large, small, times_ in LONGER:
            longer, shorter = f"{float(fact.value) / times_:g}", f"{float(fact.value) * times_:g}"
            if fact.unit == large and ("number", shorter, small) in keys:
                return True
            if fact.unit == small and ("number", longer, large) in keys:
                return True
    return (fact.value, fact.unit) in _understood(source)


@lru_cache(maxsize=TEXTS_REMEMBERED)
def _understood(source: str) -> frozenset[tuple[str, str]]:
    """Bare numbers before a stop, each with the unit of the last number before it in its sentence."""
    found, unit, at = set[tuple[str, str]](), "", 0
    for fact in stated_in(source):
        if SENTENCE_END.search(source, at, fact.start):
            unit = ""
        at = fact.end
        if fact.kind == "number" and fact.unit in SPANS:
            unit = fact.unit
        elif fact.kind == "number" and not fact.unit and unit and STOP.match(source, fact.end):
            found.add((fact.value, unit))
    return frozenset(found)


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
    if BOTH.search(source):
        found.add(("number", "2", ""))
    found |= {("number", NUMBER_WORDS[word.casefold()], "") for word in WRITTEN_NUMBER.findall(source)}
    found |= {("number", span, frequency.UNIT) for span in frequency.each(source)}
    for unit in units.ones(source):
        found |= {("number", value, each) for value, each in times.readings("1", unit)}
    return frozenset(found)


@lru_cache(maxsize=TEXTS_REMEMBERED)
def _plain(source: str) -> str:
    return f" {names.plain_words(source)} "
