"""Facts that must not be wrong: amounts, dates, times, telephone numbers, links. Finds and compares them."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

from knowledge.passages import as_on_page

FactKind = Literal["link", "email", "phone", "number"]

LINK = re.compile(r"(?:https?://|www\.)[^\s<>\"'«»()\[\]]+", re.IGNORECASE)
EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
PHONE = re.compile(
    r"(?<![\w.,])\+?(?:\d{1,2}[ .-])?(?:\(\d{3}\)|\d{3})[ .\u2011-]?\d{3}[ .\u2011-]\d{4}(?!\d)"
)
# Numbers with grouping blanks (French) or commas (English), decimals, or clock times.
NUMBER = re.compile(r"\d{1,3}(?:[ \u00a0\u202f,]\d{3})+(?:[.,]\d+)?(?!\d)|\d+(?:[.,:]\d+)*(?:h\d{2})?")
STEP_NUMBER = re.compile(r"\d+\.[ \t]")  # "1. " before a step counts it, and states nothing
NUMBER_WORDS = {
    "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8",
    "nine": "9", "ten": "10", "twelve": "12", "un": "1", "une": "1", "deux": "2", "trois": "3", "quatre": "4",
    "cinq": "5", "sept": "7", "huit": "8", "neuf": "9", "dix": "10", "douze": "12",
}  # fmt: skip
WORD_NUMBER = re.compile(r"\b[^\W\d_]+\b")


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact at `start:end` of a text; `value` is what makes two spellings the same fact."""

    start: int
    end: int
    text: str
    kind: FactKind
    value: str


def facts_in(text: str) -> list[Fact]:
    """The facts of a text in order; a piece of text belongs to one fact only."""
    found: list[Fact] = []
    taken: list[range] = []
    patterns: tuple[tuple[FactKind, re.Pattern[str]], ...] = (
        ("link", LINK),
        ("email", EMAIL),
        ("phone", PHONE),
        ("number", NUMBER),
    )
    for kind, pattern in patterns:
        for match in pattern.finditer(text):
            written = match.group().rstrip(".,;:!?")
            if any(match.start() < span.stop and match.end() > span.start for span in taken):
                continue
            if (
                kind == "number"
                and STEP_NUMBER.match(text, match.start())
                and _starts_line(text, match.start())
            ):
                continue
            taken.append(range(match.start(), match.end()))
            end = match.start() + len(written)
            found.append(Fact(match.start(), end, written, kind, _value(kind, written)))
    return sorted(found, key=lambda fact: fact.start)


def fact_stands(fact: Fact, source: str) -> bool:
    """Whether the same fact is written in `source`, in figures or, for small numbers, in words."""
    if any(other.kind == fact.kind and other.value == fact.value for other in facts_in(source)):
        return True
    if fact.kind == "number":
        return fact.value in {NUMBER_WORDS.get(word.casefold()) for word in WORD_NUMBER.findall(source)}
    return False


def contains(source: str, quote: str) -> bool:
    """Whether `quote` stands in `source`; white space, typographic variants and list marks aside."""
    return squeezed(as_on_page(quote)) in squeezed(as_on_page(source))


def squeezed(text: str) -> str:
    """Comparable form: compatibility characters folded, quotes straight, no white space."""
    plain = unicodedata.normalize("NFKC", text).replace("’", "'").replace("\u2011", "-").replace("\u00ad", "")
    return re.sub(r"\s+", "", plain)


def _starts_line(text: str, position: int) -> bool:
    return not text[:position].rpartition("\n")[2].strip()


def _value(kind: FactKind, written: str) -> str:
    if kind == "link":
        return re.sub(r"^(?:https?://)?(?:www\.)?", "", written.casefold()).rstrip("/")
    if kind == "phone":
        return re.sub(r"\D", "", written)[-10:]
    if kind == "email":
        return written.casefold()
    return _number_value(written)


def _number_value(written: str) -> str:
    plain = re.sub(r"[ \u00a0\u202f]", "", written).replace("h", ":")
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", plain):
        plain = plain.replace(",", "")
    plain = re.sub(r"(?<=\d),(?=\d{1,2}$)", ".", plain)
    if re.fullmatch(r"\d+(?:\.\d+)?", plain):
        whole, _, decimals = plain.partition(".")
        decimals = decimals.rstrip("0")
        return (whole.lstrip("0") or "0") + (f".{decimals}" if decimals else "")
    return plain
