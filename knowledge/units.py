"""The pieces of a passage that can be said on their own: sentences, whole lists, whole steps, table rows.

A unit's text is always words of the passage in their order, so that it can be quoted.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Literal

UnitKind = Literal["sentence", "list", "steps", "table"]

BULLET = re.compile(r"^\s*[-•–]\s+")
STEP = re.compile(r"^\s*\d+[.)]\s+")
# What stands between two rows of one list.
BETWEEN_ROWS = re.compile(r"(?:and|or|and/or|et|ou|et/ou)\W?", re.IGNORECASE)
# A sentence ends at . ! ? before a blank and a capital, digit, quote or bracket; not after an abbreviation.
SENTENCE_END = re.compile(r"(?<=[.!?…])[»\"”’)]?\s+(?=[\"“«(\[]?\s?[A-ZÀ-ÖØ-Þ0-9])")
SENTENCE_ENDED = re.compile(r"[.!?…][»\"”’)\]\s]*$")
# Times alone: a cell of a flattened table, whose last point ends no sentence.
HOURS = re.compile(r"(?:[\d:,–—-]|\s|[ap]\.m\.|\bto\b|\band\b|\bnoon\b|\bmidnight\b)+", re.IGNORECASE)
LONGEST_LEAD_IN = 16  # lines; a flattened table is said in pieces of this length
ABBREVIATION = re.compile(
    r"(?:\b(?:M|MM|Mme|Mlle|Dr|Dre|St|Ste|Mr|Mrs|Ms|No|no|art|al|etc|p|ex|e\.g|i\.e|cf|vs|approx|Inc|Ltd|[A-Z]"
    r"|Hon|Prof|Rev|Gov|Sen|Rep|Sgt|Capt|Jr|Sr|Dept|Ave|Blvd|boul|[Tt][eé]l)\.)$"
)


@dataclass(frozen=True, slots=True)
class Unit:
    """A sayable piece; `rows` holds the lines of a list, steps or table, `text` the whole."""

    kind: UnitKind
    text: str
    position: int
    rows: tuple[str, ...] = ()


def units_of(text: str) -> list[Unit]:
    """The units of a passage's text, in order.

    What is no sentence (a caption, a term, "You need:") says nothing alone and leads in what follows it.
    """
    found: list[Unit] = []
    lead: list[str] = []
    for kind, lines in _blocks(text):
        if kind != "sentence":
            found.append(Unit(kind, "\n".join([*lead, *lines]), len(found), tuple(lines)))
            lead = []
            continue
        for piece in (each for line in lines for each in sentences_of(line)):
            lead.append(piece)
            ended = SENTENCE_ENDED.search(piece) and not HOURS.fullmatch(piece)
            if ended or len(lead) == LONGEST_LEAD_IN:
                found.append(Unit("sentence", "\n".join(lead), len(found)))
                lead = []
    if lead:
        found.append(Unit("sentence", "\n".join(lead), len(found)))
    return found


def sentences_of(line: str) -> list[str]:
    """The sentences of one paragraph."""
    parts = SENTENCE_END.split(line.strip())
    joined: list[str] = []
    for part in parts:
        if joined and ABBREVIATION.search(joined[-1]):
            joined[-1] += f" {part}"
        elif part:
            joined.append(part)
    return joined


def _blocks(text: str) -> Iterator[tuple[UnitKind, Sequence[str]]]:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    kinds = [_kind_of_line(line) for line in lines]
    for number in range(1, len(lines) - 1):
        if BETWEEN_ROWS.fullmatch(lines[number]) and kinds[number - 1] == kinds[number + 1] == "list":
            kinds[number] = "list"
    for kind, group in groupby(zip(kinds, lines, strict=True), key=itemgetter(0)):
        yield kind, [line for _, line in group]


def _kind_of_line(line: str) -> UnitKind:
    if " | " in line or line.startswith("| "):  # an empty cell at the end has no bar
        return "table"
    if BULLET.match(line):
        return "list"
    return "steps" if STEP.match(line) else "sentence"
