"""Takes private data out of citizens' words before they are stored. Keeps no copy of what it removed.

Emails, telephone numbers, payment cards, social insurance and French social security numbers are replaced by
a bracketed word. A government's own numbers stay readable: case numbers, amounts, dates and toll-free lines
are what the answer may hang on.
"""

import re
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import NamedTuple

import phonenumbers
from stdnum import luhn
from stdnum.ca import sin
from stdnum.fr import nir

REGION = "CA"
EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
DIGITS = re.compile(r"(?<![\w$€])\d(?:[ .-]?\d){7,18}(?![\w%])")
CASE_BEFORE = re.compile(
    r"(?:case|file|reference|ref|ticket|dossier|référence|n[o°º])\W{0,3}(?:number|no|numéro|n[o°º])?\W{0,3}[\w-]{0,6}$",
    re.IGNORECASE,
)
TOLL_FREE = {"800", "833", "844", "855", "866", "877", "888"}
CARD_LENGTHS = range(13, 20)
SIN_LENGTH = 9
NIR_LENGTH = 15


class Private(NamedTuple):
    """A piece of private data at `start:end` of a text, and the word for it."""

    start: int
    end: int
    word: str


def redact(text: str) -> str:
    """The text with each piece of private data replaced by what it was, e.g. "[email]"."""
    kept = private_in(text)
    edges = [0, *(edge for span in kept for edge in (span.start, span.end)), len(text)]
    clear = [text[start:end] for start, end in list(pairwise(edges))[::2]]
    return "".join(
        part for pair in zip(clear, [f"[{s.word}]" for s in kept] + [""], strict=True) for part in pair
    )


def private_in(text: str) -> list[Private]:
    """The pieces of private data in order; none overlaps another."""
    kept: list[Private] = []
    for span in sorted({*_emails(text), *_numbers(text), *_phones(text)}):
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
    return kept


def _emails(text: str) -> Iterator[Private]:
    for match in EMAIL.finditer(text):
        yield Private(match.start(), match.end(), "email")


def _numbers(text: str) -> Iterator[Private]:
    checks: list[tuple[Callable[[str], bool], str]] = [
        (lambda d: len(d) in CARD_LENGTHS and bool(luhn.is_valid(d)), "card number"),
        (lambda d: len(d) == NIR_LENGTH and bool(nir.is_valid(d)), "social security number"),
        (lambda d: len(d) == SIN_LENGTH and bool(sin.is_valid(d)), "social insurance number"),
    ]
    for match in DIGITS.finditer(text):
        digits = re.sub(r"\D", "", match.group())
        word = next((word for check, word in checks if check(digits)), None)
        if word and not CASE_BEFORE.search(text[: match.start()]):
            yield Private(match.start(), match.end(), word)


def _phones(text: str) -> Iterator[Private]:
    for match in phonenumbers.PhoneNumberMatcher(text, REGION, leniency=phonenumbers.Leniency.POSSIBLE):
        national = str(match.number.national_number)
        written = match.raw_string
        looks_written = bool(re.search(r"[()+.\- ]", written.strip()))
        if len(national) < 9 or not looks_written or national[:3] in TOLL_FREE:
            continue
        if CASE_BEFORE.search(text[: match.start]) or re.match(r"\d{4}-\d{2}-\d{2}", written):
            continue
        yield Private(match.start, match.end, "phone")
