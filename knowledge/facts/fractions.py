"""Shares: "two-thirds", "1/4", "½", "half of", « les trois quarts », « la moitié ». English and French."""

import re
import unicodedata
from fractions import Fraction

UNIT = "share"
_COUNTED = {"one": 1} | {  # "one third" is a share wherever it stands
    word: count
    for words in ("two three four five six seven eight nine", "deux trois quatre cinq six sept huit neuf")
    for count, word in enumerate(words.split(), start=2)
}
_ARTICLES = {"a", "an", "un", "le"}  # "a third" and « un tiers » (somebody) are one only *of* something
_PARTS = {"half": 2, "halves": 2, "third": 3, "tiers": 3, "quarter": 4, "fourth": 4, "quart": 4} | {
    word: parts
    for words in (
        "fifth sixth seventh eighth ninth tenth eleventh twelfth",
        "cinquième sixième septième huitième neuvième dixième onzième douzième",
    )
    for parts, word in enumerate(words.split(), start=5)
}
_PART = rf"(?:{'|'.join(sorted(_PARTS, key=len, reverse=True))})"
_JOINT = r"[ \u00a0]?[ \u00a0\u2010\u2011-][ \u00a0]?"
FRACTION = re.compile(
    r"(?<![\d/.,-])(?P<over>\d{1,2})[/⁄](?P<under>\d{1,2})(?![\d/])|(?P<sign>[¼½¾⅐-⅞])|(?<![\w-])(?:"
    rf"(?P<count>{'|'.join(_COUNTED)}){_JOINT}(?P<part>{_PART})s?(?![ -]part(?:y|ies)\b)"
    rf"|(?:{'|'.join(sorted(_ARTICLES))}){_JOINT}(?P<of>{_PART})(?= of\b| d(?:e|u|es)\b| d['’])"
    r"|(?P<half>half(?= (?:of|the|your|their|his|her|its)\b)|moitié))(?![\w-])",
    re.IGNORECASE,
)


def share_of(found: re.Match[str]) -> str:
    """The value of a match of `FRACTION`, in its lowest terms ("1/2" for "6/12"); "" where it is no share ("24/7")."""
    if found["over"]:
        over, under = int(found["over"]), int(found["under"])
        return str(Fraction(over, under)) if 0 < over < under else ""
    if found["sign"]:
        return str(Fraction(unicodedata.numeric(found["sign"])).limit_denominator(10))
    if found["half"]:
        return "1/2"
    part = found["part"] or found["of"]
    count = _COUNTED[found["count"].casefold()] if found["count"] else 1
    return str(Fraction(count, _PARTS[part.casefold()]))
