"""From a page's bytes to a `Page` and its passages, or to the reason why it is left out. Stores nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import unquote, urlsplit

from ingest.cutting.passages import SIZES, Sizes, passages_of, passages_of_sheets
from ingest.eligibility import Reason
from ingest.extraction.blocks import Document, Heading, lines_of
from ingest.extraction.decode import looks_binary
from ingest.extraction.extract import EXTRACTOR_VERSION, extract, without_site_name
from ingest.extraction.pdf import read_pdf
from ingest.fetched import Fetched
from knowledge.pages import Page, page_id
from knowledge.passages import Passage
from knowledge.sources import Source
from knowledge.words.languages import detect

_HTML_TYPES = ("text/html", "application/xhtml+xml", "application/xml", "text/xml")
_HALF = 32  # hex digits: content_hash is the hash of the bytes, then the hash of the text read from them
_ENOUGH_TO_DETECT = 200  # characters; below, a page's own word for its language is better


@dataclass(frozen=True, slots=True)
class ReadPage:
    """A page as read: with passages when it is indexed, without when it is left out."""

    page: Page
    passages: tuple[Passage, ...] = ()
    canonical: str | None = None


@dataclass(frozen=True, slots=True)
class PageReader:
    """Reads the pages of one source."""

    source: Source
    languages: Sequence[str]
    least_text_characters: int
    max_body_bytes: int
    sizes: Sizes = SIZES

    def fingerprint(self, fetched: Fetched) -> str:
        """What the result of reading depends on: the bytes, what the list says of them, and this reader."""
        said = (
            EXTRACTOR_VERSION,
            *self.languages,
            str(self.least_text_characters),
            str(self.max_body_bytes),
            fetched.title or "",
            fetched.language or "",
            fetched.owner or "",
            fetched.robots or "",
            fetched.content_type or "",
            self.source.owner or "",
        )
        head = hashlib.sha256("\x1f".join(said).encode()).digest()
        return hashlib.sha256(head + fetched.body).hexdigest()[:_HALF]

    def read(self, fetched: Fetched, now: datetime) -> ReadPage:
        """Read one page; never raises for what a page contains."""
        reason = self._refusal(fetched)
        if reason:
            return self._left_out(fetched, now, reason)
        if is_pdf(fetched):
            return self._read_pdf(fetched, now)
        return self._read_html(fetched, now)

    def _refusal(self, fetched: Fetched) -> Reason | None:
        kind = (fetched.content_type or "").split(";")[0].strip().lower()
        robots = {part.strip() for part in (fetched.robots or "").lower().replace(":", ",").split(",")}
        if robots & {"noindex", "none"}:
            return "noindex"
        if len(fetched.body) > self.max_body_bytes:
            return "too_large"
        if not fetched.body.strip():
            return "empty"
        if is_pdf(fetched):
            return None
        if kind and kind not in _HTML_TYPES and b"<html" not in fetched.body[:2048].lower():
            return "not_html"
        return "binary" if looks_binary(fetched.body) else None

    def _read_html(self, fetched: Fetched, now: datetime) -> ReadPage:
        document = extract(fetched.body, url=fetched.url, content_type=fetched.content_type)
        if document.noindex:
            return self._left_out(fetched, now, "noindex", document)
        text = "\n".join(line for block in document.blocks for line in lines_of(block))
        language, reason = self._language(fetched.language or document.language, text)
        passages = passages_of(page_id(self.source.id, fetched.key), document, language, self.sizes)
        reason = reason or self._too_little(passages, text)
        if reason:
            return self._left_out(fetched, now, reason, document, language)
        return self._indexed(self._page(fetched, now, document, language), passages, document.canonical)

    def _read_pdf(self, fetched: Fetched, now: datetime) -> ReadPage:
        pdf = read_pdf(fetched.body)
        if pdf is None:
            return self._left_out(fetched, now, "unreadable")
        title = fetched.title or pdf.title or _file_name(fetched.url or fetched.key)
        document = Document(title, None, ())
        text = "\n".join(line for sheet in pdf.sheets for block in sheet for line in lines_of(block))
        language, reason = self._language(fetched.language, text)
        identity = page_id(self.source.id, fetched.key)
        passages = passages_of_sheets(identity, title, pdf.sheets, language, self.sizes)
        reason = reason or self._too_little(passages, text)
        if reason:
            return self._left_out(fetched, now, reason, document, language)
        return self._indexed(self._page(fetched, now, document, language), passages, None)

    def _language(self, declared: str | None, text: str) -> tuple[str, Reason | None]:
        """The page's language. What most of the text is in outweighs a declaration left from a template."""
        primary = (declared or "").lower().replace("_", "-").split("-")[0]
        if primary and primary not in self.languages:
            return primary, "language_not_served"
        default = primary or self.languages[0]
        if primary and len(text) < _ENOUGH_TO_DETECT:
            return primary, None
        return detect(text[:5000], self.languages, default), None

    def _too_little(self, passages: Sequence[Passage], text: str) -> Reason | None:
        length = sum(len(passage.text) for passage in passages)
        if length >= self.least_text_characters:
            return None
        return "too_little_text" if length or text.strip() else "empty"

    def _indexed(self, page: Page, passages: Sequence[Passage], canonical: str | None) -> ReadPage:
        said = "\x1e".join(f"{passage.heading}\x1f{passage.text}" for passage in passages)
        text_hash = hashlib.sha256(said.encode()).hexdigest()[:_HALF]
        return ReadPage(replace(page, content_hash=page.content_hash + text_hash), tuple(passages), canonical)

    def _left_out(
        self,
        fetched: Fetched,
        now: datetime,
        reason: Reason,
        document: Document | None = None,
        language: str = "",
    ) -> ReadPage:
        page = self._page(fetched, now, document or Document("", None, ()), language or self.languages[0])
        return ReadPage(replace(page, status="left_out", reason=reason))

    def _page(self, fetched: Fetched, now: datetime, document: Document, language: str) -> Page:
        return Page(
            id=page_id(self.source.id, fetched.key),
            key=fetched.key,
            source_id=self.source.id,
            url=fetched.url,
            title=fetched.title or _title_of(document) or _file_name(fetched.url or fetched.key),
            language=language,
            owner=fetched.owner or document.owner or self.source.owner,
            etag=fetched.etag,
            last_modified=fetched.last_modified,
            links=() if document.nofollow else fetched.links,
            fetched_at=now,
            changed_at=now,
            content_hash=self.fingerprint(fetched),
            status="indexed",
        )


def is_pdf(fetched: Fetched) -> bool:
    """Whether these bytes are a PDF, whatever the server calls them."""
    return fetched.body[:1024].lstrip().startswith(b"%PDF-")


def bytes_hash(page: Page) -> str:
    """The part of a page's content hash that its bytes decide."""
    return page.content_hash[:_HALF]


def text_hash(page: Page) -> str:
    """The part of a page's content hash that its text decides; empty for a page left out."""
    return page.content_hash[_HALF:]


def _title_of(document: Document) -> str:
    headings = (block.text for block in document.blocks if isinstance(block, Heading) and block.level == 1)
    return next(headings, "") or without_site_name(document.title)


def _file_name(address: str) -> str:
    path = unquote(urlsplit(address).path).rstrip("/")
    return path.rsplit("/", 1)[-1].replace("-", " ").replace("_", " ") or address
