"""Which of several wordings the passages of an index use together. Knows no language and reads no passage.

A word has several meanings, and the other words of the question tell which: of a part's wordings those count most
that stand in the passages which hold the most of all parts (after Pirkola 1998, who takes the translations of a
word as one, and Gao et al. 2001, who choose those that occur together).
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from knowledge.words.carrying import Carried
from knowledge.words.keywords import KeywordIndex, words

TELLING_PASSAGES = 20
LOOKED_AT = 5  # wordings of a part
WIDE = 2  # wordings of a part that are searched; one, two and all were compared (docs/synonyms.md)

Scores = NDArray[np.float32]


class Worded(NamedTuple):
    """A carried question as text: the best wording of each part, and the two best."""

    best: str
    wide: str


def worded(carried: Carried, index: KeywordIndex, language: str) -> Worded:
    """The question in the words that the passages of `index` use together."""
    parts = [part.wordings[:LOOKED_AT] for part in carried.parts if part.wordings]
    scores = [[_scores(each, index, language) for each in wordings] for wordings in parts]
    if not parts or not index.ids:
        return Worded("", "")
    whole = np.sum([np.max(each, axis=0) for each in scores], axis=0)
    telling = np.argpartition(-whole, min(TELLING_PASSAGES, len(whole)) - 1)[:TELLING_PASSAGES]
    weights = np.maximum(whole[telling], 0.0)
    ordered = [
        _ordered(wordings, [float(each[telling] @ weights) for each in of_part])
        for wordings, of_part in zip(parts, scores, strict=True)
    ]
    return Worded(*(_text([carried.asking, *ordered], count) for count in (1, WIDE)))


def _scores(wording: str, index: KeywordIndex, language: str) -> Scores:
    # A phrase counts where all its words stand, and somewhat more than a word.
    each = [index.scores([stem]) for stem in words(wording, language)]
    return np.asarray(np.min(each, axis=0) * np.sqrt(len(each)), dtype=np.float32)


def _ordered(wordings: Sequence[str], values: Sequence[float]) -> list[str]:
    # Of equal ones the earlier: those who wrote the list put the best first.
    return [wordings[place] for place in np.argsort(-np.array(values), kind="stable").tolist()]


def _text(ordered: Sequence[Sequence[str]], count: int) -> str:
    return " ".join(dict.fromkeys(each for wordings in ordered for each in wordings[:count]))
