"""What came of asking for a page: one value per outcome. Says nothing of what a page contains."""

from __future__ import annotations

from dataclasses import dataclass

from ingest.eligibility import Reason
from knowledge.texts import Text


@dataclass(frozen=True, slots=True)
class Fetched:
    """A page's bytes, as a site or a folder gave them; `title`, `language` and `owner` only where the list says."""

    key: str
    url: str | None
    body: bytes
    content_type: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    links: tuple[str, ...] = ()
    title: str | None = None
    language: str | None = None
    owner: str | None = None
    robots: str | None = None


@dataclass(frozen=True, slots=True)
class NotModified:
    """The site says that the version already known is still good."""

    key: str
    url: str | None


@dataclass(frozen=True, slots=True)
class Refused:
    """The page is not to be known (any more): robots, redirect, wrong kind. Passages of it are removed."""

    key: str
    url: str | None
    reason: Reason


@dataclass(frozen=True, slots=True)
class Failed:
    """The page could not be read this time; what is known of it stays."""

    key: str
    url: str | None
    reason: Reason


@dataclass(frozen=True, slots=True)
class Absent:
    """The page does not exist: gone where it was known, else a dead link."""

    key: str
    url: str | None


@dataclass(frozen=True, slots=True)
class Problem:
    """Something about the source itself that a person should mend, e.g. a broken line of a list."""

    where: Text
    what: Text

    def in_language(self, language: str) -> str:
        """The whole remark."""
        return Text(f"{self.where.en}: {self.what.en}", f"{self.where.fr} : {self.what.fr}").in_language(
            language
        )


@dataclass(frozen=True, slots=True)
class Skipped:
    """An address that was never asked; counted by reason, without a row of its own."""

    reason: Reason
    count: int = 1


def line_of(name: str, number: int) -> Text:
    """Where a line of a file is."""
    return Text(f"{name}, line {number}", f"{name}, ligne {number}")


Outcome = Fetched | NotModified | Refused | Failed | Absent | Problem | Skipped
