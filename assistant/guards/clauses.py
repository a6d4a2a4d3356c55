"""Whether all of what a model wrote is plain text that its sources bear out, part by part.

A whole sentence is judged by the words it shares (`assistant.guards.support`), so a true one carries what is glued to
it: an insult, a promise, an address. Here each part must stand by itself. Drops nothing itself.
"""

import re
from collections.abc import Sequence

from knowledge.facts import EMAIL, contains
from knowledge.passages import Passage
from knowledge.unseen import UNSEEN
from knowledge.words.keywords import words

PART_ENDS = re.compile(r"[.!?…;:]+[»\"”’)\]]*\s+|,\s+|\s[-–—]+\s|[—()\[\]{}|\n]+")
# What opens a sentence without stating anything.
OPENERS = {
    "en": frozenset("yes no also however then otherwise first next finally".split()),
    "fr": frozenset("oui non aussi cependant toutefois ensuite sinon enfin".split()),
}
SHARED_WITH_FIGURES = (
    0.5  # "It costs $35." of "The fee is $35.": the figure holds it, and is checked by itself
)
SHARED_WITHOUT = 0.65  # "The fee is optional." shares half its words with any page about a fee
MARKUP = re.compile(r"<\s*[/!?a-z]|\]\s*\(|&#|&\w+;|`|\b(?:javascript|data)\s*:", re.IGNORECASE)
ADDRESS = re.compile(r"//|\bwww\.|\b[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}\b", re.IGNORECASE)


def stands_wholly(text: str, passages: Sequence[Passage]) -> bool:
    """Whether `text` is plain, says something, and each part of it is made of the words of one of the passages."""
    parts = [part for part in PART_ENDS.split(text) if part.strip()]
    return (
        _is_plain(text) and bool(parts) and all(any(_is_made_of(p, each) for each in passages) for p in parts)
    )


def _is_plain(text: str) -> bool:
    # No address, no markup, no unseen letter; an e-mail address is a fact like others.
    return not (UNSEEN.search(text) or MARKUP.search(text) or ADDRESS.search(EMAIL.sub(" ", text)))


def _is_made_of(part: str, passage: Passage) -> bool:
    if contains(passage.text_with_heading, part):
        return True
    openers = OPENERS.get(passage.language, frozenset())
    of_heading = set(words(passage.heading, passage.language))
    said = {each for each in words(part, passage.language) if each not in openers} - of_heading
    least = SHARED_WITH_FIGURES if any(map(str.isdigit, part)) else SHARED_WITHOUT
    return len(said & set(words(passage.text, passage.language))) >= least * len(said)
