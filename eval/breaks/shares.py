"""Breaks shares: "a third of" for "half of", "3/4" for "1/4", « les deux tiers » for « la moitié »."""

import random
import re
from fractions import Fraction

from eval.breaks.carrier import Carrier, in_words, with_other

# Spellings by value; the first of each language is what a break writes. Written as a page would write them.
_SPELLINGS: dict[str, dict[str, tuple[str, ...]]] = {
    "en": {
        "1/2": ("half of", "one-half of", "one half of", "a half of", "one - half of"),
        "1/3": ("one-third of", "a third of", "one third of", "one - third of"),
        "2/3": ("two-thirds of", "two thirds of", "two - thirds of"),
        "1/4": ("a quarter of", "one-quarter of", "one-fourth of", "one - fourth of", "a fourth of"),
        "3/4": ("three-quarters of", "three quarters of", "three - quarters of"),
        "1/8": ("one-eighth of", "an eighth of", "one - eighth of"),
    },
    "fr": {
        "1/2": ("la moitié",),
        "1/3": ("un tiers", "le tiers"),
        "2/3": ("deux tiers",),
        "1/4": ("un quart", "le quart"),
        "3/4": ("trois quarts",),
    },
}
_FIGURES = re.compile(r"(?<![\d/.,-])[1-9]\d?/[1-9]\d?(?![\d/])")
_OF = r"(?= (?:of|de|du|des)\b| d['’])"
_IN_WORDS = {
    language: re.compile(rf"\b(?:{'|'.join(sorted(each, key=len, reverse=True))}){_OF}", re.IGNORECASE)
    for language, many in _SPELLINGS.items()
    for each in [{spelling.removesuffix(" of") for spellings in many.values() for spelling in spellings}]
}


def share(carrier: Carrier, rng: random.Random) -> str | None:
    """Another share, in figures or in words, that the passage has in no spelling."""
    language = "fr" if carrier.passage.language == "fr" else "en"
    spelled = _SPELLINGS[language]
    there = [*_FIGURES.finditer(carrier.text), *_IN_WORDS[language].finditer(carrier.text)]
    source = carrier.passage.text_with_heading
    figures = {Fraction(each) for each in _FIGURES.findall(source)}  # 6/12 is 1/2
    others = [
        value for value, many in spelled.items() if Fraction(value) not in figures and not _says(source, many)
    ]
    if not there or not others:
        return None
    found, value = rng.choice(there), rng.choice(others)
    new = value if "/" in found.group() else spelled[value][0].removesuffix(" of")
    return with_other(carrier.text, *found.span(), new)


def _says(source: str, spellings: tuple[str, ...]) -> bool:
    said = f" {in_words(source)} "  # marks aside, so that "one - third" is "one third"
    return any(f" {in_words(each).removesuffix(' of')} " in said for each in spellings)
