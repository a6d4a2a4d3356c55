"""Breaks dates (day, month, year) and times of day."""

import random
import re

from eval.breaks.carrier import Carrier, values_in, with_other

NAMES = {
    "en": "January February March April May June July August September October November December".split(),
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split(),
}
_NAME = "|".join(NAMES["en"] + NAMES["fr"])
DATE = re.compile(
    rf"(?<![\w.,])(?:(?P<day>\d{{1,2}})(?:er)?\s(?P<month>{_NAME})\b|(?P<first>{_NAME})\s(?P<second>\d{{1,2}})(?![\d:])"
    rf"|(?P<alone>{_NAME})\s(?P<year>(?:19|20)\d\d))"
)
TIME = re.compile(
    r"(?<![\d.,:/$€-])(?P<hour>\d{1,2})(?::(?P<minute>\d\d))?\s?(?P<half>[ap])(?=\.?m\b)"
    r"|(?<![\d.,:/$€-])(?P<hour24>\d{1,2})\s?(?:h|heures)(?:\s?(?P<past>\d\d))?(?!\w)"
    r"|(?<![\d.,:/$€-])(?P<plain>\d{1,2}):(?P<after>[0-5]\d)(?![\d:])"
)


def date(carrier: Carrier, rng: random.Random) -> str | None:
    """Another day, another month, or another year."""
    there = list(DATE.finditer(carrier.text))
    if not there:
        return None
    found = rng.choice(there)
    group = rng.choice([name for name, value in found.groupdict().items() if value])
    source = carrier.passage.text_with_heading
    if group in {"day", "second", "year"}:
        new = int(found[group]) + rng.choice([-3, -2, -1, 1, 2, 3])
        if new < 1 or (group != "year" and new > 31) or float(new) in values_in(source):
            return None
        return with_other(carrier.text, *found.span(group), str(new))
    place = rng.randrange(12)
    if any(names[place][:3].casefold() in source.casefold() for names in NAMES.values()):
        return None
    language = "en" if found[group] in NAMES["en"] else "fr"
    return with_other(carrier.text, *found.span(group), NAMES[language][place])


def time(carrier: Carrier, rng: random.Random) -> str | None:
    """Another hour, other minutes, or the other half of the day."""
    there = list(TIME.finditer(carrier.text))
    if not there:
        return None
    found = rng.choice(there)
    group = rng.choice([name for name, value in found.groupdict().items() if value])
    source = carrier.passage.text_with_heading
    if group == "half":
        new = "p" if found["half"].casefold() == "a" else "a"
        hour = int(found["hour"])
        night = hour % 12 + 12 * (new == "p")
        if re.search(
            rf"(?<!\d)0?{hour}(?::\d\d)?\s?{new}\.?\s?m|(?<!\d){night}\s?(?:h|:)", source, re.IGNORECASE
        ):
            return None
        return with_other(carrier.text, *found.span(group), new)
    if group in {"minute", "past", "after"}:
        value = rng.choice([m for m in range(0, 60, 5) if m != int(found[group])])
        taken = values_in(source)
        return None if float(value) in taken else with_other(carrier.text, *found.span(group), f"{value:02}")
    most = 12 if group == "hour" else 23
    value = rng.choice([hour for hour in range(1, most + 1) if hour != int(found[group])])
    if values_in(source) & {float(value), float(value % 12), float(value % 12 + 12)}:
        return None
    return with_other(carrier.text, *found.span(group), str(value))
