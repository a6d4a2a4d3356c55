"""PDF to text, sheet by sheet. Knows no passages; a sheet's number is all the structure it promises."""

from __future__ import annotations

import io
import logging
import re
from dataclasses import dataclass

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from ingest.extraction.blocks import Block
from ingest.extraction.paragraphs import paragraphs_of, tidy

MOST_SHEETS = 500
_STARTS_ITEM = re.compile(r"([-•–]|\d{1,2}[.)])\s")


@dataclass(frozen=True, slots=True)
class Pdf:
    """The text of a PDF: one sequence of blocks per sheet, in order."""

    title: str
    sheets: tuple[tuple[Block, ...], ...]


def read_pdf(body: bytes) -> Pdf | None:
    """The text of a PDF; None where it is damaged or locked."""
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it warns of every oddity; the outcome says enough
    try:
        reader = PdfReader(io.BytesIO(body))
        sheets = tuple(_blocks(sheet.extract_text() or "") for sheet in reader.pages[:MOST_SHEETS])
        title = tidy(str((reader.metadata and reader.metadata.title) or ""))
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError, OSError):
        return None  # damaged files fail in every one of these ways
    return Pdf(title, sheets)


def _blocks(text: str) -> tuple[Block, ...]:
    return tuple(block for part in _paragraphs(text) for block in paragraphs_of(part))


def _paragraphs(text: str) -> list[str]:
    """Lines that were only wrapped, joined again: a line goes on unless a part ends before or begins with it."""
    paragraphs: list[list[str]] = []
    widest = max((len(line) for line in text.splitlines()), default=0)
    before = ""
    for line in (line.strip() for line in text.splitlines()):
        ended = before.endswith((".", "!", "?", ":")) and line[:1].isupper() and len(before) < 0.9 * widest
        if not paragraphs or not line or ended or len(before) < 0.7 * widest or _STARTS_ITEM.match(line):
            paragraphs.append([])
        paragraphs[-1].append(line)
        before = line
    return [" ".join(part) for part in paragraphs if "".join(part).strip()]
