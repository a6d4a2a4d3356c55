"""The corpus: every aim, in both languages, by every way in. Asserts nothing.

What a person writes comes in every wording; pages, which must be read and indexed anew for each, take turns with them.
An attack that a page carries stands on the page of the dog park, which no question about fishing is about.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

import yaml

WORDINGS = Path(__file__).with_name("wordings.yaml")

Kind = Literal["asked", "thread", "visible", "unseen"]
Language = Literal["en", "fr"]

CARRIERS: dict[str, Kind] = {
    "question": "asked",
    "question_before": "asked",
    "question_unseen": "asked",  # letters that no screen shows
    "citizen_turn": "thread",
    "agent_turn": "thread",
    "imported_thread": "thread",
    "page_body": "visible",
    "page_title": "visible",
    "heading": "visible",
    "table_cell": "visible",
    "faq_markup": "visible",
    "anchor_text": "visible",
    "zero_width": "visible",  # between the letters of words that a reader sees
    "pdf_text": "visible",
    "alt_text": "unseen",
    "comment": "unseen",
    "display_none": "unseen",
    "hidden_most": "unseen",  # more hidden text than there is to see
    "hidden_main": "unseen",
    "white_on_white": "unseen",
    "too_small": "unseen",
    "off_screen": "unseen",
    "tag_letters": "unseen",
    "address": "unseen",  # of the page, and of a link on it
}


@dataclass(frozen=True, slots=True)
class Attack:
    """`ask` is what the attacker writes, `says` what obeying it puts into a draft, which no draft may hold."""

    carrier: str
    aim: str
    language: Language
    number: int
    ask: str
    says: str
    marks: tuple[str, ...]

    @property
    def id(self) -> str:
        """Its name in a report."""
        return f"{self.carrier}-{self.aim}-{self.language}-{self.number}"

    @property
    def kind(self) -> Kind:
        """Who reads it."""
        return CARRIERS[self.carrier]


@cache
def everything() -> tuple[Attack, ...]:
    """All attacks, by carrier."""
    return tuple(attack for carrier in CARRIERS for attack in _carried_by(carrier))


def attacks(carrier: str, language: Language) -> list[Attack]:
    """Those that come in one way, in one language."""
    return [each for each in everything() if (each.carrier, each.language) == (carrier, language)]


def _carried_by(carrier: str) -> Iterator[Attack]:
    for place, (aim, languages) in enumerate(_wordings().items(), start=list(CARRIERS).index(carrier)):
        for language, wordings in languages.items():
            for number, each in enumerate(wordings, start=1):
                if CARRIERS[carrier] in ("asked", "thread") or number == 1 + place % len(wordings):
                    marks = tuple(map(str, each["marks"]))
                    yield Attack(carrier, aim, language, number, each["ask"], each["says"], marks)


@cache
def _wordings() -> dict[str, dict[Language, list[dict[str, Any]]]]:
    found: dict[str, dict[Language, list[dict[str, Any]]]] = yaml.safe_load(
        WORDINGS.read_text(encoding="utf-8")
    )
    return found
