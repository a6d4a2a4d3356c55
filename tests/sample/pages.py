"""What the sample site answers to a GET of an honest address: pages, sitemaps, robots, files, redirects.

It owns status, headers and conditional requests; sockets belong to `server`, faults to `faults`.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.message import Message
from email.utils import format_datetime, parsedate_to_datetime
from html import escape
from pathlib import Path
from urllib.parse import parse_qs

from tests.sample import routes
from tests.sample.content import LANGUAGES, Content, ContentPage
from tests.sample.layouts import render

FILES = {
    "/documents/fishing-guide-2026.pdf": ("documents/fishing-guide-2026.pdf", "application/pdf"),
    "/assets/crest.jpg": ("assets/crest.jpg", "image/jpeg"),
    "/assets/site.css": ("assets/site.css", "text/css; charset=utf-8"),
}
FILES_DATE = datetime(2026, 4, 1, 12, tzinfo=UTC)
HTML = "text/html; charset=utf-8"
_SITEMAP_XMLNS = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


@dataclass(frozen=True, slots=True)
class Answer:
    """One HTTP answer, whole."""

    status: int
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)


def html_answer(status: int, body: str) -> Answer:
    """A small HTML document as an answer."""
    return Answer(status, f"<!DOCTYPE html>\n{body}\n".encode(), {"Content-Type": HTML})


def answer(content: Content, site_url: str, path: str, query: str, asked: Message) -> Answer:
    """Answer a GET of `path`, where `asked` are the request's headers."""
    if path in routes.REDIRECTS:
        status, target = routes.REDIRECTS[path]
        return Answer(status, b"", {"Location": target})
    if path in routes.GONE:
        return html_answer(410, "<title>410 Gone</title><h1>This page has been removed</h1>")
    if path == routes.INTERNAL_DRAFT:
        return html_answer(200, routes.INTERNAL_DRAFT_BODY)
    page = content.find(path)
    if page is not None:
        return _page(content, page, site_url, path, asked)
    if path != "/" and path.endswith("/") and content.find(path.rstrip("/")):
        return Answer(301, b"", {"Location": path.rstrip("/")})
    if path in FILES:
        return _file(path, asked)
    if path == "/calendar":
        return _calendar(parse_qs(query))
    return _machine_file(content, site_url, path)


def _page(content: Content, page: ContentPage, site_url: str, path: str, asked: Message) -> Answer:
    if page.removed:
        return html_answer(410, "<title>410 Gone</title><h1>This page has been removed</h1>")
    with_etag, with_date = routes.validators(page.path, page.revised)
    mark = f'W/"{page.digest}"' if page.layout == "legacy" else f'"{page.digest}"'
    body = render(content, page, site_url, path).encode()
    headers = {"Content-Type": HTML, "Content-Language": page.language}
    return _conditional(
        body, headers, mark if with_etag else None, page.updated_at if with_date else None, asked
    )


def _file(path: str, asked: Message) -> Answer:
    name, kind = FILES[path]
    body = (Path(__file__).parent / name).read_bytes()
    return _conditional(body, {"Content-Type": kind}, f'"{len(body):x}"', FILES_DATE, asked)


def _conditional(
    body: bytes,
    headers: dict[str, str],
    etag: str | None,
    changed_at: datetime | None,
    asked: Message,
) -> Answer:
    """Answer 304 where the asker's copy is still good (RFC 9110, 13.2.2: an ETag outweighs a date)."""
    if etag:
        headers["ETag"] = etag
    if changed_at:
        headers["Last-Modified"] = format_datetime(changed_at, usegmt=True)
    if asked.get("If-None-Match"):
        fresh = etag is not None and _names(asked["If-None-Match"], etag)
    else:
        fresh = changed_at is not None and _not_after(changed_at, asked.get("If-Modified-Since"))
    return Answer(304, b"", headers) if fresh else Answer(200, body, headers)


def _names(if_none_match: str, etag: str) -> bool:
    """Whether the header names this ETag, by weak comparison."""
    opaque = re.findall(r'"[^"]*"', if_none_match)
    return if_none_match.strip() == "*" or etag.removeprefix("W/") in opaque


def _not_after(changed_at: datetime, since: str | None) -> bool:
    try:
        return since is not None and changed_at <= parsedate_to_datetime(since)
    except (ValueError, TypeError):
        return False


def _calendar(query: Mapping[str, list[str]]) -> Answer:
    """One month of a calendar that never ends: the classic trap for a crawler."""
    asked = re.fullmatch(r"(\d{4})-(\d{2})", query.get("month", ["2026-11"])[0])
    if asked is None or not 1 <= int(asked[2]) <= 12 or not 2 <= int(asked[1]) <= 9998:
        return html_answer(400, "<title>Calendar</title><p>Unknown month</p>")
    year, month = int(asked[1]), int(asked[2])
    before, after = year * 12 + month - 2, year * 12 + month
    links = " ".join(
        f'<a href="/calendar?month={place // 12:04d}-{place % 12 + 1:02d}">{label}</a>'
        for place, label in ((before, "Previous month"), (after, "Next month"))
    )
    name = f"{calendar.month_name[month]} {year}"
    body = f"<title>Calendar: {name}</title><h1>{name}</h1><p>No events this month.</p><p>{links}</p>"
    return html_answer(200, f'<html lang="en"><body>{body}</body></html>')


def _machine_file(content: Content, site_url: str, path: str) -> Answer:
    if path == "/robots.txt":
        return Answer(200, routes.ROBOTS.format(url=site_url).encode(), {"Content-Type": "text/plain"})
    if path == "/sitemap.xml":
        parts = (f"<sitemap><loc>{site_url}/sitemap-{lang}.xml</loc></sitemap>" for lang in LANGUAGES)
        return _xml(f"<sitemapindex {_SITEMAP_XMLNS}>{''.join(parts)}</sitemapindex>")
    for language in LANGUAGES:
        if path == f"/sitemap-{language}.xml":
            return _xml(_sitemap(content, site_url, language))
    return html_answer(404, "<title>404 Not found</title><h1>We could not find that page</h1>")


def _sitemap(content: Content, site_url: str, language: str) -> str:
    """The sitemap of one language, with aliases, redirects and dead entries among the pages."""
    listed = [page for page in content.of_language(language) if routes.in_sitemap(page.path)]
    rows = [(path, page.updated) for page in listed for path in (page.path, *page.aliases)]
    stale = (*routes.REDIRECTS, *routes.SITEMAP_DEAD)
    rows += [(path, "2019-06-01") for path in stale if path.startswith(f"/{language}/")]
    entries = (
        f"<url><loc>{site_url}{escape(path)}</loc><lastmod>{date}</lastmod></url>" for path, date in rows
    )
    return f"<urlset {_SITEMAP_XMLNS}>{''.join(entries)}</urlset>"


def _xml(document: str) -> Answer:
    body = f'<?xml version="1.0" encoding="UTF-8"?>\n{document}\n'.encode()
    return Answer(200, body, {"Content-Type": "application/xml"})
