"""The three page layouts of the sample government, from tidy to dreadful.

It owns the document around the content; it never changes the content itself.
"""

from __future__ import annotations

from html import escape

from tests.sample import chrome
from tests.sample.content import Content, ContentPage
from tests.sample.words import BRAND, WORDS


def render(content: Content, page: ContentPage, site_url: str, served_path: str) -> str:
    """The whole document for a page, as served at `served_path` (its own path or an alias)."""
    layout = {"service": _service, "ministry": _ministry, "legacy": _legacy}[page.layout]
    return f"{_head(page, site_url, served_path)}\n{layout(content, page)}\n</html>\n"


def _head(page: ContentPage, site_url: str, served_path: str) -> str:
    rows = [
        '<meta charset="utf-8">',
        f"<title>{escape(page.title, quote=False)} | {BRAND[page.language]}</title>",
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f'<meta name="owner" content="{escape(page.owner)}">',
        f'<meta name="dcterms.modified" content="{page.updated}">',
        '<link rel="stylesheet" href="/assets/site.css">',
        chrome.STYLE,
    ]
    if page.layout == "service" or served_path == page.path:
        rows.append(f'<link rel="canonical" href="{site_url}{page.path}">')
    if page.robots:
        rows.append(f'<meta name="robots" content="{escape(page.robots)}">')
    if page.counterpart:
        other = "fr" if page.language == "en" else "en"
        rows.append(f'<link rel="alternate" hreflang="{page.language}" href="{site_url}{page.path}">')
        rows.append(f'<link rel="alternate" hreflang="{other}" href="{site_url}{page.counterpart}">')
    rows.append(chrome.CONSENT_SCRIPT)
    head = "\n".join(rows)
    return f'<!DOCTYPE html>\n<html lang="{page.language}">\n<head>\n{head}\n</head>'


def _toggle(page: ContentPage) -> str:
    other = "fr" if page.language == "en" else "en"
    return chrome.link(page.counterpart or f"/{other}", WORDS[page.language]["other"], "lang")


def _heading(page: ContentPage) -> str:
    return "" if "<h1" in page.body else f"<h1>{escape(page.title, quote=False)}</h1>"


def _search(language: str) -> str:
    words = WORDS[language]
    return (
        f'<form role="search" action="/search"><label for="q">{words["search"]}</label>'
        f'<input id="q" name="q" type="search"><button>{words["go"]}</button></form>'
    )


def _masthead(content: Content, page: ContentPage) -> str:
    words = WORDS[page.language]
    return (
        f'<a class="skip" href="#main">{words["skip"]}</a>{chrome.cookie_banner(page.language)}'
        f'<header role="banner"><div class="brand"><a href="/{page.language}">'
        f'<img src="/assets/crest.jpg" alt="{BRAND[page.language]}"></a></div>'
        f"{_toggle(page)}{_search(page.language)}{chrome.mega_navigation(content, page.language)}</header>"
        f'<div class="ribbon"><p>{words["ribbon"]}</p></div>'
    )


def _dates(page: ContentPage) -> str:
    words = WORDS[page.language]
    return (
        f'<dl class="page-details"><dt>{words["updated"]}</dt>'
        f'<dd><time datetime="{page.updated}">{page.updated}</time></dd>'
        f"<dt>{words['owner']}</dt><dd>{escape(page.owner)}</dd></dl>"
    )


def _closing(content: Content, page: ContentPage) -> str:
    return chrome.footer(content, page.language) + chrome.chat_widget(page.language) + chrome.CHAT_SCRIPT


def _service(content: Content, page: ContentPage) -> str:
    """A modern layout: landmarks, one main element, tidy asides."""
    return (
        f'<body class="service">{_masthead(content, page)}'
        f'<nav aria-label="breadcrumb">{chrome.breadcrumbs(page)}</nav>'
        f'<main id="main" tabindex="-1">{_heading(page)}\n{page.body}\n{_dates(page)}</main>'
        f"<aside>{chrome.related(content, page)}</aside>{chrome.feedback(page.language)}"
        f"{_closing(content, page)}</body>"
    )


def _ministry(content: Content, page: ContentPage) -> str:
    """A content management system of ten years ago: an article in a role, with its asides inside."""
    words = WORDS[page.language]
    opening, ending = ("<article>", "</article>") if len(page.path) % 2 else ("<section>", "</section>")
    return (
        f'<body class="node-type-page">{_masthead(content, page)}'
        f'<div class="region region-breadcrumb">{chrome.breadcrumbs(page)}</div>'
        f'<div id="main" role="main" class="layout-2col">{opening}<div class="share">{words["share"]}: '
        f'<a href="https://social.example/share">Social</a> <a href="#print">{words["print"]}</a></div>'
        f'{_heading(page)}<div class="field field--body">\n{page.body}\n</div>{_dates(page)}{ending}'
        f'<div class="sidebar">{chrome.related(content, page)}</div>{chrome.feedback(page.language)}</div>'
        f"{_closing(content, page)}</body>"
    )


def _legacy(content: Content, page: ContentPage) -> str:
    """Div soup with no landmark at all: navigation, content and asides are told apart by class only."""
    words = WORDS[page.language]
    side = "".join(
        f"<div>{chrome.link(other.path, other.title)}</div>"
        for other in content.of_section(page.language, page.section)[:8]
    )
    return (
        f'<body bgcolor="#ffffff"><div id="wrapper"><div id="container">{_masthead(content, page)}'
        f'<div class="crumbs">{chrome.breadcrumbs(page)}</div>'
        f'<div class="row"><div class="leftnav">{side}</div><div class="col2"><div class="inner"><div>'
        f'<div align="right"><a href="#wrapper">{words["print"]}</a></div>'
        f'{_heading(page)}<div id="content"><div class="txt">\n{page.body}\n</div></div>'
        f'<p align="center"><a href="#wrapper">{words["top"]}</a></p>{_dates(page)}</div></div></div>'
        f'<div class="rightcol">{chrome.related(content, page)}</div></div>'
        f"{chrome.feedback(page.language)}{_closing(content, page)}</div></div></body>"
    )
