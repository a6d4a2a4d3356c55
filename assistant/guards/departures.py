"""Where a statement departs from the passages it cites: facts, neighbours, negations, conditions, subject.

Words of a passage in their order, whole sentences or rows of it, depart from nothing. Judges texts only; what follows
from a departure is for `assistant.checks` (every reply) and `assistant.support` (a model's words) to say.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.guards.conditions import dropped, negations, turned_round, unlimited
from assistant.guards.neighbours import displaced
from assistant.guards.pieces import Piece, is_whole, nearest_piece, pieces_around, pieces_of, stems_of
from knowledge.facts import Fact, contains, fact_stands, stated_in
from knowledge.passages import Passage
from knowledge.words.keywords import STEMMERS, words
from knowledge.words.languages import detect

DepartureKind = Literal[
    "fact_not_in_source", "fact_beside_other_words", "negation", "condition_dropped", "other_words"
]
MOSTLY = 0.6  # of the words of a sentence: what is said then speaks of all of it
SHARED_AT_LEAST = 0.5  # of a statement’s words with the passages; below it speaks of something else
SHARED_HARDLY = 0.2  # below it a sentence that says much is another page’s
SAYS_MUCH = 5  # different words; "Please see this page." says little
SHARED_CLEARLY = 1 / 3  # below it no sentence of the passage is the one that is reworded
SHARED_WITH_ONE = 0.5  # and of its words with one sentence of them
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
    found += [Departure("other_words", False) for _ in foreign[:1]]
    found += [d for d in (_of_subject(p, passages) for p in changed if p not in foreign) if d][:1]
    return tuple(found)


def _of_facts(piece: Piece, passages: Sequence[Passage], foreign: bool) -> Iterator[Departure]:
    sources = [each.text_with_heading for each in passages]
    stands = True
    for fact in stated_in(piece.whole):
        if not any(fact_stands(fact, source) for source in sources):
            stands = False
            # An office’s name in another language is no invention.
            yield Departure("fact_not_in_source", not (foreign and fact.kind == "office"), fact)
    if stands and not foreign:
        fact_elsewhere = displaced(piece.whole, [each.text for each in passages])
        if fact_elsewhere:
            there = [each for passage in passages for each in pieces_of(passage.text)]
            near = nearest_piece(piece.whole, there, passages[0].language)
            yield Departure("fact_beside_other_words", not near or near[1] >= TAKEN_OVER, fact_elsewhere)


def _of_sense(pieces: Sequence[Piece], passages: Sequence[Passage]) -> list[Departure]:
    """Negations and conditions, compared sentence by sentence; what one sentence says may be said in two."""
    there = [each for passage in passages for each in pieces_of(passage.text)]
    language = passages[0].language
    groups: dict[str, list[str]] = {}
    verbatim: dict[str, bool] = {}
    for piece in pieces:
        cut = [
            p for s in passages if contains(s.text, piece.whole) for p in pieces_around(piece.whole, s.text)
        ]
        near = nearest_piece(piece.whole, cut or there, language)
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
    counts = negations(said), negations(source)
    if unlimited(said, source) and covers:
        return [Departure("negation", alike and not verbatim)]
    if counts[0] == counts[1] or (not covers and all(counts)):
        return []
    return [Departure("negation", (alike and not verbatim) or turned_round(said, source, language))]


def _of_subject(piece: Piece, passages: Sequence[Passage]) -> Departure | None:
    # The headings' words name the subject, which what is made up shares too.
    language = passages[0].language
    every = set(words(piece.whole, language))
    said = every - {stem for passage in passages for stem in words(passage.heading, language)}
    there = {stem for passage in passages for stem in words(passage.text, language)}
    if not every:
        return None
    share = len(said & there) / len(said) if said else 0.0
    pieces = [each.whole for passage in passages for each in pieces_of(passage.text)]
    most = max((len(said & stems_of(each, language)) for each in pieces), default=0)
    if share >= SHARED_AT_LEAST and most >= SHARED_WITH_ONE * len(said):
        return None
    foreign = len(every & there) < SHARED_HARDLY * len(every)
    return Departure("other_words", foreign and len(every) >= SAYS_MUCH)


def _is_foreign(piece: Piece, passages: Sequence[Passage]) -> bool:
    """Whether the piece is in a language of none of the passages: a person’s translation."""
    if len(piece.whole.split()) < TELLING_WORDS or _of_subject(piece, passages) is None:
        return False
    languages = {each.language for each in passages}
    return detect(piece.whole, tuple(STEMMERS), passages[0].language) not in languages
