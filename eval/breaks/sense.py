"""Breaks what a sentence says without touching a fact: its negation flipped, its condition or its heading dropped."""

import random
import re

from assistant.guards.headings import ruling_heading
from eval.breaks.carrier import Carrier, says
from knowledge.units import units_of

FEWEST_WORDS = 4
# Already denied: « Aucun délai ne vous n'est pas donné » is no sentence.
_UNDENIED = "".join(
    f"(?<!{each})" for each in ("ne vous ", "ne nous ", "ne lui ", "ne leur ", "ne s'", "n'en ", "n'y ")
)
_NOR_YET = r"(?! (?:pas|plus|jamais)\b)"
_FLIPS: tuple[tuple[str, str], ...] = (
    (r"\bcannot\b", "can"), (r"\b(can|must|will|should|may|is|are|was|do|does|did|has|have) not\b", r"\1"),
    (r"\b(is|are|was|do|does|did|has|have|should|wo)n['’]t\b", r"\1"), (r"\bnever\b ", ""), (r"\bwithout\b", "with"),
    (r"\bno (more|later|less|longer) than\b", r"\1 than"),
    (r"\bno (?!longer|later|more|less|matter|one)(?=[a-z])", "a "),
    (r"\bcan (?!not)", "cannot "), (r"\b(must|will|should|may|is|are) (?!not\b|no\b)", r"\1 not "),
    (r"\bn(?:e |['’])(\w+) (?:pas|jamais|plus)\b", r"\1"), (r"\bsans\b", "avec"),
    (_UNDENIED
     + r"(?<!ne )(?<!qui )\b(peut|pouvez|peuvent|doit|devez|doivent|sont|faut|sera|permet|donne|concerne)\b" + _NOR_YET,
     r"ne \1 pas"),
    (_UNDENIED + r"(?<!n['’])(?<!c['’])(?<!C['’])\b(est|a|ont|avez|êtes|ouvre)\b(?!-)(?! que)" + _NOR_YET,
     r"n'\1 pas"),
)  # fmt: skip
FLIPS = tuple((re.compile(pattern), new) for pattern, new in _FLIPS)
_CLAUSE = r"[^,.;:\n()]{5,120}"
CONDITIONS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?:^|(?<=\n)|(?<=[.!?] ))(?:If|Unless|Before|Except|Si|S['’]il|Sauf|Avant|À moins|Jusqu['’])\b{_CLAUSE}, ",
        rf",? (?:only if|if|unless|before|except|until|provided) {_CLAUSE}(?=[.,;]|$)",
        rf",? (?:sauf|à moins|avant|jusqu['’]a?u?|à condition|si|s['’]ils?) {_CLAUSE}(?=[.,;]|$)",
        r"\bonly (?=[a-z])",
        r"\b(?:seulement|uniquement) (?=[a-zà-ÿ])",
    )
)


def negation(carrier: Carrier, rng: random.Random) -> str | None:
    """One negation more, or one less."""
    if "?" in carrier.text:
        return None  # a question denies nothing
    there = [(m, new) for pattern, new in FLIPS for m in pattern.finditer(carrier.text)]
    if not there:
        return None
    found, new = rng.choice(there)
    return _unsaid(carrier, carrier.text[: found.start()] + found.expand(new) + carrier.text[found.end() :])


def condition(carrier: Carrier, rng: random.Random) -> str | None:
    """Without "if …", "unless …", "only" or "before …"."""
    if "?" in carrier.text:
        return None
    there = [m for pattern in CONDITIONS for m in pattern.finditer(carrier.text)]
    if not there:
        return None
    found = rng.choice(there)
    rest = carrier.text[found.end() :]
    if found.start() == 0 or carrier.text[found.start() - 1] in "\n ":
        rest = rest[:1].upper() + rest[1:]
    broken = carrier.text[: found.start()] + rest
    line = broken[broken.rfind("\n", 0, found.start()) + 1 :].split("\n")[0]
    if len(line.split()) < 2:
        return None
    # A whole sentence that loses no more than itself is left out, not loosened.
    if len(broken.split()) < FEWEST_WORDS or found.group().strip() == carrier.text.strip():
        return None
    return _unsaid(carrier, broken)


def heading(carrier: Carrier, rng: random.Random) -> str | None:
    """Without the heading that denies what stands beneath it, or says in which case; all of it, or one row."""
    first, _, beneath = carrier.text.partition("\n")
    unit = next((each for each in units_of(carrier.passage.text) if each.text == beneath), None)
    if unit is None or first != ruling_heading(unit, carrier.passage):
        return None
    return rng.choice((beneath, *(row for row in unit.rows if len(row.split()) >= FEWEST_WORDS)))


def _unsaid(carrier: Carrier, broken: str) -> str | None:
    return None if says(carrier.passage, broken) else broken
