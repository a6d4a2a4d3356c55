"""Names in a question that the passages found for it do not have: a place, an office, a scheme of somebody else's.

A sign that is weighed with others (`assistant.withholding.confidence`), never a verdict.
"""

import re
from collections.abc import Sequence
from itertools import takewhile

from knowledge.search import Evidence
from knowledge.words.keywords import words

# A capital within a sentence; what begins one tells nothing.
CAPITAL = re.compile(r"(?:(?<=[^\s.?!…:])[ \u00a0]+[\"“«(]?[ \u00a0]?|(?<=\w['’]))([A-ZÀ-ÖØ-Þ][\w-]*)")
WORD = re.compile(r"[^\W\d_]+")
# Above this share of capitals somebody is shouting, or Writing Like This.
MOST_CAPITALS = 0.5


def unknown_name(asked: str, evidence: Sequence[Evidence]) -> bool:
    """Whether the question has a name, by its capital, that stands in none of the passages nor in their titles.

    `evidence` is all that was found for it: a place that any page names is found by its name, if far behind.
    """
    names = _names(asked)
    if not names or not evidence:
        return False
    language = evidence[0].passage.language
    there = "\n".join(f"{each.page.title}\n{each.passage.text_with_heading}" for each in evidence).casefold()
    return any(not _begins(name, language).search(there) for name in names if words(name, language))


def has_name(asked: str) -> bool:
    """Whether the question has a name, by a capital within a sentence."""
    return bool(_names(asked))


def _begins(name: str, language: str) -> re.Pattern[str]:
    # Without its ending, as its stem says; a stem may have another last letter, or no accents.
    both = zip(name.casefold(), words(name, language)[0], strict=False)
    beginning = (
        "".join(letter for letter, _ in takewhile(lambda pair: pair[0] == pair[1], both)) or name.casefold()
    )
    return re.compile(rf"(?<!\w){re.escape(beginning)}")


def _names(asked: str) -> list[str]:
    said = WORD.findall(asked)
    if sum(word[0].isupper() for word in said) > MOST_CAPITALS * len(said):
        return []
    return CAPITAL.findall(asked)
