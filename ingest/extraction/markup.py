"""The HTML parser, named in one place: every other file takes its element type and its parsing from here."""

from __future__ import annotations

import re

from lxml.etree import ParserError  # type: ignore[import-untyped]
from lxml.html import (  # type: ignore[import-untyped]
    HtmlElement,
    HTMLParser,
    document_fromstring,
    fragment_fromstring,
    tostring,
)

__all__ = ["HtmlElement", "parse", "parse_fragment", "source_of"]

_END_OF_PAGE = re.compile(r"</(?:body|html)\s*>", re.I)


def parse(text: str) -> HtmlElement | None:
    """The element tree of a page; None when there is nothing to parse."""
    # Both end tags are optional, and saved pages close too early: libxml2 then drops all that follows.
    text = _END_OF_PAGE.sub("", text).replace("\v", " ")
    parser = HTMLParser(encoding="utf-8", huge_tree=True)
    try:
        return document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except ParserError:  # an empty document
        return None


def parse_fragment(markup: str) -> HtmlElement:
    """A piece of markup, in a division of its own."""
    return fragment_fromstring(markup, create_parent="div")


def source_of(element: HtmlElement) -> str:
    """The markup of an element."""
    return str(tostring(element, encoding="unicode"))
