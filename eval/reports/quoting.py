"""Makes others' words safe to print: citizens' questions, drafts and pages are data in every report.

Knows no report. HTML is escaped by the template engine; here stand the terminal's, Markdown's and XML's dangers.
"""

import re
from urllib.parse import quote, urlsplit

CUT = " […]"
# Control characters (a terminal obeys some, XML forbids most) and those that turn the direction of reading.
UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
)
MARKUP = re.compile(r"([\\`*_\[\]#!|~>$^])")
LIST_START = re.compile(r"^(\d{1,9}(?=[.)])|(?=[-+=]))([-+=.)])")
# Names, issues, labels and addresses that a forge would make a link or a notice of.
REFERENCE = re.compile(r"(?<!\w)[@!%~$&](?=\w)|#(?=\w)|@(?=[\w-]+\.)")
ADDRESS = re.compile(r"(?i)\bwww(?=\.)|(?<=[a-z]):(?=//)")
JOINER = "\N{WORD JOINER}"
SCHEMES = ("http", "https")


def plain(text: str, most: int | None = None) -> str:
    """The text without unseen characters, cut to `most` characters at a word."""
    seen = UNSEEN.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n"))
    if most is None or len(seen) <= most:
        return seen
    head = seen[:most]
    return (head.rsplit(None, 1)[0] if len(head.split()) > 1 else head).rstrip() + CUT


def line(text: str, most: int | None = None) -> str:
    """The same on one line."""
    return plain(" ".join(plain(text).split()), most)


def markdown(text: str, most: int | None = None) -> str:
    """The text as one line of Markdown that shows it as it is: no markup, HTML, mention, reference or link."""
    shown = ADDRESS.sub(lambda found: found.group(0) + JOINER, line(text, most))
    shown = REFERENCE.sub(lambda found: found.group(0) + JOINER, shown)
    shown = shown.replace("&", "&amp;").replace("<", "&lt;")
    return LIST_START.sub(r"\1\\\2", MARKUP.sub(r"\\\1", shown))


def web_address(url: str | None) -> str | None:
    """The address where it is one of the web, with nothing in it that ends a Markdown link or an attribute."""
    if url is None or urlsplit(url).scheme not in SCHEMES:
        return None
    return quote(plain(url).strip(), safe="/:?#@!$&*+,;=%~-._")


def link(label: str, url: str | None) -> str:
    """A Markdown link, or the label alone where there is no address of the web."""
    address = web_address(url)
    return f"[{markdown(label)}](<{address}>)" if address else markdown(label)
