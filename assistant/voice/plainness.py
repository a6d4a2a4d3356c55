"""How plain a reply is to read: its school grade, and the sentences that are too long. Decides nothing.

The grade is RIX: long words for each sentence (J. Anderson, "Lix and Rix: Variations on a little-known readability
index", Journal of Reading 26(6), 1983, 490-496). It counts letters and no syllables, so it counts alike in English
and in French. Its table of grades was made for English: French words run longer, so the same plain French scores
somewhat higher. In French the figure compares one wording with another; it is no promise about a school year.
"""

import re
from collections.abc import Iterator, Sequence

from assistant.citations import Statement
from knowledge.facts import EMAIL, LINK
from knowledge.units import BULLET, STEP, sentences_of

MEASURED = ("en", "fr")
LONG_WORD_LETTERS = 7
# Anderson's table: the least RIX of each grade, from 13 (beyond school) down to 2; below all of them is 1.
LEAST_RIX = (7.2, 6.2, 5.3, 4.5, 3.7, 3.0, 2.4, 1.8, 1.3, 0.8, 0.5, 0.2)
BEYOND_SCHOOL = 13
# "Sentence length" in GOV.UK's guidance on writing: 25 words at most.
MOST_WORDS = 25

# For letter counts, a hyphen or an apostrophe parts words: neither “pouvez-vous” nor “l’enfant” is a long word.
LETTERS = re.compile(r"[^\W\d_]+")


def grade(text: str, language: str) -> int | None:
    """The school grade that `text` reads at, 1 to 13 (beyond school).

    None where there is no word, and in a language that the measure was not tried for.
    """
    if language not in MEASURED:
        return None
    sentences = [LETTERS.findall(_without_addresses(each)) for each in _sentences(text)]
    if not sentences:
        return None
    long_words = sum(len(word) >= LONG_WORD_LETTERS for words in sentences for word in words)
    rix = long_words / len(sentences)
    return BEYOND_SCHOOL - next(
        (place for place, least in enumerate(LEAST_RIX) if rix >= least), len(LEAST_RIX)
    )


def long_sentences(text: str) -> tuple[str, ...]:
    """The sentences of more than `MOST_WORDS` words, in order; links and figures are no words."""
    return tuple(each for each in _sentences(text) if _word_count(each) > MOST_WORDS)


def stated(statements: Sequence[Statement]) -> str:
    """What of a reply is graded: all but its courtesies, which would make any reply look plain."""
    return "\n".join(each.text for each in statements if each.kind != "courtesy")


def _sentences(text: str) -> Iterator[str]:
    """The sentences with a word in them; a line ends one, so each list item and table row is its own."""
    for line in text.splitlines():
        said = BULLET.sub("", STEP.sub("", line))
        yield from (each for each in sentences_of(said) if _word_count(each))


def _word_count(sentence: str) -> int:
    return sum(LETTERS.search(each) is not None for each in _without_addresses(sentence).split())


def _without_addresses(sentence: str) -> str:
    return EMAIL.sub(" ", LINK.sub(" ", sentence))
