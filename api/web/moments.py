"""Time in words: how long ago, how long left, and the exact moment. Knows no clock: `now` is handed in."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from api.web.texts import Translate

Level = Literal["urgent", "soon", "later"]
SHAPES: dict[Level, str] = {"urgent": "▲", "soon": "●", "later": "○"}
URGENT_S = 5 * 60
SOON_S = 15 * 60


@dataclass(frozen=True, slots=True)
class Due:
    """The clock of one question: a shape and words, so that nothing hangs on colour."""

    level: Level
    shape: str
    words: str
    at: datetime


def due(now: datetime, at: datetime, t: Translate) -> Due:
    """How long is left until `at`: urgent under 5 minutes or late, soon under 15."""
    left_s = (at - now).total_seconds()
    level: Level = "urgent" if left_s < URGENT_S else "soon" if left_s <= SOON_S else "later"
    words = t("time.left" if left_s >= 0 else "time.late", span=span(abs(left_s), t))
    return Due(level, SHAPES[level], words, at)


def ago(now: datetime, at: datetime, t: Translate) -> str:
    """How long ago `at` was."""
    passed_s = (now - at).total_seconds()
    return t("time.now") if passed_s < 60 else t("time.ago", span=span(passed_s, t))


def span(seconds: float, t: Translate) -> str:
    """A length of time in its largest whole unit."""
    for unit, length_s in (("day", 86400), ("hour", 3600)):
        if seconds >= length_s * (2 if unit == "day" else 1):
            return t(f"time.{unit}", count=int(seconds // length_s))
    return t("time.minute", count=int(seconds // 60)) if seconds >= 60 else t("time.moment")


def exact(at: datetime, t: Translate) -> str:
    """The moment itself, in UTC."""
    month = t(f"time.month.m{at.month}")
    return t("time.exact", day=at.day, month=month, year=at.year, hour=f"{at:%H}", minute=f"{at:%M}")
