"""The notice in force as the bar over every page says it: words, until when, and in which language they are."""

from dataclasses import dataclass
from datetime import datetime

from assistant.emergencies.notices import Notice

LONGEST = 160


@dataclass(frozen=True, slots=True)
class InForce:
    """One notice, short enough for a bar; `language` is that of its words."""

    id: str
    statement: str
    language: str
    expires_at: datetime


def in_force_of(notice: Notice, language: str) -> InForce:
    """The notice in the reader's language, or in one that it has."""
    spoken = language if language in notice.texts else next(iter(notice.texts))
    words = " ".join(notice.texts[spoken].statement.split())
    short = words if len(words) <= LONGEST else words[:LONGEST].rsplit(" ", 1)[0] + " …"
    return InForce(notice.id, short, spoken, notice.expires_at)
