"""How strongly a text speaks: what must, should or may be done, what holds of all, some or one, "and" or "or".

"May" for "must" and "or" for "and" keep every fact and deny nothing. Counts English and French words.
"""

import re
from functools import lru_cache
from itertools import pairwise

from assistant.guards.likeness import TEXTS_REMEMBERED, in_both

SAME_AROUND = 4  # words before and after, taken together: fewer may stand beside any "must"
LONGEST_EXCHANGE = 3  # words: "do not have to"
BESIDE = 2  # words: "have to"

_DUTY = (
    r"must|shall|ha(?:ve|s|d) to|needs? to|required|requires?|mandatory|obligatory|doi(?:s|t|vent)|dev(?:ez|ons)"
    r"|devr(?:a|ez|ont|ons)|faut|faudra|obligatoires?(?:ment)?|obligée?s?|tenue?s? d(?:e\b|')",
    r"should|recommended|encouraged|devri(?:ez|ons)|devrai(?:s|t|ent)|conseillée?s?|recommandée?s?",
    r"may|can|could|might|optional(?:ly)?|allowed|able to|peu(?:t|x|vent)|pouv(?:ez|ons)"
    r"|pourr(?:a|ez|ont|ons|ait|aient|iez|ions)|facultati(?:f|ve)s?|éventuellement",
)
_EXTENT = (
    (
        r"all|every(?:one|body)?|each|both|always|tou(?:s|te|tes)|chaque|toujours|les deux",
        r"most|mostly|usually|generally|often|la plupart|généralement|souvent",
        r"some|certain|several|sometimes|certaine?s?|plusieurs|parfois",
        r"either|any|one of|l'une? des",
    ),
    (r"and|et", r"or|ou"),
)
# "Must not" and "may not" forbid alike: `conditions.negations` counts them.
FORBIDDEN = re.compile(
    r"\b(?:must|shall|may|can|could|should) ?not\b|\b(?:can|must|should)n't\b"
    r"|\bn(?:e |')(?:doi|dev|peu|pouv|pourr|faut|faudr)\w*(?: \w+){0,2}? (?:pas|plus|jamais|aucune?)\b",
    re.IGNORECASE,
)


def _compiled(classes: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(rf"\b(?:{each})(?!\w)", re.IGNORECASE) for each in classes)


DUTY, EXTENT = _compiled(_DUTY), tuple(map(_compiled, _EXTENT))
(_ANY,) = _compiled(("|".join((*_DUTY, *_EXTENT[0])),))


def without_strength(text: str) -> str:
    """The text without the words that are exchanged here: short sentences are else told apart by them."""
    return _ANY.sub(" ", text.replace("’", "'"))


def other_duty(said: str, source: str) -> bool:
    """Whether `said`, otherwise much like the source, has a word such as "must" for one such as "may"."""
    return _exchanged(said, source, DUTY)


def other_extent(said: str, source: str) -> bool:
    """The same of "all" for "some" or "any", and of "and" for "or"."""
    return any(_exchanged(said, source, classes) for classes in EXTENT)


def other_duty_in_place(said: str, source: str) -> bool:
    """Whether a word such as "must" stands for "may" between the same words, in a part of the source too.

    A part of a long sentence is not much like the whole, which may have a "must" elsewhere.
    """
    return _in_place(said, source, (DUTY,))


def other_extent_in_place(said: str, source: str) -> bool:
    """The same of "all" for "some" or "any", and of "and" for "or"."""
    return _in_place(said, source, EXTENT)


def _in_place(said: str, source: str, kinds: tuple[tuple[re.Pattern[str], ...], ...]) -> bool:
    if not any(any(_counts(said, classes)) for classes in kinds):
        return False
    mine, theirs, same = in_both(said, source)
    gaps = [
        (mine[one.a + one.size : then.a], theirs[one.b + one.size : then.b])
        for one, then in pairwise(same)
        if one.size + then.size >= SAME_AROUND
        and max(then.a - one.a - one.size, then.b - one.b - one.size) <= LONGEST_EXCHANGE
    ]
    # What stands before may be found at another place: a sentence has more than one "you".
    for at in (each for each in same if each.size >= SAME_AROUND):
        gaps.append((mine[max(0, at.a - BESIDE) : at.a], theirs[max(0, at.b - BESIDE) : at.b]))
        gaps.append((mine[at.a + at.size :][:BESIDE], theirs[at.b + at.size :][:BESIDE]))
    return any(
        _exchanged(" ".join(ours), " ".join(other), classes) for ours, other in gaps for classes in kinds
    )


def _exchanged(said: str, source: str, classes: tuple[re.Pattern[str], ...]) -> bool:
    more = [
        mine - theirs for mine, theirs in zip(_counts(said, classes), _counts(source, classes), strict=True)
    ]
    return min(more) < 0 < max(more)


@lru_cache(maxsize=4 * TEXTS_REMEMBERED)
def _counts(text: str, classes: tuple[re.Pattern[str], ...]) -> tuple[int, ...]:
    plain = FORBIDDEN.sub(" ", text.replace("’", "'"))
    return tuple(len(each.findall(plain)) for each in classes)
