"""From bytes to text: which charset a page is really in. Never trusts a declaration that garbles the page."""

from __future__ import annotations

import codecs
import re

from bs4.dammit import EncodingDetector, UnicodeDammit

_DECLARED = re.compile(
    rb"""<(?:meta|\?xml)[^>]{0,300}?(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]{2,40})""", re.I
)
_SUPERSETS = {"iso8859-1": "cp1252", "ascii": "cp1252", "iso8859-9": "cp1254", "gb2312": "gb18030"}
_HEAD_BYTES = 4096


def declared_charset(content_type: str | None) -> str | None:
    """The charset parameter of a Content-Type header."""
    found = re.search(r"charset\s*=\s*[\"']?([\w.:-]+)", content_type or "", re.I)
    return found[1] if found else None


def decode(body: bytes, http_charset: str | None = None) -> str:
    """The text of an HTML page: byte order mark, else UTF-8 where it is valid, else declared, else detected.

    Valid UTF-8 beyond ASCII is never an accident, so it outweighs a declaration (a frequent server mistake);
    a declared charset is taken only where the whole body decodes in it.
    """
    stripped, by_mark = EncodingDetector.strip_byte_order_mark(body)
    if by_mark:
        return stripped.decode(by_mark, "replace").replace("\x00", "")
    in_page = _DECLARED.search(body[:_HEAD_BYTES])
    hints = ("utf-8", http_charset, in_page[1].decode("ascii", "ignore") if in_page else None)
    for name in hints:
        text = _strictly(body, name)
        if text is not None:
            return text.replace("\x00", "")
    almost = body.decode("utf-8", "replace")
    damaged = almost.count("\ufffd")
    if damaged < 3 or damaged * 20 < sum(character > "\x7f" for character in almost):
        return almost.replace("\x00", "")  # UTF-8 with a few damaged bytes, or cut in the middle of one
    dammit = UnicodeDammit(body, ["cp1252"], is_html=True)
    return (dammit.unicode_markup or body.decode("utf-8", "replace")).replace("\x00", "")


def looks_binary(body: bytes) -> bool:
    """Whether these bytes are no text at all, in any charset a page may have."""
    head = body[:_HEAD_BYTES]
    if not head or head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF8)):
        return False
    if b"\x00" in head and not re.search(rb"<\x00?[!hH]", head[:200]):
        return True
    control = sum(byte < 9 or 13 < byte < 32 or byte == 127 for byte in head)
    return control > len(head) * 0.02 and control > 4


def _strictly(body: bytes, name: str | None) -> str | None:
    if not name:
        return None
    try:
        known = codecs.lookup(name).name
        return body.decode(_SUPERSETS.get(known, known))
    except (LookupError, UnicodeError):
        return None
