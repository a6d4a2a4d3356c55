"""Breaks form numbers, street and postal addresses, and names of offices."""

import random
import re

from eval.breaks.carrier import Carrier, other_digits, says, with_other

FORM = re.compile(
    r"\b(?:[Ff]orms?|[Ff]ormulaires?|[Cc]erfa)\s(?:n[o°º]\s?)?(?P<id>(?:[A-Z]{1,5}[ -]?)?\d[\w*/-]*)(?<![-/*])"
    r"|\b(?P<bare>(?!COVID)[A-Z]{2,5}-\d[\dA-Z-]*\d)\b"
)
ADDRESS = re.compile(
    r"\b(?P<n>\d{1,5}),?\s(?:[A-Z][\w.]+\s){1,3}(?:Street|St|Avenue|Ave|Road|Rd|Boulevard|Blvd|Drive|Lane)\b"
    r"|\b(?P<fr>\d{1,4}),?\s(?:rue|avenue|boulevard|place|chemin|quai)\s"
    r"(?:(?:de|du|des|la|le|les)\s|de\sl['’]|l['’]|d['’])*"
    r"[A-Z]\w+|\b(?:P\.?\s?O\.?\sBox|BP|TSA|C\.P\.)\s(?P<box>\d+)|\b(?P<post>[A-Z]\d[A-Z]\s\d[A-Z]\d)\b"
    r"|(?<=[A-Z]{2}\s)(?P<zip>\d{5})\b"
)
OFFICE = re.compile(
    r"(?<!^)(?<![.!?:]\s)(?<!\n)\b(?P<en>[A-Z][a-z]{3,}) "
    r"(?:Office|Center|Centre|Administration|Agency|Department|Service|Registry)\b"
    r"|\b(?:Department|Office|Ministry|Bureau) of (?:the )?(?P<of>[A-Z][a-z]{3,})"
    r"|\b(?:Ministère|Direction|Bureau|Centre|Caisse|Office|Agence|Commission|Régie|Conseil|Tribunal) "
    r"(?:de\sla\s|de\sl['’]|des\s|du\s|de\s|d['’])(?P<fr>[\wà-ÿ]{4,})"
)
OTHERS = {
    "en": "Fisheries Heritage Census Harbour Forestry Customs Archives Aviation Tourism Weather".split(),
    "fr": "pêche patrimoine forêts douanes archives tourisme météorologie musées cinéma aviation".split(),
}


def form(carrier: Carrier, rng: random.Random) -> str | None:
    """Another number, or another letter."""
    there = list(FORM.finditer(carrier.text))
    if not there:
        return None
    found = rng.choice(there)
    group = "id" if found["id"] else "bare"
    written = found[group]
    new = other_digits(written, rng)
    if rng.random() < 0.3 and written[0].isalpha():
        new = rng.choice([c for c in "BDFGKMPRX" if c != written[0]]) + written[1:]
    if says(carrier.passage, new):
        return None
    return with_other(carrier.text, *found.span(group), new)


def address(carrier: Carrier, rng: random.Random) -> str | None:
    """Another house, box or postal code."""
    there = list(ADDRESS.finditer(carrier.text))
    if not there:
        return None
    found = rng.choice(there)
    group = next(name for name, value in found.groupdict().items() if value)
    new = other_digits(found[group], rng)
    start, end = found.span(group)
    whole = with_other(found.group(), start - found.start(), end - found.start(), new)
    if says(carrier.passage, whole):
        return None
    return with_other(carrier.text, *found.span(group), new)


def office(carrier: Carrier, rng: random.Random) -> str | None:
    """Another office."""
    there = list(OFFICE.finditer(carrier.text))
    if not there:
        return None
    found = rng.choice(there)
    group = next(name for name, value in found.groupdict().items() if value)
    new = rng.choice(OTHERS["fr" if group == "fr" else "en"])
    if says(carrier.passage, new):
        return None
    return with_other(carrier.text, *found.span(group), new)
