"""A sentence that has the words of one of its source, but other facts: each fact stands in its place, or moved."""

import re
from collections.abc import Sequence
from functools import lru_cache

from assistant.guards.likeness import TEXTS_REMEMBERED
from assistant.guards.pieces import pieces_of
from knowledge.facts import Fact, is_same, span_of, stated_in


def moved(said: str, sources: Sequence[str]) -> Fact | None:
    """The first fact that differs from the source’s sentence which has the same words but for its facts."""
    mine, words = stated(said), without_facts(said)
    alike = [
        theirs
        for source in sources
        for piece in pieces_of(source)
        if len(theirs := stated(piece.whole)) == len(mine) and without_facts(piece.whole) == words
    ]
    differing = [
        next((one for one, two in zip(mine, theirs, strict=True) if not is_same(one, two)), None)
        for theirs in alike
    ]
    return next((each for each in differing if each), None) if all(differing) else None


@lru_cache(maxsize=8 * TEXTS_REMEMBERED)
def stated(text: str) -> tuple[Fact, ...]:
    """The facts of a text; the month of a day is said with the day, before or behind it."""
    facts = stated_in(text)
    days = [span_of(text, each) for each in facts if each.unit.startswith("month:")]
    return tuple(
        each
        for each in facts
        if each.kind != "month" or not any(start <= each.start < end for start, end in days)
    )


@lru_cache(maxsize=8 * TEXTS_REMEMBERED)
def without_facts(text: str) -> str:
    """The words of a text but for its facts."""
    kept, at = [], 0
    for start, end in (span_of(text, each) for each in stated(text)):
        kept.append(text[at : max(at, start)])
        at = max(at, end)
    return " ".join(re.findall(r"[^\W\d_]+", "".join([*kept, text[at:]]).casefold()))
