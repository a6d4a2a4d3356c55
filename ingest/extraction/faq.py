"""Questions and answers that a page states for machines (schema.org FAQPage as JSON-LD). Reads no visible text."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from ingest.extraction.blocks import Block, Faq, lines_of
from ingest.extraction.markup import HtmlElement, parse_fragment
from ingest.extraction.reading import read_blocks


def stated_faqs(root: HtmlElement) -> list[Faq]:
    """Every question with an answer in the page's JSON-LD; broken JSON is passed over."""
    faqs: list[Faq] = []
    for script in root.iter("script"):
        if (script.get("type") or "").split(";")[0].strip().lower() == "application/ld+json":
            try:
                data = json.loads(script.text or "", strict=False)
            except (ValueError, RecursionError):
                continue
            faqs.extend(faq for question in _questions(data) if (faq := _faq(question)))
    return faqs


def unseen(faqs: list[Faq], blocks: list[Block]) -> list[Faq]:
    """Those whose answer a reader of the page does not see anyway."""
    visible = _letters("".join(line for block in blocks for line in lines_of(block)))
    return [faq for faq in dict.fromkeys(faqs) if _letters(faq.answer) not in visible]


def _questions(data: Any, depth: int = 0) -> Iterator[dict[str, Any]]:
    if depth > 12:
        return
    if isinstance(data, list):
        for part in data:
            yield from _questions(part, depth + 1)
    elif isinstance(data, dict):
        kinds = data.get("@type")
        if "Question" in (kinds if isinstance(kinds, list) else [kinds]):
            yield data
        else:
            for part in data.values():
                yield from _questions(part, depth + 1)


def _faq(question: dict[str, Any]) -> Faq | None:
    accepted = question.get("acceptedAnswer") or question.get("suggestedAnswer")
    first = accepted[0] if isinstance(accepted, list) and accepted else accepted
    answer = _plain(first.get("text")) if isinstance(first, dict) else ""
    name = " ".join(_plain(question.get("name") or question.get("text")).split())
    return Faq(name, answer) if name and answer else None


def _plain(markup: Any) -> str:
    if not isinstance(markup, str) or not markup.strip():
        return ""
    blocks = read_blocks(parse_fragment(markup))
    return "\n".join(line for block in blocks for line in lines_of(block))


def _letters(text: str) -> str:
    return re.sub(r"\W+", "", text).casefold()
