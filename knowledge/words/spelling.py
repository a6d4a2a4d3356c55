"""Typos: the indexed word that a word in no passage was probably meant to be. Corrects nothing that is indexed.

Candidates come by the distance between bags of letters, a lower bound of the edit distance that is one pass over
an array (Bartolini, Ciaccia and Patella, "String Matching with Metric Trees Using an Approximate Distance",
2002); of them, few, the edit distance with transpositions (Damerau 1964) decides.
"""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

SHORTEST = 5  # letters; shorter words have too many neighbours
TWO_MISTAKES_FROM = 8  # letters; below it, one mistake
LETTERS = 27  # a to z, and one for all others


class Spelling:
    """The stems of one keyword index, by length and letters."""

    def __init__(self, rarity: Mapping[str, float]) -> None:
        self._rarity = rarity
        self._stems = sorted((stem for stem in rarity if stem.isalpha()), key=lambda stem: (len(stem), stem))
        lengths = np.array([len(stem) for stem in self._stems], dtype=np.int64)
        self._starts = np.searchsorted(lengths, np.arange(lengths.max(initial=0) + 2))
        self._bags = np.zeros((LETTERS, len(self._stems)), dtype=np.int8)
        np.add.at(
            self._bags, (_letters("".join(self._stems)), np.repeat(np.arange(len(lengths)), lengths)), 1
        )

    def nearest(self, stem: str) -> str | None:
        """The indexed stem that `stem` is a misspelling of, if any: fewest mistakes first, then the commonest."""
        if stem in self._rarity or not stem.isalpha() or len(stem) < SHORTEST:
            return None
        bound = 2 if len(stem) >= TWO_MISTAKES_FROM else 1
        found: list[tuple[int, bool, float, str]] = []
        for other in self._candidates(stem, bound):
            mistakes = distance(stem, other, bound)
            elsewhere = other[0] != stem[0]
            # The first letter is seldom wrong, and hardly ever among two.
            if mistakes <= bound and not (elsewhere and mistakes > 1):
                found.append((mistakes, elsewhere, self._rarity[other], other))
        return min(found)[-1] if found else None

    def _candidates(self, stem: str, bound: int) -> list[str]:
        last = len(self._starts) - 1
        first, end = (self._starts[min(size, last)] for size in (len(stem) - bound, len(stem) + bound + 1))
        own = np.bincount(_letters(stem), minlength=LETTERS).astype(np.int8)
        surplus = self._bags[:, first:end] - own[:, None]
        more = np.maximum(surplus, 0).sum(axis=0, dtype=np.int16)
        fewer = np.maximum(-surplus, 0).sum(axis=0, dtype=np.int16)
        near = np.flatnonzero(np.maximum(more, fewer) <= bound)
        return [self._stems[first + place] for place in near]


def distance(one: str, other: str, bound: int) -> int:
    """Insertions, deletions, substitutions and swaps of neighbours between two words; above `bound`, bound + 1."""
    if abs(len(one) - len(other)) > bound:
        return bound + 1
    before, row = [0] * (len(other) + 1), list(range(len(other) + 1))
    for i, letter in enumerate(one, start=1):
        earlier, before, row = before, row, [i]
        for j, wanted in enumerate(other, start=1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != wanted))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == wanted:
                cost = min(cost, earlier[j - 2] + 1)
            row.append(cost)
        if min(row) > bound:
            return bound + 1
    return min(row[-1], bound + 1)


def _letters(text: str) -> NDArray[np.intp]:
    codes = np.frombuffer(text.encode("ascii", "replace"), dtype=np.uint8).astype(np.intp) - ord("a")
    return np.where((codes >= 0) & (codes < LETTERS - 1), codes, LETTERS - 1)
