"""What the crawling process is told, and what it tells: one JSON line each. Knows neither Scrapy nor the database."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class KnownPage:
    """A page of an earlier run: what to ask it with, and where it led."""

    url: str
    etag: str | None
    last_modified: str | None
    links: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CrawlJob:
    """Everything that the crawling process needs; bodies go to files in `spool`."""

    start_url: str
    spool: str
    user_agent: str
    max_pages: int
    max_depth: int
    max_body_bytes: int
    timeout_s: float
    delay_s: float
    concurrency: int
    hosts: tuple[str, ...] = ()
    sitemaps: tuple[str, ...] = ()
    allow: tuple[str, ...] = ()
    deny: tuple[str, ...] = ()
    known: tuple[KnownPage, ...] = ()

    def to_line(self) -> str:
        """The job as one line."""
        return json.dumps(asdict(self))

    @classmethod
    def from_line(cls, line: str) -> CrawlJob:
        """The job that `to_line` wrote."""
        values: dict[str, Any] = json.loads(line)
        values["known"] = tuple(
            KnownPage(**page | {"links": tuple(page["links"])}) for page in values["known"]
        )
        return cls(**values | {name: tuple(values[name]) for name in ("hosts", "sitemaps", "allow", "deny")})
