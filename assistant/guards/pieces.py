"""Statements and passages cut alike into pieces, and which piece of a passage a piece of a statement speaks of."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.guards.conditions import restricts
from assistant.guards.likeness import TEXTS_REMEMBERED, plain_likeness, plainly_taken_over, stems_of
from knowledge.facts import comparable
from knowledge.passages import HEADING_JOINT, as_on_page
from knowledge.units import sentences_of, units_of
from knowledge.words.keywords import words

ALIKE = 1 / 2  # of the words said: a piece that has the figures alone is another sentence
NEARLY_ALL = 4 / 5
CLOSING = ".;:,!?…»”\"'’)]"


@dataclass(frozen=True, slots=True)
class Piece:
    """A sentence, or a row of a list or table, with the words that lead it in ("You need:")."""

    lead: str
    text: str

    @property
    def whole(self) -> str:
        """The piece as it is read."""
        return f"{self.lead}\n{self.text}" if self.lead else self.text


@lru_cache(maxsize=TEXTS_REMEMBERED)
def pieces_of(text: str) -> tuple[Piece, ...]:
    """The pieces of a text, in order."""
    found: list[Piece] = []
    for unit in units_of(text):
        lines = unit.text.split("\n")
        if unit.rows:
            found += _rows("\n".join(lines[: len(lines) - len(unit.rows)]), unit.rows)
        else:
            found.append(Piece("\n".join(lines[:-1]), lines[-1]))
    return tuple(found)


def _rows(lead: str, rows: Sequence[str]) -> Iterator[Piece]:
    """The rows with what leads them in, and the row above that does so within the list ("- Adults:")."""
    group = ""
    for row in rows:
        group = "" if row.rstrip().endswith(":") else group
        yield Piece("\n".join(each for each in (lead, group) if each), row)
        group = row if row.rstrip().endswith(":") else group


def nearest_piece(
    said: str, among: Sequence[Piece], language: str, *, by_figures: bool = False
) -> tuple[Piece, float] | None:
    """The piece that shares most words with `said`, and the share of the words of `said` that it has.

    Of equals it is the one that shares most everyday words: "with" and "without" are such.
    With `by_figures` it is one of those that have all its figures, if there are such: they tell like sentences apart.
    """
    wanted = frozenset(words(said, language))
    if not wanted or not among:
        return None

    def likeness(piece: Piece) -> float:
        there = stems_of(piece.whole, language)
        return len(wanted & there) / (len(wanted) + len(there))

    def share(piece: Piece) -> float:
        return len(wanted & stems_of(piece.whole, language)) / len(wanted)

    def plainly(piece: Piece) -> float:
        return plainly_taken_over(said, piece.whole)

    def likest(pieces: Sequence[Piece]) -> Piece:
        scored = [(likeness(piece), piece) for piece in pieces]
        most = max(score for score, _ in scored)
        equal = [piece for score, piece in scored if score == most]
        return (
            equal[0] if len(equal) == 1 else max(equal, key=lambda piece: plain_likeness(said, piece.whole))
        )

    figures = {each for each in wanted if each[0].isdigit()}
    by_figures = by_figures and bool(figures)
    having = [each for each in among if by_figures and figures <= stems_of(each.whole, language)]
    best = likest(among)
    exact = likest(having) if having else best
    if having and share(exact) >= ALIKE:
        best = exact
    elif share(best) < 1:  # a part of a long sentence is less like it than a short one
        fullest = max(among, key=lambda piece: (share(piece), likeness(piece)))
        if share(best) < NEARLY_ALL:
            is_meant = share(best) < ALIKE or share(fullest) >= NEARLY_ALL
        else:
            is_meant = share(fullest) == 1 and plainly(fullest) > plainly(best)
        best = fullest if is_meant else best
    return best, share(best)


def is_whole(piece: Piece, heading: str, text: str) -> bool:
    """Whether the piece stands in the passage from the beginning of a sentence or row to the end of one.

    Where what leads a row in denies or requires something, the row alone is not whole.
    """
    outline = _outline(heading, text)
    if outline.has(piece.whole):
        return True
    row, lead = _bare(piece.text), _lines(piece.lead)
    return bool(piece.lead) and any(
        _bare(each.text) == row and lead in _lines(each.lead) for each in pieces_of(text)
    )


def pieces_around(said: str, text: str) -> tuple[Piece, ...]:
    """The pieces in which `said`, words of the text in their order, stands."""
    wanted = comparable(said)
    found = [each for each in pieces_of(text) if _meets(wanted, each)]
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Outline:
    text: str
    starts: frozenset[int]
    ends: frozenset[int]

    def has(self, said: str) -> bool:
        wanted, at = _bare(said), -1
        if not wanted:
            return False
        while (at := self.text.find(wanted, at + 1)) >= 0:
            if at in self.starts and at + len(wanted) in self.ends:
                return True
        return False


@lru_cache(maxsize=TEXTS_REMEMBERED)
def _outline(heading: str, text: str) -> _Outline:
    total = comparable(f"{heading}\n{text}")
    starts, ends, at = {0}, set[int](), 0
    segments = [(each, True) for part in heading.split(HEADING_JOINT) for each in sentences_of(part)]
    for unit in units_of(text):
        lines = unit.text.split("\n")
        leads = len(lines) - (len(unit.rows) or 1)
        free = not restricts("\n".join(lines[:leads]))
        for number, line in enumerate(lines):
            # Closing quotes between sentences are in no sentence: each is looked for from where the last ended.
            parts = sentences_of(as_on_page(line)) if unit.kind != "table" else line.split(" | ")
            opens = number == 0 or free
            segments += [
                (part, opens and (place == 0 or unit.kind != "table")) for place, part in enumerate(parts)
            ]
    for segment, opens in segments:
        wanted = comparable(segment)
        found = total.find(wanted, at)
        if not wanted or found < 0:
            continue
        at = found + len(wanted)
        starts |= {found} if opens else set()
        ends.add(at - (len(wanted) - len(wanted.rstrip(CLOSING))))
    return _Outline(total, frozenset(starts), frozenset(ends))


def _bare(text: str) -> str:
    return comparable(text).rstrip(CLOSING)


def _lines(text: str) -> str:
    """The whole lines in their order, each between marks."""
    return "\n".join(["", *(_bare(line) for line in text.split("\n")), ""])


def _meets(wanted: str, piece: Piece) -> bool:
    row = comparable(piece.text).rstrip(CLOSING)
    return bool(row) and (row in wanted or wanted in comparable(piece.whole))
