"""Words that French and English write nearly alike: électricité, electricity. Knows spellings, no meanings.

What an ending becomes in the other language is tried, and counts only where the result stands in that language's
index; a glossary, which knows false friends, is asked first.
"""

from collections.abc import Callable, Iterator

from knowledge.words.keywords import folded

SHORTEST = 5  # letters; shorter words are alike by chance
# French, English; the longest that fits is tried first.
ENDINGS = (
    ("ification", "ification"),
    ("issement", "ishment"),
    ("ateur", "ator"),
    ("atrice", "ator"),
    ("ement", "ment"),
    ("ologue", "ologist"),
    ("iques", "ics"),
    ("ique", "ic"),
    ("ique", "ical"),
    ("isme", "ism"),
    ("iste", "ist"),
    ("ence", "ency"),
    ("ance", "ancy"),
    ("aire", "ary"),
    ("oire", "ory"),
    ("eux", "ous"),
    ("euse", "ous"),
    ("eur", "or"),
    ("eur", "er"),
    ("tre", "ter"),
    ("el", "al"),
    ("elle", "al"),
    ("if", "ive"),
    ("ite", "ity"),
    ("ete", "ety"),
    ("ier", "ify"),
    ("iser", "ize"),
    ("ie", "y"),
    ("e", ""),
    ("er", "e"),
    ("er", ""),
    ("", "e"),
)


def cognate(word: str, language: str, other: str, stands: Callable[[str], bool]) -> str | None:
    """`word` as the `other` language would spell it, where that `stands` there; None where nothing does."""
    if len(word) < SHORTEST or (language, other) not in {("fr", "en"), ("en", "fr")}:
        return None
    return next((each for each in _spellings(folded(word), language) if stands(each)), None)


def _spellings(word: str, language: str) -> Iterator[str]:
    yield word
    single = word.removesuffix("s")
    for french, english in ENDINGS:
        own, theirs = (french, english) if language == "fr" else (english, french)
        if single.endswith(own) and len(single) - len(own) >= SHORTEST - 2:
            yield single[: len(single) - len(own)] + theirs
