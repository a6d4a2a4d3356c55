"""Whether a page bears out what a model wrote: rules on shared words, negations, conditions and written numbers.

Stricter than the checks of every reply, which look at figures and quotes: a person may reword freely, a model
may not. Knows no model and drops nothing itself.
"""

import re

from assistant.units import units_of
from knowledge.facts import NUMBER_WORDS, contains, facts_in
from knowledge.keywords import words
from knowledge.passages import Passage

SHARED_AT_LEAST = 0.5  # of a statement’s words; below it a sentence speaks of something else
SHORTEST_QUOTE_WORDS = 3  # "renew online" is also in "you cannot renew online"

# English and French together: a page may mix them, and no word of one list means the contrary in the other.
NEGATION = re.compile(
    r"\b(?:not|no|never|none|cannot|without|ne|pas|jamais|aucune?|sans)\b|n't\b|\bn'(?=\w)", re.IGNORECASE
)
CONDITION = re.compile(
    r"\b(?:if|unless|only|except|until|si|sauf|seulement|seule?s?|uniquement|moins que)\b|\bs'ils?\b",
    re.IGNORECASE,
)
WRITTEN_NUMBER = re.compile(
    r"\b(?:eleven|thirteen|fourteen|fifteen|twenty|thirty|forty|fifty|sixty|ninety|hundred|thousand|half|free|"
    r"onze|treize|quatorze|quinze|seize|vingt|trente|quarante|cinquante|soixante|cent|mille|demie?|gratuite?s?)\b"
)


def quote_for(text: str, offered: str, passage: Passage) -> str:
    """The words offered where the passage holds them; else its piece with the most words of `text`."""
    if len(offered.split()) >= SHORTEST_QUOTE_WORDS and contains(passage.text, offered):
        return offered
    wanted = set(words(text, passage.language))
    return max(units_of(passage.text), key=lambda u: len(wanted & set(words(u.text, passage.language)))).text


def bears_out(text: str, quote: str, passage: Passage) -> bool:
    """Whether `text` stays with the passage's words, and with what the pieces around `quote` deny or require."""
    # The heading's words name the subject, which what is made up shares too.
    said = set(words(text, passage.language)) - set(words(passage.heading, passage.language))
    if not said or len(said & set(words(passage.text, passage.language))) < SHARED_AT_LEAST * len(said):
        return False
    source = passage.text_with_heading
    around = "\n".join(
        u.text for u in units_of(passage.text) if contains(u.text, quote) or contains(quote, u.text)
    )
    around = around or quote
    if _has(NEGATION, text) != _has(NEGATION, around) or (
        _has(CONDITION, around) and not _has(CONDITION, text)
    ):
        return False
    return _written_numbers(text) <= _written_numbers(source) | {fact.value for fact in facts_in(source)}


def _has(pattern: re.Pattern[str], text: str) -> bool:
    return pattern.search(text.replace("’", "'")) is not None


def _written_numbers(text: str) -> set[str]:
    lowered = text.casefold()
    small = {NUMBER_WORDS[word] for word in re.findall(r"\w+", lowered) if word in NUMBER_WORDS}
    return (small - {"1"}) | set(WRITTEN_NUMBER.findall(lowered))  # "one" and "une" are mostly no number
