"""Marks in text, as safe HTML: quotes within a passage, facts within a sentence. Escapes everything else."""

import re
from collections.abc import Sequence

from markupsafe import Markup, escape

from api.web.texts import Translate
from assistant.facts import fact_stands, facts_in

MISSING_SIGN = "⚠"


def marked_quotes(text: str, quotes: Sequence[str], spoken: str) -> Markup:
    """`text` with each quote in `<mark>`; `spoken` is said to screen readers before a quote."""
    spans = _merged([span for quote in quotes if (span := _find(text, quote)) is not None])
    pieces: list[Markup] = []
    end = 0
    for start, stop in spans:
        pieces.append(escape(text[end:start]))
        opening = Markup('<mark><span class="sight-less">[{}] </span>').format(spoken)
        pieces.append(opening + escape(text[start:stop]) + Markup("</mark>"))
        end = stop
    pieces.append(escape(text[end:]))
    return Markup("").join(pieces)


def marked_facts(text: str, source: str | None, t: Translate) -> Markup:
    """`text` with a quiet mark on each fact that stands in `source`, a loud one on each that does not.

    Without a source (a courtesy) nothing is marked.
    """
    if source is None:
        return escape(text)
    pieces: list[Markup] = []
    end = 0
    for fact in facts_in(text):
        pieces.append(escape(text[end : fact.start]))
        stands = fact_stands(fact, source)
        pieces.append(_fact(text[fact.start : fact.end], stands, t))
        end = fact.end
    pieces.append(escape(text[end:]))
    return Markup("").join(pieces)


def _fact(written: str, stands: bool, t: Translate) -> Markup:
    if stands:
        return Markup('<span class="stands" title="{}">{}</span>').format(t("draft.fact_stands"), written)
    return Markup('<strong class="missing"><span aria-hidden="true">{} </span>{} ({})</strong>').format(
        MISSING_SIGN, written, t("draft.fact_missing")
    )


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
