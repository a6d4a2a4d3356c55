"""What is broken: a true statement with the passage that it stands in. Also what several breaks need of its text."""

import random
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from knowledge.passages import Passage


@dataclass(frozen=True, slots=True)
class Carrier:
    """A true statement: words of the passage, as they stand there."""

    text: str
    passage: Passage


Break = Callable[[Carrier, random.Random], str | None]
"""Makes a false statement of a true one; None where there is nothing to break, or what came out is true by chance."""

FIGURE = re.compile(r"\d{1,3}(?:[ \u00a0\u202f,]\d{3})+(?:[.,]\d+)?(?!\d)|\d+(?:[.,]\d+)?")
_WORDS = {
    1: "one un une", 2: "two deux", 3: "three trois", 4: "four quatre", 5: "five cinq", 6: "six", 7: "seven sept",
    8: "eight huit", 9: "nine neuf", 10: "ten dix", 11: "eleven onze", 12: "twelve douze", 13: "thirteen treize",
    14: "fourteen quatorze", 15: "fifteen quinze", 16: "sixteen seize", 17: "seventeen", 18: "eighteen",
    19: "nineteen", 20: "twenty vingt", 30: "thirty trente", 40: "forty quarante", 50: "fifty cinquante",
    60: "sixty soixante", 90: "ninety", 100: "hundred cent",
}  # fmt: skip
WORD_VALUES = {word: float(value) for value, words in _WORDS.items() for word in words.split()}


def value_of(written: str) -> float:
    """A figure’s value, with English or French grouping and decimals."""
    plain = re.sub(r"[ \u00a0\u202f]", "", written)
    plain = re.sub(r",(?=\d{3}(?:\D|$))", "", plain).replace(",", ".")
    return float(plain if plain.count(".") <= 1 else plain.replace(".", ""))


@lru_cache(maxsize=4096)
def values_in(text: str) -> frozenset[float]:
    """The values of all figures and plain number words of a text, read generously."""
    found = {value_of(each.group()) for each in FIGURE.finditer(text)}
    found |= {float(each) for each in re.findall(r"\d+", text)}
    return frozenset(
        found | {WORD_VALUES[w] for w in re.findall(r"[a-z]+", text.casefold()) if w in WORD_VALUES}
    )


def other_digits(written: str, rng: random.Random) -> str:
    """The figure with one digit replaced."""
    places = [place for place, each in enumerate(written) if each.isdigit()]
    place = rng.choice(places)
    lowest = 1 if place == places[0] else 0
    new = rng.choice([d for d in range(lowest, 10) if str(d) != written[place]])
    return f"{written[:place]}{new}{written[place + 1 :]}"


def with_other(text: str, start: int, end: int, new: str) -> str:
    """The text with `start:end` replaced."""
    return text[:start] + new + text[end:]


def says(passage: Passage, text: str) -> bool:
    """Whether the passage has these very words, whole and in a row; marks aside."""
    return f" {in_words(text)} " in f" {in_words(passage.text_with_heading)} "


@lru_cache(maxsize=4096)
def in_words(text: str) -> str:
    """Its words, small, with one blank between: what two ways of setting the same words share."""
    plain = unicodedata.normalize("NFKC", text).casefold().replace("\u00ad", "")
    return " ".join(re.findall(r"[^\W_]+", plain))
