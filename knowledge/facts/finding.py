"""Finds the facts of a text: those in figures, or all that a statement can get wrong."""

import re
from collections.abc import Iterator
from dataclasses import replace

from knowledge.facts import fractions, frequency, halves, names, times, units
from knowledge.facts.contacts import BARE_LINK, EMAIL, LINK, PHONE, link_value, phone_value
from knowledge.facts.fact import Fact, FactKind
from knowledge.facts.numbers import (
    NO_NUMBER_ALONE,
    NUMBER,
    NUMBER_WORDS,
    ORDINAL,
    ORDINAL_WORDS,
    STEP_NUMBER,
    WRITTEN_NUMBER,
    number_value,
)

# What costs nothing; "free to choose", "toll-free" and "sans frais" (a telephone line) are something else.
FREE = re.compile(
    r"(?<![\w-])(?:(?<!feel )free(?! to\b)(?! from\b)(?! of (?!charge|cost))(?!-)"
    r"|free of charge|no (?:charge|fee|cost)s?|(?:costs?|pays?) nothing|gratuit(?:e|s|es|ement)?|aucuns? frais"
    r"|(?:coût|pai|pay)(?:e|ent|ez|ons|era|er) rien|rien à payer|sans payer)(?!\w)",
    re.IGNORECASE,
)
GLUED_LINK = re.compile(r"https?$", re.IGNORECASE)  # "desk@town.examplehttps://…": a lost line break
WEEKDAYS = (
    ("monday", "lundi"), ("tuesday", "mardi"), ("wednesday", "mercredi"), ("thursday", "jeudi"),
    ("friday", "vendredi"), ("saturday", "samedi"), ("sunday", "dimanche"),
)  # fmt: skip
WEEKDAY_NUMBER = {name: str(number) for number, names_ in enumerate(WEEKDAYS, start=1) for name in names_}
WEEKDAY = re.compile(rf"\b({'|'.join(WEEKDAY_NUMBER)})s?\b", re.IGNORECASE)
# "May" and "march" are other words too: English months have a capital, and May a word of time before it.
MONTH = re.compile(
    r"\b(?:January|February|March|April|June|July|August|September|October|November|December"
    r"|[Jj]anvier|[Ff]évrier|[Mm]ars|[Aa]vril|[Mm]ai|[Jj]uin|[Jj]uillet|[Aa]oût|[Ss]eptembre|[Oo]ctobre|[Nn]ovembre"
    r"|[Dd]écembre|(?<=\b(?:in|of|by|to)\s)May|(?<=\b(?:until|since|after|early)\s)May|(?<=before\s)May"
    r"|(?<=from\s)May|May(?=\s\d))\b"
)
BARE = {"", units.ORDINAL, fractions.UNIT, frequency.UNIT}  # units that no word of the text names
Spot = tuple[int, int, str, FactKind, str, str]  # start, end, text, kind, value, unit


def facts_in(text: str) -> list[Fact]:
    """The facts of a text written in figures, and shares, in order; a piece of text belongs to one fact only."""
    return _facts(text, _figures(text))


def stated_in(text: str) -> list[Fact]:
    """All facts of a text: also numbers in words, months, weekdays, and names of forms, offices and addresses."""
    return _facts(text, _everything(text))


def _everything(text: str) -> Iterator[Spot]:
    yield from _contacts(text)
    for found in BARE_LINK.finditer(text):
        written = found.group().rstrip(".,;:!?")
        yield found.start(), found.start() + len(written), written, "link", link_value(written), ""
    for start, end, value in names.addresses(text):
        yield start, end, text[start:end], "address", value, ""
    for start, end, value in names.forms(text):
        yield start, end, text[start:end], "form", value, ""
    yield from _numbers(text)
    yield from _words(text)
    for start, end, value in names.offices(text):
        yield start, end, text[start:end], "office", value, ""


def _figures(text: str) -> Iterator[Spot]:
    yield from _contacts(text)
    yield from _numbers(text)


def _contacts(text: str) -> Iterator[Spot]:
    for found in LINK.finditer(text):
        written = found.group().rstrip(".,;:!?")
        yield found.start(), found.start() + len(written), written, "link", link_value(written), ""
    for found in EMAIL.finditer(text):
        written = GLUED_LINK.sub("", found.group())
        yield found.start(), found.start() + len(written), written, "email", written.casefold(), ""
    for found in PHONE.finditer(text):
        yield *found.span(), found.group(), "phone", phone_value(found.group()), ""


def _numbers(text: str) -> Iterator[Spot]:
    yield from _halves(text, in_figures=True)
    for found in times.TIME.finditer(text):
        time = times.time_of(found)
        if time:
            end = found.end("minute" if found["minute"] else "hour") if found["half"] else found.end()
            yield found.start(), end, text[found.start() : end], "number", *time
    for found in fractions.FRACTION.finditer(text):
        if share := fractions.share_of(found):
            yield *found.span(), found.group(), "number", share, fractions.UNIT
    for found in NUMBER.finditer(text):
        start, written = found.start(), found.group().rstrip(".,;:!?")
        if STEP_NUMBER.match(text, start) and not text[:start].rpartition("\n")[2].strip():
            continue
        value = number_value(written)
        unit, _, _ = units.unit_at(text, start, start + len(written), value)
        if unit == "h":
            value = f"{value}:00" if value.isdecimal() else value
        yield start, start + len(written), written, "number", value, unit


def _halves(text: str, in_figures: bool) -> Iterator[Spot]:
    for half in halves.halves_in(text):
        if half.in_figures == in_figures:
            yield half.start, half.end, text[half.start : half.end], "number", half.value, half.unit


def _words(text: str) -> Iterator[Spot]:
    yield from _halves(text, in_figures=False)
    for found in WRITTEN_NUMBER.finditer(text):
        value = NUMBER_WORDS[found.group().casefold()]
        unit, _, _ = units.unit_at(text, *found.span(), value)
        if unit == "h":
            value = f"{value}:00"
        if unit or found.group().casefold() not in NO_NUMBER_ALONE:
            yield *found.span(), found.group(), "number", value, unit
    for found in ORDINAL.finditer(text):
        yield *found.span(), found.group(), "number", ORDINAL_WORDS[found.group().casefold()], units.ORDINAL
    for found in times.TIME_WORD.finditer(text):
        yield *found.span(), found.group(), "number", *times.time_of_word(found.group())
    for found in frequency.FREQUENCY.finditer(text):
        yield *found.span(), found.group(), "number", frequency.frequency_of(found), frequency.UNIT
    for found in FREE.finditer(text):
        yield *found.span(), found.group(), "number", "0", "$"
    for found in WEEKDAY.finditer(text):
        yield *found.span(), found.group(), "weekday", WEEKDAY_NUMBER[found.group(1).casefold()], ""
    for found in MONTH.finditer(text):
        yield *found.span(), found.group(), "month", str(units.MONTHS[found.group().casefold()]), ""


def _facts(text: str, spots: Iterator[Spot]) -> list[Fact]:
    # Earlier kinds take their place in the text first; a longer one before a shorter one of its kind.
    found: list[Fact] = []
    taken = bytearray(len(text))
    for spot in spots:
        start, end, written, kind, value, unit = _clear_of(taken, spot) if spot[3] == "office" else spot
        if end <= start or any(taken[start:end]):
            continue
        taken[start:end] = b"\x01" * (end - start)
        found.append(
            Fact(start, end, written, kind, value, unit, _shown(text, start, end, kind, value, unit))
        )
    return _sharing_units(text, sorted(found, key=lambda fact: fact.start))


def _clear_of(taken: bytearray, spot: Spot) -> Spot:
    """An office’s name without what is a fact of its own: "Office of Taxes DTF-802" names a form too."""
    start, end, written, kind, _, unit = spot
    own = next(
        (place for place in range(start, end) if not taken[place] and written[place - start] != " "), end
    )
    start, written = own, written[own - start :]
    clear = taken.find(1, start, end)
    name = written[: clear - start].strip() if clear >= 0 else written
    return start, start + len(name) if " " in name else start, name, kind, names.plain_words(name), unit


def _shown(text: str, start: int, end: int, kind: FactKind, value: str, unit: str) -> str:
    if kind != "number" or unit in BARE:
        return text[start:end]
    if unit == "clock":
        time = times.TIME.match(text, start)
        return time.group() if time else text[start:end]
    _, left, right = units.unit_at(text, start, end, value)
    return text[left:right].strip()


def _sharing_units(text: str, facts: list[Fact]) -> list[Fact]:
    for place in range(len(facts) - 2, -1, -1):
        fact, following = facts[place], facts[place + 1]
        if not fact.kind == following.kind == "number":
            continue
        joint = text[fact.end : following.start]
        if (
            not fact.unit
            and following.unit not in BARE | {"clock", "clock?"}
            and units.SHARED_AFTER.fullmatch(joint)
        ):
            timed = following.unit == "h" and fact.value.isdecimal()
            facts[place] = replace(
                fact, unit=following.unit, value=f"{fact.value}:00" if timed else fact.value
            )
    for place in range(1, len(facts)):
        fact, before = facts[place], facts[place - 1]
        day = fact.kind == "number" and not fact.unit and fact.value.isdecimal() and int(fact.value) <= 31
        joint = text[before.end : fact.start]
        if day and before.unit.startswith("month:") and units.SHARED_AFTER.fullmatch(joint):
            facts[place] = replace(fact, unit=before.unit)
    return facts
