"""How nearly two texts are the same, by their telling words or by all of them, and which part of one the other is."""

from difflib import Match, SequenceMatcher
from functools import lru_cache

from knowledge.words.keywords import WORD, folded, words

TEXTS_REMEMBERED = 512
WORDS_IN_A_ROW = 2


@lru_cache(maxsize=8 * TEXTS_REMEMBERED)
def stems_of(text: str, language: str) -> frozenset[str]:
    """The telling words of a text, stemmed."""
    return frozenset(words(text, language))


def taken_over(said: str, source: str, language: str) -> float:
    """The share of the words said that the source has; figures, which may have moved, are not counted."""
    mine = {each for each in stems_of(said, language) if not each[0].isdigit()}
    return len(mine & stems_of(source, language)) / len(mine) if mine else 1.0


def plainly_taken_over(said: str, source: str) -> float:
    """The share of all the words said, everyday ones too, that the source has."""
    mine = _plain_words(said)
    return len(mine & _plain_words(source)) / len(mine) if mine else 1.0


def alike(one: str, other: str, language: str) -> float:
    """How nearly two sentences are the same: the lesser share of the words of either that the other has."""
    return min(taken_over(one, other, language), taken_over(other, one, language))


def plain_likeness(one: str, other: str) -> float:
    """How many of their words, everyday ones too, two texts share; 1/2 where all."""
    mine, theirs = _plain_words(one), _plain_words(other)
    return len(mine & theirs) / (len(mine) + len(theirs))


@lru_cache(maxsize=TEXTS_REMEMBERED)
def _plain_words(text: str) -> frozenset[str]:
    return frozenset(WORD.findall(folded(text)))


@lru_cache(maxsize=TEXTS_REMEMBERED)
def in_both(said: str, source: str) -> tuple[list[str], list[str], list[Match]]:
    """The words of either text, and the rows of words that stand in both, in order; the last row is empty."""
    mine, theirs = ([folded(each) for each in WORD.findall(text)] for text in (said, source))
    return mine, theirs, SequenceMatcher(None, mine, theirs, autojunk=False).get_matching_blocks()


def part_meant(said: str, source: str) -> str:
    """The stretch of the source that `said` is made of, as long as it, by the words that stand in both in a row."""
    mine, _, every_row = in_both(said, source)
    rows = [each for each in every_row if each.size >= WORDS_IN_A_ROW]
    if not rows:
        return source
    found = list(WORD.finditer(source))
    start = max(0, rows[0].b - rows[0].a)
    end = min(len(found), rows[-1].b + len(mine) - rows[-1].a)
    return source[found[start].start() : found[end - 1].end()]
