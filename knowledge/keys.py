"""Which past replies still stand, and on which passages: those are found under the wording of the question.

A reply stands where a current page of its language states all its facts (amounts, dates, telephone numbers, links) and
a passage of that page says one of its sentences, or some of the facts in much the same words. It is looked for in the
passages that it cited, then on their pages, then among the passages most like it. A reply whose facts, or whose cited
passage, are found nowhere is stale. A reply without facts and citations that is like no passage is talk: no key, not
stale. Embeds nothing and changes nothing but the state of exchanges.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from sqlalchemy import Connection, Engine

from knowledge import exchanges as exchange_rows
from knowledge import pages as page_rows
from knowledge import passages as passage_rows
from knowledge.clock import Clock
from knowledge.database import reading
from knowledge.exchanges import Exchange
from knowledge.facts import NUMBER_WORDS, WORD_NUMBER, Fact, facts_in
from knowledge.passages import Passage, as_on_page
from knowledge.words.keywords import KeywordIndex, words

SAID_SHARE = 0.65  # of a sentence's words, weighted by rarity, in a passage that says it
ALIKE_SHARE = 0.5  # of the reply's words, in a passage that states some of its facts
NEXT_BEST = 0.5  # of what the best passage says of the reply, for another to be counted beside it
TELLING_WORDS = 5  # a sentence of fewer is said everywhere
ENOUGH_SHARE = 0.4  # of a reply must be said by a passage that it did not cite
LOOKED_AT = 20  # passages most like a reply
MOST_ANCHORS = 3
_SENTENCE_END = re.compile(r"(?<=[.!?…])\s+|\n+")

FactKey = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Refreshed:
    """How many exchanges were looked at, and how all of them stand now."""

    looked_at: int
    keys: int
    moved: int  # stand on other passages than they cited
    stale: int


def refresh(
    engine: Engine, keywords: Mapping[str, KeywordIndex], clock: Clock, ids: Collection[str] | None = None
) -> Refreshed:
    """Judge the exchanges whose ground may have changed, or only those of `ids`, and write how they stand."""
    with reading(engine) as connection:
        there = exchange_rows.everything(connection)
        digests = dict(
            pair for language in keywords for pair in passage_rows.marks(connection, language, repeats=True)
        )
        asked = [each for each in there if ids is None or each.id in ids]
        due = [each for each in asked if not _stands_as_before(each, digests)]
        judge = _Judge(connection, keywords)
        judged = {each.id: judge.judged(each, clock) for each in due}
    changed = [judged[each.id] for each in due if judged[each.id] != each]
    with engine.begin() as connection:
        exchange_rows.settle(connection, changed)
    now = [judged.get(each.id, each) for each in there]
    keys = [each for each in now if each.gives_key]
    moved = sum(not set(each.key_of) <= set(each.cited) for each in keys)
    return Refreshed(len(due), len(keys), moved, sum(each.stale_since is not None for each in now))


def _stands_as_before(exchange: Exchange, digests: Mapping[str, str]) -> bool:
    """Whether every passage that it stands on is as it was; what stands on none may have found its ground since."""
    return bool(exchange.anchors) and all(digests.get(key) == mark for key, mark in exchange.anchors or ())


@dataclass(slots=True)
class _Reply:
    """What is looked for on the pages."""

    exchange: Exchange
    facts: frozenset[FactKey]
    stems: frozenset[str]
    sentences: tuple[frozenset[str], ...]


class _Place:
    """A passage, with what it says."""

    def __init__(self, passage: Passage) -> None:
        self.passage = passage

    @cached_property
    def stems(self) -> frozenset[str]:
        return frozenset(words(self.passage.text_with_heading, self.passage.language))

    @cached_property
    def facts(self) -> frozenset[FactKey]:
        text = as_on_page(self.passage.text_with_heading)
        spelled = (NUMBER_WORDS.get(word.casefold()) for word in WORD_NUMBER.findall(text))
        return frozenset(map(_key, facts_in(text))) | {("number", value) for value in spelled if value}


class _Judge:
    """Judges exchanges one after the other; reads pages as they are needed, each once."""

    def __init__(self, connection: Connection, keywords: Mapping[str, KeywordIndex]) -> None:
        self._connection = connection
        self._keywords = keywords
        self._pages: dict[str, tuple[_Place, ...]] = {}

    def judged(self, exchange: Exchange, clock: Clock) -> Exchange:
        """The exchange as it stands now."""
        if exchange.language not in self._keywords:
            return replace(exchange, anchors=(), stale_since=None)
        reply = _reply(exchange)
        found = self._ground(reply)
        if found:
            anchors = tuple((each.passage.id, each.passage.digest) for each in found)
            return replace(exchange, anchors=anchors, stale_since=None)
        claims = bool(reply.facts or exchange.cited)
        return replace(
            exchange, anchors=(), stale_since=(exchange.stale_since or clock()) if claims else None
        )

    def _ground(self, reply: _Reply) -> list[_Place]:
        cited = self._cited(reply.exchange)
        pages = list(dict.fromkeys(each.passage.page_id for each in cited))
        around = [place for page in pages for place in self._places(page)]
        if cited and _states(around, reply.facts):
            unchanged = dict(reply.exchange.anchors or ())
            first_time = reply.exchange.anchors is None
            whole = [p for p in cited if first_time or unchanged.get(p.passage.id) == p.passage.digest]
            if found := whole or self._bearing(around, reply):
                return found
        return self._elsewhere(reply)

    def _cited(self, exchange: Exchange) -> list[_Place]:
        """The passages that it stood on last, else those that it cited, as far as they are there."""
        wanted = [key for key, _ in exchange.anchors or ()] or exchange.cited
        return [
            place
            for key in wanted
            for place in self._places(_page_of(key))
            if place.passage.id == key and place.passage.language == exchange.language
        ]

    def _elsewhere(self, reply: _Reply) -> list[_Place]:
        language = reply.exchange.language
        like = self._keywords[language].best(sorted(reply.stems), LOOKED_AT)
        pages = dict.fromkeys(map(_page_of, (*reply.exchange.cited, *(key for key, _ in like))))
        best: list[_Place] = []
        for page in pages:
            places = [each for each in self._places(page) if each.passage.language == language]
            if not _states(places, reply.facts):
                continue
            found = self._bearing(places, reply, ENOUGH_SHARE * self._rarity(reply.stems, language))
            if found and (not best or self._weight(found[0], reply) > self._weight(best[0], reply)):
                best = found
        return best

    def _bearing(self, places: Iterable[_Place], reply: _Reply, enough: float = 0.0) -> list[_Place]:
        """The passages that say something of the reply, the one that says most first; none if that is not enough."""
        weighed = [(self._weight(place, reply), place) for place in places]
        most = max((weight for weight, _ in weighed), default=0.0)
        held = [pair for pair in weighed if most >= enough and pair[0] > 0 and pair[0] >= NEXT_BEST * most]
        held.sort(key=lambda pair: (-pair[0], pair[1].passage.id))
        return [place for _, place in held[:MOST_ANCHORS]]

    def _weight(self, place: _Place, reply: _Reply) -> float:
        """How much of the reply the passage says: the rarity of what its sentences share with it, 0 for too little."""
        language = reply.exchange.language
        said = [each for each in reply.sentences if self._share(each, place.stems, language) >= SAID_SHARE]
        if said:
            return sum(self._rarity(each & place.stems, language) for each in said)
        if reply.facts & place.facts and self._share(reply.stems, place.stems, language) >= ALIKE_SHARE:
            return self._rarity(reply.stems & place.stems, language)
        return 0.0

    def _share(self, wanted: frozenset[str], there: frozenset[str], language: str) -> float:
        whole = self._rarity(wanted, language)
        return self._rarity(wanted & there, language) / whole if whole else 0.0

    def _rarity(self, stems: Iterable[str], language: str) -> float:
        return sum(self._keywords[language].rarity(stem) for stem in stems)

    def _places(self, page_id: str) -> tuple[_Place, ...]:
        if page_id not in self._pages:
            page = page_rows.get(self._connection, page_id)
            shown = (
                passage_rows.of_page(self._connection, page_id) if page and page.status == "indexed" else []
            )
            self._pages[page_id] = tuple(map(_Place, shown))
        return self._pages[page_id]


def _reply(exchange: Exchange) -> _Reply:
    text, language = exchange.reply, exchange.language
    sentences = (frozenset(words(each, language)) for each in _SENTENCE_END.split(text))
    return _Reply(
        exchange,
        frozenset(map(_key, facts_in(text))),
        frozenset(words(text, language)),
        tuple(each for each in sentences if len(each) >= TELLING_WORDS),
    )


def _states(places: Sequence[_Place], facts: frozenset[FactKey]) -> bool:
    """Whether the passages together state all the facts."""
    missing = set(facts)
    for place in places:
        if not missing:
            break
        missing -= place.facts
    return not missing


def _page_of(passage_id: str) -> str:
    return passage_id.rpartition("#")[0]


def _key(fact: Fact) -> FactKey:
    return fact.kind, fact.value.removesuffix(":00")  # "8 p.m." is "8:00 p.m."
