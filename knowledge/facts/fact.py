"""What a fact is: a place in a text, a kind, and a value that two spellings of it share."""

from dataclasses import dataclass
from typing import Literal

FactKind = Literal["link", "email", "phone", "number", "month", "weekday", "form", "office", "address"]


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact at `start:end` of a text; `value` and `unit` are what makes two spellings the same fact.

    `unit` of a number: "$", "%", "day", "month:3" (a day of March), "clock", "th" (the third), …; "" for a bare number.
    `shown` is the fact with its unit, as it is written.
    """

    start: int
    end: int
    text: str
    kind: FactKind
    value: str
    unit: str = ""
    shown: str = ""


def span_of(text: str, fact: Fact) -> tuple[int, int]:
    """Where a fact begins and ends with its unit."""
    begin = text.find(
        fact.shown, max(0, fact.start - len(fact.shown) + len(fact.text)), fact.end + len(fact.shown)
    )
    if 0 <= begin <= fact.start:
        return begin, begin + len(fact.shown)
    return fact.start, fact.end
