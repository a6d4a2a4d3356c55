"""What a statement's sentences deny, require and demand, beside those of the passage that they are nearest to."""

from collections.abc import Sequence

from assistant.guards.conditions import denies_more, dropped, negations, turned_round, unlimited
from assistant.guards.departure import TAKEN_OVER, Departure
from assistant.guards.likeness import alike, part_meant, plainly_taken_over
from assistant.guards.limits import is_turned
from assistant.guards.pieces import Piece, nearest_piece, pieces_around, pieces_of
from assistant.guards.strength import (
    other_duty,
    other_duty_in_place,
    other_extent,
    other_extent_in_place,
    without_strength,
)
from knowledge.facts import contains, stated_in
from knowledge.passages import Passage
from knowledge.units import units_of
from knowledge.words.keywords import words

MOSTLY = 0.6  # of the words of a sentence: what is said then speaks of all of it
SHARED_CLEARLY = 1 / 3  # below it no sentence of the passage is the one that is reworded


def of_sense(pieces: Sequence[Piece], passages: Sequence[Passage]) -> list[Departure]:
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
        found += _of_sentence(said, source, language, verbatim=verbatim[source])
        if dropped(said, source):
            found.append(Departure("condition_dropped", False))
    return found


def _of_sentence(said: str, source: str, language: str, *, verbatim: bool) -> list[Departure]:
    mine, theirs = set(words(said, language)), set(words(source, language))
    covers = len(mine & theirs) >= MOSTLY * len(theirs)
    # Words of the passage as they stand may leave some out, and change none.
    reworded = covers and len(mine & theirs) >= MOSTLY * len(mine) and not verbatim
    # What is free elsewhere in the passage is a fact, held to it as such; it denies nothing of this sentence.
    counts = negations(said) - max(0, _free(said) - _free(source)), negations(source)
    if (unlimited(said, source) or unlimited(source, said)) and covers:
        return [Departure("negation", reworded)]
    if reworded and bool(counts[0]) == bool(counts[1]) and is_turned(said, source):
        return [Departure("other_side", alike(said, source, language) >= TAKEN_OVER)]
    # Of two words one may be the "must" that is exchanged.
    same = alike(without_strength(said), without_strength(source), language) >= TAKEN_OVER and not verbatim
    in_place = not verbatim and other_duty_in_place(said, source)
    duty = other_duty(said, source)
    much_alike = (reworded or same) and counts[0] == counts[1] and (duty or other_extent(said, source))
    if in_place or much_alike or (not verbatim and other_extent_in_place(said, source)):
        return [Departure("other_strength", in_place or (duty and same))]
    if not covers and all(counts):  # a part of a sentence has a part of its negations, and no other
        return [Departure("negation", True)] if not verbatim and denies_more(said, source, language) else []
    if counts[0] == counts[1]:
        moved = counts[0] > 0 and not verbatim and _denies_elsewhere(said, source)
        return [Departure("negation", True)] if moved else []
    return [Departure("negation", reworded or turned_round(said, source, language))]


def _denies_elsewhere(said: str, source: str) -> bool:
    """Whether a part of the source is denied that the source says, and denies another."""
    part = part_meant(said, source)
    return negations(said) != negations(part) and plainly_taken_over(said, part) >= TAKEN_OVER


def _free(text: str) -> int:
    return sum(
        each.unit == "$" and each.value == "0" and not each.text[0].isdigit() for each in stated_in(text)
    )


def list_loosened(text: str, passages: Sequence[Passage]) -> bool:
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
