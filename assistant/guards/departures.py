"""Where a statement departs from the passages it cites: facts, neighbours, sense, headings, subject, words.

Words of a passage in their order, whole sentences or rows of it, depart from nothing but a heading that rules over
them. Judges texts only; what follows from a departure is for `assistant.guards.checks` (every reply) and
`assistant.guards.support` (a model's words) to say.
"""

from collections.abc import Iterator, Sequence

from assistant.guards.columns import under_another_line
from assistant.guards.conditions import negations
from assistant.guards.departure import TAKEN_OVER, Departure
from assistant.guards.headings import heading_left_out, without_headings
from assistant.guards.likeness import alike, part_meant, plain_likeness, stems_of, taken_over
from assistant.guards.limits import other_side
from assistant.guards.neighbours import displaced
from assistant.guards.pieces import Piece, is_whole, nearest_piece, pieces_of
from assistant.guards.sense import list_loosened, of_sense
from assistant.guards.subject import new_word, shared
from knowledge.facts import contains, fact_follows, fact_stands, stated_in
from knowledge.passages import Passage
from knowledge.words.keywords import STEMMERS
from knowledge.words.languages import detect

NEARLY = 2 / 3  # of the words of either: the sentence itself, but for a word of three
BUT_FOR_A_WORD = 0.4  # of 1/2, all words counted: the same sentence with one word of five exchanged
TELLS_LITTLE = 2  # different telling words
TELLING_WORDS = 4  # a shorter piece tells no language


def departures(text: str, passages: Sequence[Passage]) -> tuple[Departure, ...]:
    """All departures of `text` from the passages taken together; none without passages."""
    if not passages:
        return ()
    there = [each for passage in passages for each in pieces_of(passage.text)]
    cut = [piece for piece in pieces_of(text) if not _is_whole(piece, passages)]
    pieces = [p for p in (_as_led_in(each, there, passages) for each in cut) if not _is_whole(p, passages)]
    changed = [p for p in pieces if not any(contains(s.text_with_heading, p.whole) for s in passages)]
    foreign = [p for p in changed if _is_foreign(p, passages)]
    nearest = {piece: _nearest(piece, there, passages[0].language) for piece in changed}
    found = [each for p in changed for each in _of_facts(p, nearest[p], passages, p in foreign)]
    figure = under_another_line(text, [each.text for each in passages]) if cut else None
    found += [Departure("fact_beside_other_words", True, figure)] if figure else []
    found += of_sense([piece for piece in pieces if piece not in foreign], passages)
    turned = sorted((each for each in found if each.kind == "other_side"), key=lambda each: not each.certain)
    # A fact and its sentence tell the same.
    found = [each for each in found if each.kind != "other_side" or each is turned[0]]
    if not any(each.kind == "condition_dropped" for each in found) and list_loosened(text, passages):
        found.append(Departure("condition_dropped", False))
    left_out = heading_left_out(text, passages)
    found += [left_out] if left_out else []
    found += [Departure("other_words", False) for _ in foreign[:1]]
    reworded = [piece for piece in changed if piece not in foreign]
    found += [d for d in (_of_subject(p, passages) for p in reworded) if d][:1]
    twins = {p: _same_but_for_a_word(p, there, passages[0].language) for p in reworded}
    found += [d for d in (_of_words(p, twins[p] or nearest[p], passages) for p in reworded) if d][:1]
    return tuple(found)


def _as_led_in(piece: Piece, there: Sequence[Piece], passages: Sequence[Passage]) -> Piece:
    """The piece without the headings that lead it in, unless a piece of the page like it is led in by the same line."""
    first = piece.lead.partition("\n")[0]
    same = (each for each in there if first and each.lead.partition("\n")[0] == first)
    if any(plain_likeness(piece.whole, each.whole) >= BUT_FOR_A_WORD for each in same):
        return piece
    return without_headings(piece, passages)


def _is_whole(piece: Piece, passages: Sequence[Passage]) -> bool:
    return any(is_whole(piece, each.heading, each.text) for each in passages)


def _same_but_for_a_word(piece: Piece, there: Sequence[Piece], language: str) -> Piece | None:
    """Of a sentence that tells little, “You do not need a doctor.”, the one with the same everyday words."""
    if len(stems_of(piece.whole, language)) > TELLS_LITTLE:
        return None
    return next((each for each in there if plain_likeness(piece.whole, each.whole) >= BUT_FOR_A_WORD), None)


def _nearest(piece: Piece, there: Sequence[Piece], language: str) -> Piece | None:
    found = nearest_piece(piece.whole, there, language)
    return found and found[0]


def _of_facts(
    piece: Piece, near: Piece | None, passages: Sequence[Passage], foreign: bool
) -> Iterator[Departure]:
    sources = [each.text_with_heading for each in passages]
    stands = True
    for fact in stated_in(piece.whole):
        if not any(fact_stands(fact, source) for source in sources):
            stands = False
            # An office’s name in another language is no invention; whether "two weeks" may be said for 14 days, a
            # person decides.
            explained = (foreign and fact.kind == "office") or any(fact_follows(fact, s) for s in sources)
            yield Departure("fact_not_in_source", not explained, fact)
    turned = other_side(piece.whole, sources)
    if turned:
        # "Not before" is "after": with a negation more or less, the other side may be the same.
        denied = bool(negations(piece.whole)) != bool(near and negations(near.whole))
        yield Departure("other_side", turned.certain and not denied, turned.fact)
    if stands and not foreign:
        fact_elsewhere = displaced(piece.whole, [each.text for each in passages], passages[0].language)
        if fact_elsewhere:
            language = passages[0].language
            certain = near is None or taken_over(piece.whole, near.whole, language) >= TAKEN_OVER
            yield Departure("fact_beside_other_words", certain, fact_elsewhere)


def _of_subject(piece: Piece, passages: Sequence[Passage]) -> Departure | None:
    found = shared(piece.whole, passages)
    return None if found is None or found.is_enough else Departure("other_words", found.is_hardly_any)


def _of_words(piece: Piece, near: Piece | None, passages: Sequence[Passage]) -> Departure | None:
    if near is None:
        return None
    part = part_meant(piece.whole, near.whole)
    same = next(
        (s for s in (part, near.whole) if alike(piece.whole, s, passages[0].language) >= NEARLY), None
    )
    if same is None and plain_likeness(piece.whole, near.whole) >= BUT_FOR_A_WORD:
        same = near.whole
    word = new_word(piece.whole, same, passages) if same else ""
    return Departure("new_word", False, word=word) if word else None


def _is_foreign(piece: Piece, passages: Sequence[Passage]) -> bool:
    """Whether the piece is in a language of none of the passages: a person’s translation."""
    found = shared(piece.whole, passages)
    if len(piece.whole.split()) < TELLING_WORDS or found is None or not found.may_be_translated:
        return False
    languages = {each.language for each in passages}
    return detect(piece.whole, tuple(STEMMERS), passages[0].language) not in languages
