"""What a heading says of all that stands beneath it: “What the card does not cover”, “If you cannot pay”.

Without it a list beneath says the contrary, and advice is given to whom it was not meant for.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import dropwhile

from assistant.guards.conditions import conditions, negations
from assistant.guards.departure import Departure
from assistant.guards.likeness import TEXTS_REMEMBERED
from assistant.guards.pieces import ALIKE, Piece, nearest_piece, pieces_of
from knowledge.facts import contains
from knowledge.passages import Passage
from knowledge.units import SENTENCE_ENDED, Unit, units_of

# What nearly every sentence has that says something of somebody; “Divorce, eviction and libel.” has none.
PREDICATE = re.compile(
    r"\b(?:am|is|are|was|were|be|been|has|have|had|can|could|may|might|must|will|would|shall|should|do|does|did|need"
    r"|I|you|we|they|it|he|she|est|sont|était|étaient|sera|seront|soit|soient|ont|avez|avons|peut|peuvent|pouvez|doit"
    r"|doivent|devez|faut|va|vont|je|vous|nous|ils?|elles?|on|[cs]['’]\w+)\b",
    re.IGNORECASE,
)

LONGEST_HEADING_WORDS = 12  # of a line within a passage
# A heading that says in which case: « Vous n'êtes pas allocataire », “After a divorce”.
CASE = re.compile(
    r"(?:\d+[.)]\s*)?(?:vous(?! pouvez)|you(?:['’]re| are| have| live| do)|i(?:['’]m| am| have| do| need)|when|after"
    r"|lorsqu\w*|quand|après|en cas d)\b",
    re.IGNORECASE,
)


def is_bare(unit: Unit) -> bool:
    """Whether it is no sentence and none leads it in: rows alone, or words that no mark ends."""
    return not _sentence(unit) if unit.rows else SENTENCE_ENDED.search(unit.text) is None


def ruling_heading(unit: Unit, passage: Passage) -> str:
    """The nearest heading that denies what the unit says, or says in which case; "" where the unit says so too.

    `unit` is one of the passage's. A page's title, or a question, rules over what is no sentence alone, and by its
    negation alone: a sentence beneath speaks of it, and “What happens if I am late?” is a subject, no condition. A line
    within the passage, which leads in what stands next to it, rules over what follows up to another.
    """
    own, bare = _sentence(unit), is_bare(unit) or _only_names(unit.text)
    lines = [(1, line) for line in _line_above(passage.text).get(unit.position, ())]
    for level, heading in [*lines, *reversed(list(enumerate(passage.heading_path)))]:
        is_subject = level == 0 or heading.rstrip().endswith("?")
        if negations(heading) and not negations(own) and (bare or not is_subject):
            return heading.strip()
        if not is_subject and _is_case(heading) and not conditions(own):
            return heading.strip()
    return ""


def heading_left_out(text: str, passages: Sequence[Passage]) -> Departure | None:
    """What is said of a piece of the passages without the heading that rules over it; certain of what is no sentence.

    Of a case (“If you cannot pay”) it is where the contrary leads in: other words may say it.
    """
    ruled = [each for passage in passages for each in _ruled(passage)]
    if not any(each.heading for each in ruled):
        return None
    there, found = [each.piece for each in ruled], None
    for said in (without_headings(each, passages) for each in pieces_of(text)):
        # A line that leads it in, and is not on the page, is meant for the heading and is another.
        own = Piece("\n".join(_standing_in(passages, said.lead.split("\n"))), said.text)
        near = nearest_piece(own.whole, there, passages[0].language)
        if near is None or near[1] < ALIKE:
            continue
        same = [each for each in ruled if each.piece == near[0]]
        if any(not each.heading or _is_said(each.heading, own.whole, near[0].whole, text) for each in same):
            continue
        turned = bool(said.lead) and bool(negations(said.lead)) != bool(negations(same[0].heading))
        certain = turned or same[0].certain
        if found is None or certain:
            found = Departure("heading_left_out", certain, word=same[0].heading)
    return found


def without_headings(piece: Piece, passages: Sequence[Passage]) -> Piece:
    """The piece without the headings of the passages that lead it in."""
    headings = {each for passage in passages for each in _all_headings(passage)}
    lead = dropwhile(lambda line: line.strip() in headings, piece.lead.split("\n"))
    return Piece("\n".join(lead), piece.text)


def _standing_in(passages: Sequence[Passage], lines: Sequence[str]) -> list[str]:
    return [line for line in lines if any(contains(each.text, line) for each in passages)]


def _only_names(text: str) -> bool:
    return ", " in text and PREDICATE.search(text) is None


def _is_case(heading: str) -> bool:
    return bool(conditions(heading)) or CASE.match(heading.strip()) is not None


def _is_said(heading: str, said: str, source: str, text: str) -> bool:
    if contains(text, heading):
        return True
    # Or in other words: it denies or requires more than its piece of the page.
    if negations(heading):
        return negations(said) > negations(source)
    return conditions(said).total() > conditions(source).total()


@dataclass(frozen=True, slots=True)
class _Ruled:
    """A piece of a passage with the heading that rules over it, if one; `certain`: that nothing else may say it."""

    piece: Piece
    heading: str
    certain: bool


@lru_cache(maxsize=TEXTS_REMEMBERED)
def _ruled(passage: Passage) -> tuple[_Ruled, ...]:
    found = []
    for unit in units_of(passage.text):
        heading = ruling_heading(unit, passage)
        certain = is_bare(unit) and heading in passage.heading_path and not _is_case(heading)
        found += [_Ruled(piece, heading, certain) for piece in pieces_of(unit.text)]
    return tuple(found)


@lru_cache(maxsize=TEXTS_REMEMBERED)
def _line_above(text: str) -> dict[int, tuple[str]]:
    """By position of a unit the line that denies or says in which case, and led in one before it; no other since."""
    found: dict[int, tuple[str]] = {}
    line = ""
    for unit in units_of(text):
        first, *more = unit.text.split("\n")
        is_heading = len(more) >= (len(unit.rows) or 1) and len(first.split()) <= LONGEST_HEADING_WORDS
        if is_heading and not SENTENCE_ENDED.search(first) and not first.endswith(":"):
            line = first if negations(first) or _is_case(first) else ""
        elif line:
            found[unit.position] = (line,)
    return found


@lru_cache(maxsize=TEXTS_REMEMBERED)
def _all_headings(passage: Passage) -> frozenset[str]:
    lines = (line for above in _line_above(passage.text).values() for line in above)
    return frozenset(each.strip() for each in (*passage.heading_path, *lines))


def _sentence(unit: Unit) -> str:
    """What the unit says in a sentence: of rows what leads them in, and a table's first row."""
    lines = unit.text.split("\n")
    leading = lines[: len(lines) - len(unit.rows)] + (list(unit.rows[:1]) if unit.kind == "table" else [])
    return "\n".join(leading) if unit.rows else unit.text
