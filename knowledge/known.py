"""What search knows of passages that came up before: their text, words and vectors, read once. Decides no order.

The database says at each search which passages there are, and what they say by their digests, so nothing that is
remembered can be out of date, whoever changed the index.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from sqlalchemy import Connection

from knowledge import pages as page_rows
from knowledge import passages as passage_rows
from knowledge.database import reading
from knowledge.embedded import heading_id
from knowledge.embedding.embedder import Vectors
from knowledge.index import Index
from knowledge.pages import Page
from knowledge.passages import Passage
from knowledge.words.keywords import words

# About 6 kB each; when there are as many, it begins anew.
REMEMBERED = 20_000
READ_AT_ONCE = 200
WORD_GAP = " "


@dataclass(frozen=True, slots=True, eq=False)
class Known:
    """A passage with its unit vectors, each of shape (dimensions,), and the stemmed words of text and title.

    `stems` holds the words in order with a gap around each, which is quicker to look into than a set, and smaller.
    """

    passage: Passage
    vector: Vectors
    heading: Vectors
    stems: str
    title: tuple[str, ...]


class KnownPassages:
    """The passages of one index, remembered under their digests."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._known: dict[tuple[str, str], Known] = {}
        self._pages: dict[page_rows.Mark, Page] = {}

    def read_ahead(self, enough: Callable[[], bool] = lambda: False) -> int:
        """Read all passages before anyone asks, so that first questions are as quick as later ones; returns how many.

        Where there are more than are remembered, none: only questions tell which come up. Stops when there is `enough`.
        """
        done = 0
        with reading(self._index.engine) as connection:
            if sum(passage_rows.count(connection).values()) > REMEMBERED:
                return done
            marks = {each: passage_rows.marks(connection, each) for each in self._index.languages}
        for language, wanted in marks.items():
            for start in range(0, len(wanted), READ_AT_ONCE):
                if enough():
                    return done
                with reading(self._index.engine) as connection:
                    done += len(self._passages(connection, wanted[start : start + READ_AT_ONCE], language))
        return done

    def live(
        self, connection: Connection, ids: Sequence[str], language: str
    ) -> tuple[list[Known], dict[str, Page]]:
        """Those of the passages that stand on an indexed page and have a vector, in the order given; their pages."""
        marks = page_rows.marks_of(connection, ids)
        known = self._passages(connection, [(key, marks[key][0]) for key in ids if key in marks], language)
        pages = self._of_pages(connection, {mark for _, mark in marks.values()})
        return [each for each in known if each.passage.page_id in pages], pages

    def _passages(
        self, connection: Connection, wanted: Sequence[tuple[str, str]], language: str
    ) -> list[Known]:
        missing = [key for key in wanted if key not in self._known]
        fresh: dict[tuple[str, str], Known] = {}
        if missing:
            found = passage_rows.get_many(connection, [key for key, _ in missing]).values()
            fresh = {
                (each.passage.id, each.passage.digest): each for each in self._read(list(found), language)
            }
            if len(self._known) + len(fresh) > REMEMBERED:
                self._known = {}
            self._known |= fresh
        both = [self._known.get(key) or fresh.get(key) for key in wanted]
        return [each for each in both if each is not None]

    def _read(self, passages: Sequence[Passage], language: str) -> list[Known]:
        vectors = self._index.passage_vectors(language, passages)
        headings = self._index.heading_vectors(language, passages)
        return [
            Known(
                each,
                vector := vectors[each.id],
                headings.get(heading_id(each), np.zeros_like(vector)),
                gapped(words(each.text_with_heading, each.language)),
                tuple(words(each.heading_path[0], each.language)) if each.heading_path else (),
            )
            for each in passages
            if each.id in vectors
        ]

    def _of_pages(self, connection: Connection, marks: set[page_rows.Mark]) -> dict[str, Page]:
        missing = [mark for mark in marks if mark not in self._pages]
        if missing:
            if len(self._pages) + len(missing) > REMEMBERED:
                self._pages = {}
            read = page_rows.get_many(connection, [mark.id for mark in missing])
            self._pages |= {page_rows.mark(each): each for each in read.values()}
        return {mark.id: self._pages[mark] for mark in marks if mark in self._pages}


def gapped(stems: Sequence[str]) -> str:
    """Words in order, a gap before and after each."""
    return WORD_GAP + WORD_GAP.join(stems) + WORD_GAP
