"""The words beside a fact: whether an amount is said of the thing of which the passage says it.

"$25 online, $35 by mail" holds every fact of "$35 online". Compares words only; knows no grammar.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations, pairwise

from assistant.guards.likeness import TEXTS_REMEMBERED
from assistant.guards.moved import moved, stated
from assistant.guards.pieces import pieces_of
from knowledge.facts import Fact, is_same, span_of
from knowledge.words.keywords import words

BOUNDARY = re.compile(r"[;,.:|()\n–—]|\b(?:and|or|et|ou)\b")
TOKEN = re.compile(r"[^\W\d_]+|#")
RANGE = re.compile(
    r"\W*(?:to|and|or|through|until|à|au|et|ou|jusqu'(?:à|au))?\W*(?:the|le|les|la)?\W*", re.IGNORECASE
)
CLEARLY = 3  # one shared word, and its neighbourhood to the fact
CLOCK = {"clock", "clock?", "h"}


@dataclass(frozen=True, slots=True)
class _Beside:
    """A fact with the words of its part of the sentence, and the pairs of neighbours among them and it."""

    fact: Fact
    place: int
    words: frozenset[str]
    pairs: frozenset[tuple[str, str]]
    telling: frozenset[str]

    def likeness(self, other: "_Beside") -> int:
        return len(self.words & other.words) + 2 * len(self.pairs & other.pairs)


def displaced(said: str, sources: Sequence[str], language: str) -> Fact | None:
    """The first fact that the sources say of something else than `said`, which is one piece; None where all is well.

    Two facts of one kind that the source has in the other order are displaced too, unless their words came along.
    """
    there = [each for source in sources for each in _all_beside(source, language)]
    changed = moved(said, sources)
    if changed:
        return changed
    mine = [_Within(each, there) for each in _beside(said, 0, language)]
    for each in mine:
        if each.own and (each.best_rival >= each.best_own + CLEARLY or each.is_named) and not each.is_own:
            return each.fact
    mine = [each for each in mine if not each.is_own]
    for one, two in combinations(mine, 2):
        if _sort(one.fact) == _sort(two.fact) and _key(one.fact) != _key(two.fact) and _crossed(one, two):
            return one.fact
    return None


class _Within:
    """A fact of a statement among those of its sources."""

    def __init__(self, beside: _Beside, there: Sequence[_Beside]) -> None:
        self.fact = beside.fact
        self._beside = beside
        alike = [each for each in there if _sort(each.fact) == _sort(beside.fact)]
        self.own = [each for each in alike if is_same(beside.fact, each.fact)]
        self._rivals = [each for each in alike if each not in self.own]
        self.best_own = max((beside.likeness(each) for each in self.own), default=0)
        self.best_rival = max((beside.likeness(each) for each in self._rivals), default=0)

    @property
    def is_own(self) -> bool:
        """Whether all telling words beside an own fact are said here, one of them beside no other fact."""
        others = [each.telling for each in self._rivals]
        return any(
            each.telling <= self._beside.telling
            and each.telling - frozenset[str]().union(*others)
            and not any(
                _all_said(other, self._beside.telling) and not other <= each.telling for other in others
            )
            for each in self.own
        )

    @property
    def is_named(self) -> bool:
        """Whether all telling words beside a rival are said here, and not all of those beside any own fact."""
        mine = self._beside.telling
        return not any(each.telling <= mine for each in self.own) and any(
            _all_said(each.telling, mine) and not any(each.telling <= own.telling for own in self.own)
            for each in self._rivals
        )

    def like(self, others: Sequence[_Beside]) -> int:
        return max((self._beside.likeness(each) for each in others), default=0)


def _all_said(telling: frozenset[str], said: frozenset[str]) -> bool:
    return bool(telling) and telling <= said


def _crossed(one: _Within, two: _Within) -> bool:
    """Whether two facts, `one` said before `two`, stand in each other’s places."""
    straight = one.best_own + two.best_own
    crossed = one.like(two.own) + two.like(one.own)
    if crossed != straight:
        return crossed > straight
    orders = {a.fact.start < b.fact.start for a in one.own for b in two.own if a.place == b.place}
    return orders == {False}


@lru_cache(maxsize=TEXTS_REMEMBERED)
def _all_beside(source: str, language: str) -> tuple[_Beside, ...]:
    return tuple(
        each
        for place, piece in enumerate(pieces_of(source))
        for each in _beside(piece.whole, place, language)
    )


def _beside(text: str, place: int, language: str) -> list[_Beside]:
    facts = [each for each in stated(text) if each.kind not in {"office", "month"}]
    spans = [span_of(text, each) for each in facts]
    found = []
    for number, fact in enumerate(facts):
        start, end = spans[number]
        first, last = _range(text, facts, spans, number)
        left = _border(text, spans[first - 1][1], spans[first][0]) if first else 0
        right = _border(text, spans[last][1], spans[last + 1][0]) if last + 1 < len(facts) else len(text)
        left = max(left, text.rfind("\n", 0, start) + 1)
        stop = text.find("\n", end)
        right = min(right, stop) if stop >= 0 else right
        before, after = text[left : min(start, spans[first][0])], text[max(end, spans[last][1]) : right]
        tokens = TOKEN.findall(f"{before} # {after}".casefold())
        pairs = frozenset(pairwise(tokens))
        telling = frozenset(words(f"{before} {after}", language))
        found.append(_Beside(fact, place, frozenset(tokens) - {"#"}, pairs, telling))
    return found


def _range(
    text: str, facts: Sequence[Fact], spans: Sequence[tuple[int, int]], number: int
) -> tuple[int, int]:
    """The first and last fact of "from 9 a.m. to 4 p.m.", which share the words around them."""

    def joined(one: int) -> bool:
        between = text[spans[one][1] : spans[one + 1][0]]
        return (
            _sort(facts[one]) == _sort(facts[one + 1])
            and bool(RANGE.fullmatch(between))
            and "\n" not in between
        )

    first = last = number
    while first and joined(first - 1):
        first -= 1
    while last + 1 < len(facts) and joined(last):
        last += 1
    return first, last


def _border(text: str, after: int, before: int) -> int:
    """Where, between two facts, the words of the first end."""
    found = BOUNDARY.search(text, after, max(after, before))
    return found.start() if found else max(after, before)


def _sort(fact: Fact) -> tuple[str, str]:
    unit = "month" if fact.unit.startswith("month:") else "clock" if fact.unit in CLOCK else fact.unit
    return fact.kind, unit


def _key(fact: Fact) -> tuple[str, str, str]:
    return fact.kind, fact.value, fact.unit
