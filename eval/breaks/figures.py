"""Breaks amounts, numbers, ages, and what is counted."""

import random
import re

from eval.breaks.carrier import WORD_VALUES, Break, Carrier, other_digits, value_of, values_in, with_other

_FIGURE = r"(?P<n>\d{1,3}(?:[ \u00a0\u202f,]\d{3})+(?:[.,]\d\d)?|\d+(?:[.,]\d+)?)(?![\d])"
AMOUNT = re.compile(
    rf"[$€£]\s?{_FIGURE}|(?<![\d.,]){_FIGURE.replace('?P<n>', '?P<m>')}\s?(?:[$€£]|dollars?\b|euros?\b)"
)
NUMBER = re.compile(rf"(?<![\w.,:/$€£@*-])(?<!\d[ \u00a0\u202f]){_FIGURE}(?![\w%*@]|[-/:.,]\w)(?!\s?[$€£%])")
AGE = re.compile(
    r"(?<![\d.,])(?P<n>\d{1,2})(?=[ -]years?[ -](?:old|of age)|\sans\b)"
    r"|(?i:\b(?:aged?|over|under|au moins|plus de|moins de|âgée?s? de)\s)(?P<m>\d{2})(?=\s(?:ans|years|and|or|et|ou)\b)"
)
STEP = re.compile(r"\d+\.[ \t]")
UNITS = {
    "en": ("days", "weeks", "months", "years", "hours"),
    "fr": ("jours", "semaines", "mois", "ans", "heures"),
}
_STEMS = {
    "days": "day|jour", "weeks": "week|semaine", "months": "month|mois", "years": "year|an", "hours": "hour|heure|h",
    "jours": "day|jour", "semaines": "week|semaine", "mois": "month|mois", "ans": "year|an", "heures": "hour|heure|h",
}  # fmt: skip
COUNTED = re.compile(
    r"(?<![\w.,])(?P<n>\d{1,3}|[a-z]{3,8})(?P<gap>[ -])"
    r"(?P<unit>(?:business |working )?(?:days?|weeks?|months?|years?|hours?)"
    r"|jours?(?: ouvrables?| ouvrés?)?|semaines?|mois|ans?|heures?)\b",
    re.IGNORECASE,
)


def _figure(pattern: re.Pattern[str]) -> Break:
    def broken(carrier: Carrier, rng: random.Random) -> str | None:
        there = [m for m in pattern.finditer(carrier.text) if not STEP.match(carrier.text, m.start())]
        if not there:
            return None
        found = rng.choice(there)
        group = "n" if found["n"] else "m"
        new = _miswritten(found[group], rng)
        if value_of(new) in values_in(carrier.passage.text_with_heading):
            return None
        return with_other(carrier.text, *found.span(group), new)

    return broken


def _miswritten(written: str, rng: random.Random) -> str:
    """Another digit; or, of a plain figure, one digit less or a zero more."""
    slip = rng.randrange(6) if written.isdigit() and len(written) > 1 else 0
    return written[:-1] if slip == 1 else f"{written}0" if slip == 2 else other_digits(written, rng)


def unit(carrier: Carrier, rng: random.Random) -> str | None:
    """As many of something else: "10 days" for "10 weeks"."""
    there = [
        m for m in COUNTED.finditer(carrier.text) if m["n"].isdigit() or m["n"].casefold() in WORD_VALUES
    ]
    if not there:
        return None
    found = rng.choice(there)
    number = int(found["n"]) if found["n"].isdigit() else int(WORD_VALUES[found["n"].casefold()])
    new = rng.choice(UNITS["fr" if carrier.passage.language == "fr" else "en"])
    words = "|".join(word for word, value in WORD_VALUES.items() if value == number)
    same = rf"(?<!\d)(?:0?{number}|{words or number})\W+(?:\w+\W+){{0,3}}?(?:{_STEMS[new]})"
    old = found["unit"].casefold()
    if new[:4] == old[:4] and " " not in old:
        return None
    bare = re.sub(r"(?:business |working )| ouvrables?| ouvrés?", "", old) != old
    source = carrier.passage.text_with_heading
    if bare:  # a business day is no day
        source = re.sub(r"(?i)(?:business|working) days?|jours? (?:ouvrables?|ouvrés?)", " ", source)
    if re.search(same, source, re.IGNORECASE) or (
        number == 1 and re.search(_STEMS[new], source, re.IGNORECASE)
    ):
        return None
    return with_other(carrier.text, *found.span("unit"), new)


amount, number, age = _figure(AMOUNT), _figure(NUMBER), _figure(AGE)
