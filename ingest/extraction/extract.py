"""HTML to a `Document`: what a page says, in blocks, without what surrounds it. Fetches and stores nothing."""

from __future__ import annotations

import re
from urllib.parse import urljoin

from ingest.extraction.blocks import Document, Heading
from ingest.extraction.boilerplate import (
    LEAST_MAIN_CHARACTERS,
    content_lines,
    locate,
    main_of,
    remove_from,
    remove_hidden,
    text_length,
)
from ingest.extraction.decode import declared_charset, decode
from ingest.extraction.faq import stated_faqs, unseen
from ingest.extraction.markup import HtmlElement, parse
from ingest.extraction.paragraphs import tidy
from ingest.extraction.reading import read_blocks, text_of

EXTRACTOR_VERSION = "3"  # raise it whenever the same bytes would give other passages
_LANGUAGE = re.compile(r"^[a-zA-Z]{2,3}(?=$|[-_])")
_SITE_NAME = re.compile(r"\s+\|\s+[^|]+$")
_OWNER_NAMES = ("owner", "dcterms.creator", "dc.creator", "dcterms.publisher", "author")
_UPDATED_NAMES = ("dcterms.modified", "dc.date.modified", "article:modified_time", "last-modified")


def extract(body: bytes, *, url: str | None = None, content_type: str | None = None) -> Document:
    """Read one page; `content_type` is the HTTP header, if any. Broken markup is read as far as it goes."""
    root = parse(decode(body, declared_charset(content_type)))
    if root is None:
        return Document("", None, ())
    meta = _meta(root)
    faqs = stated_faqs(root)
    canonical, language = _canonical(root, url), _language(root, meta)
    title, titled = tidy(root.findtext(".//title") or meta.get("og:title", "")), root.find(".//h1")
    heading = text_of(titled) if titled is not None else ""
    blocks = read_blocks(_content(root))
    if heading and not any(isinstance(block, Heading) and block.level == 1 for block in blocks):
        blocks.insert(0, Heading(1, heading, titled.get("id") if titled is not None else None))
    robots = {part.strip() for part in meta.get("robots", "").lower().split(",")}
    return Document(
        title=title or heading,
        language=language,
        blocks=(*blocks, *unseen(faqs, blocks)),
        canonical=canonical,
        noindex=bool(robots & {"noindex", "none"}),
        nofollow=bool(robots & {"nofollow", "none"}),
        owner=next((meta[name] for name in _OWNER_NAMES if meta.get(name)), None),
        updated=next((meta[name] for name in _UPDATED_NAMES if meta.get(name)), None),
    )


def without_site_name(title: str) -> str:
    """The title of a page without the name of its site: "Fees | Province" is "Fees"."""
    return _SITE_NAME.sub("", title) or title


def _content(root: HtmlElement) -> HtmlElement:
    remove_hidden(root)
    content, is_marked = main_of(root)
    lines = [] if is_marked else content_lines(root)  # of the whole page: what surrounds it tells it apart
    remove_from(content)
    if is_marked:
        return content
    located = locate(content, lines)
    # A page in few words has no pattern to go by: better a menu too many than the one sentence lost.
    return located if text_length(located) >= LEAST_MAIN_CHARACTERS else content


def _meta(root: HtmlElement) -> dict[str, str]:
    found: dict[str, str] = {}
    for element in root.iter("meta"):
        name = element.get("name") or element.get("property") or element.get("http-equiv")
        content = tidy(element.get("content") or "")
        if name and content:
            name = name.strip().lower()
            # Several robots rules add up; of anything else the first counts.
            found[name] = (
                f"{found[name]},{content}" if name == "robots" and name in found else found.get(name, content)
            )
    return found


def _canonical(root: HtmlElement, url: str | None) -> str | None:
    for link in root.iter("link"):
        if "canonical" in (link.get("rel") or "").lower().split() and link.get("href"):
            try:
                return str(urljoin(url or "", link.get("href").strip()))
            except ValueError:
                return None
    return None


def _language(root: HtmlElement, meta: dict[str, str]) -> str | None:
    for declared in (
        root.get("lang"),
        root.get("{http://www.w3.org/XML/1998/namespace}lang"),
        meta.get("content-language"),
        meta.get("dcterms.language"),
        meta.get("og:locale"),
    ):
        found = _LANGUAGE.match((declared or "").strip())
        if found:
            return found[0].lower()
    return None
