"""Marks in text, as safe HTML: quotes within a passage, facts within a sentence. Escapes everything else.

Rows of a table ("cell | cell") are laid out as a table, for the eye and for screen readers.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from markupsafe import Markup, escape

from api.web.texts import Translate
from knowledge.facts import fact_stands, facts_in

CELLS = " | "


@dataclass(frozen=True, slots=True)
class Mark:
    """What stands around `start:stop` of a text."""

    start: int
    stop: int
    before: Markup
    after: Markup


def marked_quotes(text: str, quotes: Sequence[str], spoken: str) -> Markup:
    """`text` with each quote in `<mark>`; `spoken` is said to screen readers before a quote."""
    before = Markup('<mark><span class="sight-less">[{}] </span>').format(spoken)
    spans = _merged([span for quote in quotes if (span := _find(text, quote)) is not None])
    return _laid_out(text, [Mark(start, stop, before, Markup("</mark>")) for start, stop in spans])


def marked_facts(text: str, source: str | None, t: Translate) -> Markup:
    """`text` with a quiet mark on each fact that stands in `source`, a loud one on each that does not.

    Without a source (a courtesy) nothing is marked.
    """
    if source is None:
        return _laid_out(text, ())
    quiet = Markup('<span class="stands" title="{}">').format(t("draft.fact_stands")), Markup("</span>")
    loud = (
        Markup('<strong class="missing"><span aria-hidden="true">⚠ </span>'),
        Markup(" ({})</strong>").format(t("draft.fact_missing")),
    )
    return _laid_out(
        text,
        [
            Mark(fact.start, fact.end, *(quiet if fact_stands(fact, source) else loud))
            for fact in facts_in(text)
        ],
    )


def plain(text: str) -> Markup:
    """`text` without marks, its tables laid out."""
    return _laid_out(text, ())


def _laid_out(text: str, marks: Sequence[Mark]) -> Markup:
    lines: list[tuple[int, int]] = []
    start = 0
    for line in text.split("\n"):
        lines.append((start, start + len(line)))
        start += len(line) + 1
    blocks: list[Markup] = []
    for is_table, found in groupby(lines, key=lambda span: CELLS in text[span[0] : span[1]]):
        group = list(found)
        if is_table:
            blocks.append(_table(text, group, marks))
        else:
            blocks.append(_piece(text, group[0][0], group[-1][1], marks))
    return Markup("").join(blocks)


def _table(text: str, lines: Sequence[tuple[int, int]], marks: Sequence[Mark]) -> Markup:
    rows: list[Markup] = []
    for number, (start, stop) in enumerate(lines):
        tag = Markup('<th scope="col">{}</th>') if number == 0 and len(lines) > 1 else Markup("<td>{}</td>")
        cells: list[Markup] = []
        at = start
        for cell in text[start:stop].split(CELLS):
            cells.append(tag.format(_piece(text, at, at + len(cell), marks)))
            at += len(cell) + len(CELLS)
        rows.append(Markup("<tr>{}</tr>").format(Markup("").join(cells)))
    return Markup('<table class="cells"><tbody>{}</tbody></table>').format(Markup("").join(rows))


def _piece(text: str, start: int, stop: int, marks: Sequence[Mark]) -> Markup:
    """`text[start:stop]` with the marks that reach into it."""
    pieces: list[Markup] = []
    at = start
    for mark in marks:
        begin, end = max(mark.start, at), min(mark.stop, stop)
        if begin >= end:
            continue
        pieces += [escape(text[at:begin]), mark.before, escape(text[begin:end]), mark.after]
        at = end
    return Markup("").join([*pieces, escape(text[at:stop])])


def _find(text: str, quote: str) -> tuple[int, int] | None:
    """Where `quote` stands in `text`, white space aside."""
    words = quote.split()
    if not words:
        return None
    found = re.search(r"\s+".join(re.escape(word) for word in words), text)
    return None if found is None else found.span()


def _merged(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, stop in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], stop))
        else:
            merged.append((start, stop))
    return merged
