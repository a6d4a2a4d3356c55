"""Names in a question that the passages found for it do not have: a place, an office, a scheme of somebody else's.

A sign that is weighed with others (`assistant.withholding.confidence`), never a verdict.
"""

import re
from collections.abc import Sequence

from knowledge.search import Evidence
from knowledge.words.keywords import words

# A capital within a sentence; what begins one tells nothing.
CAPITAL = re.compile(r"(?:(?<=[^\s.?!…:])[ \u00a0]+[\"“«(]?[ \u00a0]?|(?<=\w['’]))([A-ZÀ-ÖØ-Þ][\w-]*)")
WORD = re.compile(r"[^\W\d_]+")
# Above this share of capitals somebody is shouting, or Writing Like This.
MOST_CAPITALS = 0.5


def unknown_name(asked: str, evidence: Sequence[Evidence]) -> bool:
    """Whether the question has a name, by its capital, that stands in none of the passages nor in their titles."""
    names = _names(asked)
    if not names or not evidence:
        return False
    language = evidence[0].passage.language
    there: set[str] = set()
    for each in evidence:
        there.update(words(each.passage.text_with_heading, language), words(each.page.title, language))
    return any(stem not in there for name in names for stem in words(name, language))


def _names(asked: str) -> list[str]:
    said = WORD.findall(asked)
    if sum(word[0].isupper() for word in said) > MOST_CAPITALS * len(said):
        return []
    return CAPITAL.findall(asked)
