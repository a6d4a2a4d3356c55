"""How a reply reads: statements and sources as the plain text of one channel. Decides no content."""

import re
from collections.abc import Sequence

from assistant.citations import Citation, Statement, numbered
from knowledge.facts import LINK
from knowledge.texts import Text

SOURCES = Text("Sources", "Sources")
# Characters that a message of the channel may have; other channels have no limit that matters here.
LIMITS = {"x": 280, "twitter": 280, "instagram": 1000, "facebook": 8000}
# X counts every link as 23, and every character outside these ranges as 2 (twitter-text, configuration v3).
X_LINK = 23
X_LIGHT = ((0, 4351), (8192, 8205), (8208, 8223), (8242, 8247))
TERSE_BELOW = 500


def limit_of(channel: str) -> int | None:
    """How long a reply on the channel may be, as `length_of` counts; None without a limit."""
    return LIMITS.get(channel)


def length_of(text: str, channel: str) -> int:
    """How long the channel takes `text` to be."""
    if channel not in {"x", "twitter"}:
        return len(text)
    links = LINK.findall(text)
    rest = LINK.sub("", text)
    return X_LINK * len(links) + sum(1 if _is_light(character) else 2 for character in rest)


def render(statements: Sequence[Statement], language: str, channel: str) -> str:
    """The reply as plain text: statements with their source numbers, then the sources with their links.

    On a channel with little room all runs together, and a source is its link alone.
    """
    terse = (limit_of(channel) or TERSE_BELOW) < TERSE_BELOW
    marked = [(each, _marked(each.text.strip(), numbers)) for each, numbers in numbered(statements)]
    body = " ".join(text for _, text in marked) if terse else _paragraphs(marked)
    sources = [
        _source(number, citation, terse) for number, citation in enumerate(_cited(statements), start=1)
    ]
    if not sources:
        return body
    title = [] if terse else [SOURCES.in_language(language)]
    return body + ("\n" if terse else "\n\n") + "\n".join([*title, *sources])


def _paragraphs(marked: Sequence[tuple[Statement, str]]) -> str:
    # Sentences run on; a greeting, a list or a table stands by itself.
    text, runs_on = "", False
    for statement, written in marked:
        alone = statement.kind == "courtesy" or "\n" in written
        separator = " " if runs_on and not alone else "\n\n"
        text += (separator if text else "") + written
        runs_on = not alone
    return text


def _marked(text: str, numbers: Sequence[int]) -> str:
    if not numbers:
        return text
    marks = "".join(f"[{number}]" for number in numbers)
    ending = re.search(r"[.!?…]+$", text)
    if ending is None or "\n" in text:
        return f"{text} {marks}"
    return f"{text[: ending.start()].rstrip()} {marks}{ending.group()}"


def _cited(statements: Sequence[Statement]) -> list[Citation]:
    first: dict[str, Citation] = {}
    for statement in statements:
        for citation in statement.citations:
            first.setdefault(citation.passage_id, citation)
    return list(first.values())


def _source(number: int, citation: Citation, terse: bool) -> str:
    if terse and citation.url:
        return f"[{number}] {citation.url}"
    return " ".join(part for part in (f"[{number}]", citation.page_title, citation.url) if part)


def _is_light(character: str) -> bool:
    return any(first <= ord(character) <= last for first, last in X_LIGHT)
