"""Where a statement departs from the passages it cites: facts, neighbours, negations, conditions, subject.

Words of a passage in their order, whole sentences or rows of it, depart from nothing. Judges texts only; what follows
from a departure is for `assistant.checks` (every reply) and `assistant.support` (a model's words) to say.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.guards.conditions import denies_more, dropped, negations, turned_round, unlimited
from assistant.guards.limits import is_turned, other_side
from assistant.guards.neighbours import displaced
from assistant.guards.pieces import Piece, is_whole, nearest_piece, pieces_around, pieces_of, stems_of
from assistant.guards.subject import shared
from assistant.units import units_of
from knowledge.facts import Fact, contains, fact_follows, fact_stands, stated_in
from knowledge.passages import Passage
from knowledge.words.keywords import STEMMERS, words
from knowledge.words.languages import detect

DepartureKind = Literal[
    "fact_not_in_source",
    "fact_beside_other_words",
    "other_side",
    "negation",
    "condition_dropped",
    "other_words",
]
MOSTLY = 0.6  # of the words of a sentence: what is said then speaks of all of it
SHARED_CLEARLY = 1 / 3  # below it no sentence of the passage is the one that is reworded
TAKEN_OVER = 0.8  # of a sentence’s words: it rearranges, and adds nothing
TELLING_WORDS = 4  # a shorter piece tells no language


@dataclass(frozen=True, slots=True)
class Departure:
    """What is not as the passages have it; `certain` where no rewording explains it. `fact` is the fact, if one."""

    kind: DepartureKind
    certain: bool
    fact: Fact | None = None


def departures(text: str, passages: Sequence[Passage]) -> tuple[Departure, ...]:
    """All departures of `text` from the passages taken together; none without passages."""
    if not passages:
        return ()
    pieces = [p for p in pieces_of(text) if not any(is_whole(p, s.heading, s.text) for s in passages)]
    changed = [p for p in pieces if not any(contains(s.text_with_heading, p.whole) for s in passages)]
    foreign = [p for p in changed if _is_foreign(p, passages)]
    found = [each for piece in changed for each in _of_facts(piece, passages, piece in foreign)]
    own = [piece for piece in pieces if piece not in foreign]
    found += _of_sense(own, passages)
    turned = sorted((each for each in found if each.kind == "other_side"), key=lambda each: not each.certain)
    # A fact and its sentence tell the same.
    found = [each for each in found if each.kind != "other_side" or each is turned[0]]
    if not any(each.kind == "condition_dropped" for each in found) and _list_loosened(text, passages):
        found.append(Departure("condition_dropped", False))
    found += [Departure("other_words", False) for _ in foreign[:1]]
    found += [d for d in (_of_subject(p, passages) for p in changed if p not in foreign) if d][:1]
    return tuple(found)


def _of_facts(piece: Piece, passages: Sequence[Passage], foreign: bool) -> Iterator[Departure]:
    sources = [each.text_with_heading for each in passages]
    stands = True
    for fact in stated_in(piece.whole):
        if not any(fact_stands(fact, source) for source in sources):
            stands = False
            # An office’s name in another language is no invention; whether "two weeks" may be said for 14 days, a
            # person decides.
            explained = (foreign and fact.kind == "office") or any(fact_follows(fact, s) for s in sources)
            yield Departure("fact_not_in_source", not explained, fact)
    there = [each for passage in passages for each in pieces_of(passage.text)]
    near = nearest_piece(piece.whole, there, passages[0].language)
    turned = other_side(piece.whole, sources)
    if turned:
        # "Not before" is "after": with a negation more or less, the other side may be the same.
        denied = bool(negations(piece.whole)) != bool(near and negations(near[0].whole))
        yield Departure("other_side", turned.certain and not denied, turned.fact)
    if stands and not foreign:
        fact_elsewhere = displaced(piece.whole, [each.text for each in passages], passages[0].language)
        if fact_elsewhere:
            certain = near is None or _taken_over(piece, near[0], passages[0].language) >= TAKEN_OVER
            yield Departure("fact_beside_other_words", certain, fact_elsewhere)


def _list_loosened(text: str, passages: Sequence[Passage]) -> bool:
    """Whether a list said with all its rows lacks a condition of one; a row alone may be taken for its neighbour."""
    language = passages[0].language
    there = [unit for passage in passages for unit in units_of(passage.text) if unit.rows]
    standing = {unit.text for unit in there}
    return any(
        near[1] >= TAKEN_OVER and bool(dropped(unit.text, near[0].whole))
        for unit in units_of(text)
        if unit.rows and unit.text not in standing
        for near in [
            nearest_piece(
                unit.text, [Piece("", e.text) for e in there if len(e.rows) == len(unit.rows)], language
            )
        ]
        if near
    )


def _taken_over(said: Piece, near: Piece, language: str) -> float:
    """The share of the words said that the nearest sentence has; figures, which may have moved, are not counted."""
    mine = {each for each in words(said.whole, language) if not each[0].isdigit()}
    return len(mine & stems_of(near.whole, language)) / len(mine) if mine else 1.0


def _of_sense(pieces: Sequence[Piece], passages: Sequence[Passage]) -> list[Departure]:
    """Negations and conditions, compared sentence by sentence; what one sentence says may be said in two.

    A list that is said in one sentence is compared as a whole.
    """
    there = [each for passage in passages for each in pieces_of(passage.text)]
    whole = [Piece("", unit.text) for passage in passages for unit in units_of(passage.text) if unit.rows]
    language = passages[0].language
    groups: dict[str, list[str]] = {}
    verbatim: dict[str, bool] = {}
    for piece in pieces:
        cut = [
            p for s in passages if contains(s.text, piece.whole) for p in pieces_around(piece.whole, s.text)
        ]
        near = nearest_piece(piece.whole, cut or [*there, *whole], language, by_figures=True)
        if near and near[1] >= SHARED_CLEARLY:
            source = "\n".join(each.whole for each in cut) if len(cut) > 1 else near[0].whole
            groups.setdefault(source, []).append(piece.whole)
            verbatim[source] = verbatim.get(source, True) and bool(cut)
    found: list[Departure] = []
    for source, group in groups.items():
        said = "\n".join(group)
        found += _of_negation(said, source, language, verbatim=verbatim[source])
        if dropped(said, source):
            found.append(Departure("condition_dropped", False))
    return found


def _of_negation(said: str, source: str, language: str, *, verbatim: bool) -> list[Departure]:
    mine, theirs = set(words(said, language)), set(words(source, language))
    covers = len(mine & theirs) >= MOSTLY * len(theirs)
    alike = covers and len(mine & theirs) >= MOSTLY * len(mine)
    # What is free elsewhere in the passage is a fact, held to it as such; it denies nothing of this sentence.
    counts = negations(said) - max(0, _free(said) - _free(source)), negations(source)
    if (unlimited(said, source) or unlimited(source, said)) and covers:
        return [Departure("negation", alike and not verbatim)]
    if alike and not verbatim and bool(counts[0]) == bool(counts[1]) and is_turned(said, source):
        taken_over = len(mine & theirs) >= TAKEN_OVER * max(len(mine), len(theirs))
        return [Departure("other_side", taken_over)]
    if not covers and all(counts):  # a part of a sentence has a part of its negations, and no other
        return [Departure("negation", True)] if not verbatim and denies_more(said, source, language) else []
    if counts[0] == counts[1]:
        return []
    return [Departure("negation", (alike and not verbatim) or turned_round(said, source, language))]


def _free(text: str) -> int:
    return sum(
        each.unit == "$" and each.value == "0" and not each.text[0].isdigit() for each in stated_in(text)
    )


def _of_subject(piece: Piece, passages: Sequence[Passage]) -> Departure | None:
    found = shared(piece.whole, passages)
    return None if found is None or found.is_enough else Departure("other_words", found.is_hardly_any)


def _is_foreign(piece: Piece, passages: Sequence[Passage]) -> bool:
    """Whether the piece is in a language of none of the passages: a person’s translation."""
    found = shared(piece.whole, passages)
    if len(piece.whole.split()) < TELLING_WORDS or found is None or not found.may_be_translated:
        return False
    languages = {each.language for each in passages}
    return detect(piece.whole, tuple(STEMMERS), passages[0].language) not in languages
