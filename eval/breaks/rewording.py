"""Rewords true statements lightly, so that they stay true: other spellings of amounts, times, dates and numbers."""

import random
import re

from eval.breaks.carrier import Carrier, says
from eval.breaks.dates import NAMES

_ONES = "zero one two three four five six seven eight nine ten eleven twelve".split()
_UNS = "zéro un deux trois quatre cinq six sept huit neuf dix onze douze".split()
_SPANS = {
    "days": "jours", "weeks": "semaines", "months": "mois", "years": "ans", "jours": "days", "semaines": "weeks",
    "mois": "months", "ans": "years",
}  # fmt: skip
_FIGURE = r"\d{1,3}(?:,\d{3})+(?:\.\d\d)?|\d+(?:\.\d\d)?"


def reworded(carrier: Carrier, rng: random.Random) -> str | None:
    """The statement with one fact spelled otherwise; None where there is none to spell."""
    there = [(found, way) for pattern, way in _WAYS for found in pattern.finditer(carrier.text)]
    if not there:
        return None
    found, way = rng.choice(there)
    new = (
        carrier.text[: found.start()]
        + way(found, rng, carrier.passage.language)
        + carrier.text[found.end() :]
    )
    return None if says(carrier.passage, new) else new


def _money(found: re.Match[str], rng: random.Random, _language: str) -> str:
    word = {"$": "dollars", "€": "euros"}[found["sign"]]
    return rng.choice([f"{found['n']} {word}", f"{found['n']} {found['sign']}"])


def _afternoon(found: re.Match[str], rng: random.Random, _language: str) -> str:
    hour = int(found["hour"]) % 12 + 12 * (found["half"].casefold() == "p")
    minute = found["minute"] or "00"
    return rng.choice(
        [f"{hour}:{minute}", f"{hour} h {minute}", f"{hour} h" if minute == "00" else f"{hour}h{minute}"]
    )


def _hours(found: re.Match[str], rng: random.Random, _language: str) -> str:
    hour, minute = int(found["hour"]), found["minute"]
    half = "p.m." if hour >= 12 else "a.m."
    twelve = f"{hour % 12 or 12}{f':{minute}' if minute else ''} {half}"
    return rng.choice([twelve, f"{hour}:{minute or '00'}"])


def _span(found: re.Match[str], rng: random.Random, language: str) -> str:
    number, unit = int(found["n"]), found["unit"]
    word = (_UNS if language == "fr" else _ONES)[number] if 1 < number <= 12 else str(number)
    return rng.choice([f"{word} {unit}", f"{number} {_SPANS[unit]}"])


def _date(found: re.Match[str], rng: random.Random, _language: str) -> str:
    month, day = found["month"], found["day"]
    other = NAMES["fr"][NAMES["en"].index(month)]
    return rng.choice([f"{day} {month}", f"{day} {other}"])


def _jour(found: re.Match[str], _rng: random.Random, _language: str) -> str:
    return f"{NAMES['en'][NAMES['fr'].index(found['month'])]} {found['day']}"


def _percent(found: re.Match[str], rng: random.Random, language: str) -> str:
    return f"{found['n']} {'pour cent' if language == 'fr' else rng.choice(['percent', 'per cent'])}"


_WAYS = (
    (re.compile(rf"(?P<sign>[$€])(?P<n>{_FIGURE})(?![\d,.]*\d)(?! ?(?:m|b)illion)"), _money),
    (
        re.compile(
            r"(?<![\d.,])(?P<n>\d{1,3}(?:[ \u00a0\u202f]\d{3})*(?:,\d+)?)[ \u00a0\u202f]?(?P<sign>[$€])(?!\d)"
        ),
        _money,
    ),
    (re.compile(r"(?<![\d:])(?P<hour>\d{1,2})(?::(?P<minute>\d\d))?\s?(?P<half>[ap])\.?m\b\.?"), _afternoon),
    (re.compile(r"(?<=[àe] )(?P<hour>[6-9]|1\d|2[0-3])\s?h(?:\s?(?P<minute>[0-5]\d))?(?!\w)"), _hours),
    (
        re.compile(
            r"(?<![\d.,-])(?P<n>[2-9]|[1-9]\d)\s(?P<unit>days|weeks|months|years|jours|semaines|mois|ans)\b(?! ouvr)"
        ),
        _span,
    ),
    (re.compile(rf"\b(?P<month>{'|'.join(NAMES['en'])})\s(?P<day>[1-9]|[12]\d|3[01])(?![\d:])"), _date),
    (re.compile(rf"(?<!\d)(?P<day>[1-9]|[12]\d|3[01])\s(?P<month>{'|'.join(NAMES['fr'])})\b"), _jour),
    (re.compile(r"(?<![\d.,])(?P<n>\d+(?:[.,]\d+)?)\s?%"), _percent),
)
