"""Breaks the place of what is true: two amounts swapped, a statement cited to another page."""

import random
import re
from collections.abc import Sequence
from itertools import pairwise

from eval.breaks.carrier import Carrier, says, value_of
from eval.breaks.figures import AMOUNT, COUNTED
from knowledge.passages import Passage

LIKE_ENOUGH_TRIED = 40
MOST = 0.75  # of the words of a statement on another page
HALF = 0.5  # of the words of a statement in two lines of another page: it may well be true there
PLAIN_UNIT = re.compile(r"s?$")


def swapped(carrier: Carrier, rng: random.Random) -> str | None:
    """Two amounts, or two spans of one unit, in each other's places."""
    amounts = [m.span("n" if m["n"] else "m") for m in AMOUNT.finditer(carrier.text)]
    spans: dict[str, list[tuple[int, int]]] = {"$": amounts}
    for found in COUNTED.finditer(carrier.text):
        if found["n"].isdigit():
            spans.setdefault(PLAIN_UNIT.sub("", found["unit"].casefold()), []).append(found.span("n"))
    pairs = [
        (one, two)
        for places in spans.values()
        for number, one in enumerate(places)
        for two in places[number + 1 :]
        if value_of(carrier.text[slice(*one)]) != value_of(carrier.text[slice(*two)])
    ]
    if not pairs:
        return None
    (a, b), (c, d) = rng.choice(pairs)
    text = carrier.text
    broken = text[:a] + text[c:d] + text[b:c] + text[a:b] + text[d:]
    return None if says(carrier.passage, broken) else broken


def elsewhere(carrier: Carrier, passages: Sequence[Passage], rng: random.Random) -> Passage | None:
    """A passage of another page that does not say it: any one, or of many the one with most of its words."""
    words = set(re.findall(r"\w{4,}", carrier.text.casefold()))
    if len(words) < 4:
        return None
    tried = rng.sample(passages, min(len(passages), LIKE_ENOUGH_TRIED if rng.random() < 0.5 else 1))
    other = [each for each in tried if each.page_id != carrier.passage.page_id]
    if not other:
        return None

    def share(passage: Passage) -> float:
        return len(words & set(re.findall(r"\w{4,}", passage.text_with_heading.casefold()))) / len(words)

    best = max(other, key=share)
    lines = best.text.casefold().splitlines()
    near = [set(re.findall(r"\w{4,}", f"{one} {two}")) for one, two in pairwise(["", *lines])]
    if share(best) >= MOST or any(len(words & each) >= HALF * len(words) for each in near):
        return None
    # A list that the other page has line by line is said there.
    return None if all(says(best, line) for line in carrier.text.splitlines()) else best
