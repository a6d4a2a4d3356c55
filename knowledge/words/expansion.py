"""The other words under which a question may find passages: synonyms of its phrases, and what its typos meant.

A typo is searched as what it meant; a synonym counts less than the question's own words. Scores nothing itself.
"""

from collections.abc import Mapping, Sequence
from math import inf
from typing import NamedTuple

from knowledge.words.spelling import Spelling
from knowledge.words.synonyms import Synonyms


class _Made(NamedTuple):
    of: Mapping[str, float]
    spelling: Spelling


class Expansion:
    """The synonyms of an organisation, and the spelling of what is indexed, made when first needed.

    `rarity`, of every method, is that of each indexed stem of the language.
    """

    def __init__(self, synonyms: Synonyms) -> None:
        self._synonyms = synonyms
        self._spellings: dict[str, _Made] = {}

    def other_stems(
        self, stems: Sequence[str], language: str, rarity: Mapping[str, float]
    ) -> tuple[str, ...]:
        """Indexed stems to search besides `stems`, those of the question; each once."""
        meant = self.meant(stems, language, rarity)
        others = (*meant, *self._synonyms.other_stems(meant, language))
        return tuple(dict.fromkeys(stem for stem in others if stem in rarity and stem not in stems))

    def meant(self, stems: Sequence[str], language: str, rarity: Mapping[str, float]) -> list[str]:
        """The stems in order, each that neither a passage nor a synonym has as the nearest one that they have."""
        named = self._synonyms.stems(language)
        if all(stem in rarity or stem in named for stem in stems):
            return list(stems)
        spelling = self._spelling(language, rarity)
        return [spelling.nearest(stem) or stem for stem in stems]

    def _spelling(self, language: str, rarity: Mapping[str, float]) -> Spelling:
        made = self._spellings.get(language)
        if made is None or made.of is not rarity:  # a new index brings its own words
            known = dict.fromkeys(self._synonyms.stems(language), inf) | dict(rarity)
            made = self._spellings[language] = _Made(rarity, Spelling(known))
        return made.spelling
