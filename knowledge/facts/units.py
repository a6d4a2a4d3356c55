"""What a number counts: money, a share, a span of time, a day of a month. English and French."""

import re

MONTH_NAMES = (
    ("january", "janvier", "jan"), ("february", "février", "fevrier", "feb", "févr"), ("march", "mars", "mar"),
    ("april", "avril", "apr", "avr"), ("may", "mai"), ("june", "juin", "jun"), ("july", "juillet", "jul", "juil"),
    ("august", "août", "aout", "aug"), ("september", "septembre", "sept", "sep"), ("october", "octobre", "oct"),
    ("november", "novembre", "nov"), ("december", "décembre", "decembre", "dec", "déc"),
)  # fmt: skip
MONTHS = {name: number for number, names in enumerate(MONTH_NAMES, start=1) for name in names}
_MONTH = r"(?:(?-i:May)|" + "|".join(sorted(set(MONTHS) - {"may"}, key=len, reverse=True)) + r")(?![\w-])"
_SPANS = {
    "business-day": "business days?|working days?|jours? ouvrables?|jours? ouvrés?",
    "day": "days?|jours?|journées?",
    "week": "weeks?|wks?|semaines?",
    "month": "months?|mois",
    "year": "years?|yrs?|ans?|années?",
    "hour": "hours?|hrs?",
    "h": "heures?|h",
    "minute": "minutes?|mins?",
    "second": "seconds?|secondes?",
    "$": r"\$|(?:canadian |us |u\.s\. )?dollars?|cad|usd",
    "€": "€|euros?|eur",
    "£": "£|pounds? sterling",
    "%": r"%|per ?cent|pour cent|p\. ?100",
    "cent": "cents?",
    "km": "km|kilomet(?:er|re)s?|kilomètres?",
    "mile": "miles?",
    "metre": "m|met(?:er|re)s?|mètres?",
    "cm": "cm|centimet(?:er|re)s?|centimètres?",
    "inch": "inch(?:es)?|pouces?",
    "foot": "feet|foot|ft|pieds?",
    "kg": "kg|kilograms?|kilogrammes?|kilos?",
    "lb": "lbs?|pounds?|livres?",
}
_GROUPS = "|".join(f"(?P<u{place}>{words})" for place, words in enumerate(_SPANS.values()))
_NAMES = tuple(_SPANS)
_QUALIFIED = r"(?:calendar|consecutive|full|complete|clear|school|other|more|additional|de|d')"
AFTER = re.compile(
    r"(?:[ \u00a0]*\([\w\s-]+\))?\)?[ \u00a0\u202f\u2011-]?[ \u00a0\u202f]?"
    r"(?P<many>thousand|millions?|billions?|milliards?)?[ \u00a0\u202f]?"
    rf"(?:{_QUALIFIED}[ \u00a0\u202f]?)?(?:{_GROUPS})(?![\w])",
    re.IGNORECASE,
)
MANY_AFTER = re.compile(r"[ \u00a0\u202f]?(?:millions?|billions?|milliards?)\b", re.IGNORECASE)
DAY_AFTER = re.compile(
    rf"(?:st|nd|rd|th|er|re)?\.?[ \u00a0\u202f](?:of\s|de\s)?(?P<month>{_MONTH})", re.IGNORECASE
)
DAY_BEFORE = re.compile(rf"\b(?P<month>{_MONTH})\.?[ \u00a0\u202f](?:the\s)?$", re.IGNORECASE)
MONEY_BEFORE = re.compile(r"(?<!\d)(?<!\d[ \u00a0\u202f])(?P<sign>[$€£])[ \u00a0]?$")
# After "28 " a sign belongs to the 28, unless that has one before it: a table's row, "$28 $75".
MONEY_IN_ROW = re.compile(r"[$€£]\d[\d.,]*[ \u00a0\u202f]+(?P<sign>[$€£])$")
# "10 to 15 days": the unit is said once.
SHARED_AFTER = re.compile(
    r"[ \u00a0\u202f]?(?:to|through|or|and|à|au|ou|et|-|–|—|/)[ \u00a0\u202f]?", re.IGNORECASE
)
ONE_OF = re.compile(rf"\b(?:an?|one|une?)\s?(?:{_GROUPS})(?!\w)", re.IGNORECASE)
LARGEST_DAY = 31
ORDINAL = "th"  # the unit of "third": a place in a row, no quantity


def unit_at(text: str, start: int, end: int, value: str) -> tuple[str, int, int]:
    """The unit of the number at `start:end` and where number and unit together begin and end; "" for a bare one."""
    before, after = text[max(0, start - 20) : start], text[end : end + 40]
    money = MONEY_BEFORE.search(before) or MONEY_IN_ROW.search(before)
    if money:
        many = MANY_AFTER.match(after)
        size = _size(many.group()) if many else ""
        return (
            f"{size}{money['sign']}",
            start - (len(before) - money.start("sign")),
            end + (many.end() if many else 0),
        )
    day = _day(before, after, value)
    if day:
        month, left, right = day
        return f"month:{month}", start - left, end + right
    found = AFTER.match(after)
    if found:
        return f"{_size(found['many'] or '')}{unit_of(found)}", start, end + found.end()
    many = MANY_AFTER.match(after)
    return (_size(many.group()), start, end + many.end()) if many else ("", start, end)


def ones(text: str) -> set[str]:
    """The units of which the text counts one: "a week", « une heure »; "the month" and "per day" count none."""
    return {unit_of(found) for found in ONE_OF.finditer(text)}


def _day(before: str, after: str, value: str) -> tuple[int, int, int] | None:
    if not value.isdecimal() or not 1 <= int(value) <= LARGEST_DAY:
        return None
    if found := DAY_AFTER.match(after):
        return MONTHS[found["month"].casefold()], 0, found.end()
    if found := DAY_BEFORE.search(before):
        return MONTHS[found["month"].casefold()], len(found.group()), 0
    return None


def unit_of(found: re.Match[str]) -> str:
    """The unit of a match of `AFTER` or `ONE_OF`."""
    place = next(place for place in range(len(_NAMES)) if found[f"u{place}"])
    return _NAMES[place]


def _size(many: str) -> str:
    first = many.strip()[:4].casefold()
    return {"": "", "thou": "thousand ", "mill": "million ", "bill": "billion ", "milli": "billion "}.get(
        "milli" if many.strip().casefold().startswith("milliard") else first, ""
    )
