"""What another language has for a question that no page in its own language is sure to answer. Writes nothing.

One rule for drafts, for search through the API and for what is measured: pages in the question's language come first,
except where a page in another language is sure enough and they are not, or are far less so.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.withholding.confidence import FIRST, WEIGHED, confidence
from knowledge.crossing import Crossed, Crossing
from knowledge.search import Evidence
from knowledge.words.keywords import words

# By so much another language has to be surer than the question's own where that is sure enough by itself. Of .1 to .3
# on questions asked as if only the other language had their page, and on others (docs/synonyms.md).
CLEARLY = 0.2
# Below this cosine, of the best of three, a crossing is not quoted, however sure: a row of carried words is near to
# many pages of another country's law. Of .45 to .65 on 94 questions whose page only the other language had and on
# 2,268 that their own answers: right ones quoted 38 -> 34, wrong ones 50 -> 17 (docs/synonyms.md).
NEAR = 0.58
# A right page of the question's own language that stood first or second is then still among the first five.
AHEAD = 3


@dataclass(frozen=True, slots=True)
class Found:
    """What another language has, and the probability, from 0 to 1, that it answers."""

    crossed: Crossed
    sure: float

    @property
    def is_near(self) -> bool:
        """Whether a passage is near enough to the words that were carried over to be quoted."""
        return max(each.similarity for each in self.crossed.evidence[:FIRST]) >= NEAR

    @property
    def is_one_word(self) -> bool:
        """Whether one word was carried over: "permit?" names a subject, and any page on it may be meant."""
        return len(set(words(self.crossed.asked, self.crossed.language))) == 1


class Elsewhere:
    """The other languages of one index, with how sure one has to be."""

    def __init__(self, crossing: Crossing, minimum_confidence: float) -> None:
        self._crossing = crossing
        self.minimum = minimum_confidence

    def find(self, query: str, language: str, own: float, top: int, twins: bool = False) -> Found | None:
        """Up to `top` passages of the best other language; None where that is not sure enough beside `own`.

        With `twins`, as if the question's language had none of these pages.
        """
        found = self.near(query, language, own, top, twins)
        return found if found is not None and self.is_enough(found, own) else None

    def near(self, query: str, language: str, own: float, top: int, twins: bool = False) -> Found | None:
        """As `find`, sure enough or not; None where it was not worth a search."""
        # Nothing can be surer than its share, so that most questions are searched in their own language alone.
        share = self._needed(own)
        crossed = self._crossing.find(query, language, max(top, WEIGHED), twins, share=share)
        if crossed is None:
            return None
        return Found(replace(crossed, evidence=crossed.evidence[:top]), sure_of(crossed))

    def is_enough(self, found: Found, own: float) -> bool:
        """Whether it comes ahead of pages in the question's language, of which one is as sure as `own`."""
        return found.is_near and found.sure >= self._needed(own)

    def _needed(self, own: float) -> float:
        return self.minimum if own < self.minimum else own + CLEARLY

    def joined(
        self, query: str, language: str, own: Sequence[Evidence], top: int, asked: str | None = None
    ) -> list[Evidence]:
        """Up to `top` of `own` and what the other language has, that one's best ahead where `find` finds it.

        `asked` are the question's own words, where `query` has more.
        """
        found = self.find(query, language, confidence(own[:WEIGHED], asked or query), top)
        other = found.crossed.evidence if found else []
        every = [*other[:AHEAD], *own, *other[AHEAD:]][:top]
        return [replace(each, rank=rank) for rank, each in enumerate(every, start=1)]


def sure_of(crossed: Crossed) -> float:
    """The probability that it answers: what was lost on the way may be the very thing that was asked."""
    return crossed.share * confidence(crossed.evidence[:WEIGHED], crossed.asked)
