"""Times of day: "3 p.m.", "15 h", "15:00", "noon". Says which spellings may mean the same time."""

import re
from typing import NamedTuple

TIME = re.compile(
    r"(?<![\d.,:/$€£-])(?P<hour>\d{1,2})(?:"
    r"(?::(?P<minute>\d{2}))?[ \u00a0\u202f]?(?P<half>[ap])\.?[ \u00a0\u202f]?m\b\.?"
    r"|[ \u00a0\u202f]?(?:h|heures?)[ \u00a0\u202f]?(?P<past>\d{2})(?!\d)(?:[ \u00a0\u202f]?min\b)?"
    r"|[ \u00a0\u202f]?h(?!\w)"
    r"|:(?P<plain>\d{2})(?![\d:])"
    r")",
    re.IGNORECASE,
)
TIME_WORD = re.compile(r"(?<![\w-])(?:noon|midi|midnight|minuit)(?![\w-])", re.IGNORECASE)
LAST_HOUR = 24


class Time(NamedTuple):
    """A time on the clock of 24 hours; the unit "clock?" leaves open which half of the day."""

    value: str
    unit: str


def time_of(found: re.Match[str]) -> Time | None:
    """What a match of `TIME` says; None where it is no time ("30:15")."""
    hour, minute = int(found["hour"]), found["minute"] or found["past"] or found["plain"] or "00"
    if int(minute) > 59:
        return None
    if found["half"]:
        if not 1 <= hour <= 12:
            return None
        return Time(f"{hour % 12 + 12 * (found['half'].casefold() == 'p')}:{minute}", "clock")
    if found["plain"]:
        return Time(f"{hour}:{minute}", "clock?" if hour <= 12 else "clock") if hour <= LAST_HOUR else None
    return Time(f"{hour}:{minute}", "h")


def time_of_word(word: str) -> Time:
    """Noon or midnight."""
    return Time("12:00" if word.casefold() in {"noon", "midi"} else "0:00", "clock")


def readings(value: str, unit: str) -> set[tuple[str, str]]:
    """All that a number with this unit bears out: (value, unit)."""
    found = {(value, unit), (value, "")}
    if not unit:
        return found | {(value, "th")}
    if unit in {"hour", "h"} and re.fullmatch(r"\d+(?:\.5|:30)", value):  # « 1 h 30 »: an hour and a half
        whole = value.replace(":", ".").partition(".")[0]
        found |= {(f"{whole}.5", "hour"), (f"{whole}:30", "h")}
    elif unit in {"hour", "h"} and ":" not in value:
        return found | {(f"{value}:00", "h"), (value, "hour"), (value, "h")}
    if not re.fullmatch(r"\d+:\d\d", value) or unit not in {"clock", "clock?", "h"}:
        return found
    hour, _, minute = value.partition(":")
    halves = {int(hour)}
    if unit == "clock?":
        halves |= {int(hour) % 12, int(hour) % 12 + 12}
    if int(hour) == LAST_HOUR:
        halves.add(0)
    for each in halves:
        twelve = each % 12 or 12
        found |= {(f"{each}:{minute}", "clock"), (f"{each}:{minute}", "h"), (f"{twelve}:{minute}", "clock?")}
        found |= {(f"{each}:{minute}", "clock?"), (f"{twelve}:{minute}", ""), (f"{each}:{minute}", "")}
        if minute == "00":
            found |= {(str(each), ""), (str(twelve), "")}
            found |= {(str(each), "hour")} if unit == "h" else set()
    return found
