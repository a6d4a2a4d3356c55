"""A question's words in another language: by an organisation's synonyms, a glossary, spelling, names and figures.

Word by word, the longest expression first; no grammar, so nothing of it may be shown to anybody as a translation.
"""

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from knowledge.words.cognates import cognate
from knowledge.words.expansion import Expansion
from knowledge.words.keywords import WORD, KeywordIndex, unstemmed, words
from knowledge.words.synonyms import Met, Synonyms

SHORTEST_ALIKE = 4  # letters; shorter words are written alike by chance
# What people put around a question. Alone such a word has no weight and nothing to carry; in an expression it has.
PASSED_OVER = {
    "en": frozenset(
        "am again both cant didnt doesnt dont gonna got id im isnt ive know let lets ok okay one ones pls plz really"
        " rn say saying says said tell there til till u ur wanna want wanted wants whats wont".split()
    ),
    "fr": frozenset(
        "aimerais alors aura aurai aurait aurais avais avait avez avons ayant bon ça c'est ceux celle celles celui cest"
        " chez dire dis dit donc dont dun est-ce étais était étaient êtes fais faire fasse font jai jaimerais juste"
        " laquelle lequel ouais oui pis peuvent pourrais pourrait pourriez pouvez pouvoir pouvons puisse quelque"
        " quelques quoi quun sais savoir sera serai serait serais seront soient sois soit sommes stp suis svp va vais"
        " vas veut veux voudrais voulais voulez vouloir vraiment".split()
    ),
}
# Search passes over these; the embedder, and whoever looks for the fact that is asked for, do not.
ASKING = {"when": "quand", "where": "où", "how": "comment", "why": "pourquoi", "who": "qui"}
ASKED = {"en": ASKING, "fr": {french: english for english, french in ASKING.items()}}


class _Said(NamedTuple):
    word: str
    stem: str
    plain: str


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a question: its weight there, and what the other language may call it; nothing where it is lost."""

    weight: float
    wordings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Carried:
    """A question in parts, in its order, and the words that ask, in the other language."""

    parts: tuple[Part, ...]
    asking: tuple[str, ...] = ()

    @property
    def share(self) -> float:
        """How much of the question is carried over, by the rarity of its words, from 0 to 1."""
        carried = sum(part.weight for part in self.parts if part.wordings)
        return carried / sum(part.weight for part in self.parts) if carried else 0.0


class Carrying:
    """Carries questions over with one set of wordings, from any language to any other that is indexed."""

    def __init__(self, synonyms: Synonyms) -> None:
        self._synonyms = synonyms
        self._expansion = Expansion(synonyms)

    def carry(self, query: str, language: str, other: str, keywords: Mapping[str, KeywordIndex]) -> Carried:
        """The question in words of the `other` language that stand in that language's index."""
        here, there = keywords[language], keywords[other]

        def stands(wording: str) -> bool:
            stems = words(wording, other)
            return bool(stems) and all(stem in there.known for stem in stems)

        text = unicodedata.normalize("NFC", query)
        said = [
            _Said(word, stem, plain)
            for word in WORD.findall(text)
            for stem, plain in zip(words(word, language), _spelled(word, language), strict=True)
        ]
        met = self._named(said, language, other, stands, here.known)
        parts: list[Part] = []
        place = 0
        while place < len(said):
            end, wordings = met.get(place, (place + 1, ()))
            word = said[place].word
            if end - place > 1 or word.casefold() not in PASSED_OVER.get(language, ()):
                alike = wordings or _alike(word, language, other, stands)
                parts.append(Part(sum(here.rarity(each.stem) for each in said[place:end]), tuple(alike)))
            place = end
        return Carried(tuple(parts), _asking(text, language, other))

    def _named(
        self,
        said: Sequence[_Said],
        language: str,
        other: str,
        stands: Callable[[str], bool],
        known: Mapping[str, float],
    ) -> dict[int, tuple[int, list[str]]]:
        # By its first place, where each phrase ends, and those of its wordings that stand.
        def standing(met: Met) -> list[str]:
            return [wording for wording in met.group.get(other, ()) if stands(wording)]

        stems = self._expansion.meant([each.stem for each in said], language, known)
        by_span: dict[tuple[int, int], list[Met]] = {}
        for met in self._synonyms.met(stems, language, lambda each: bool(standing(each))):
            by_span.setdefault((met.start, met.end), []).append(met)
        named: dict[int, tuple[int, list[str]]] = {}
        for (start, end), mets in by_span.items():
            # Délai and délit have one stem: where a wording is what was said to the letter, it is what was meant.
            spelled = tuple(each.plain for each in said[start:end])
            exact = [
                met for met in mets if spelled in {_spelled(each, language) for each in met.group[language]}
            ]
            wordings: dict[tuple[str, ...], str] = {}
            for each in (wording for met in exact or mets for wording in standing(met)):
                wordings.setdefault(tuple(words(each, other)), each)
            named[start] = end, list(wordings.values())
        return named


def _alike(word: str, language: str, other: str, stands: Callable[[str], bool]) -> Sequence[str]:
    if (word[0].isdigit() or len(word) >= SHORTEST_ALIKE) and stands(word):
        return (word,)
    spelled = cognate(word, language, other, stands)
    return (spelled,) if spelled else ()


def _asking(text: str, language: str, other: str) -> tuple[str, ...]:
    asked = ASKED.get(language, {}) if other in ASKED else {}
    return tuple(asked[word] for word in dict.fromkeys(WORD.findall(text.casefold())) if word in asked)


@lru_cache(maxsize=4_096)
def _spelled(text: str, language: str) -> tuple[str, ...]:
    # The glossary's wordings come up again with every question.
    return tuple(unstemmed(text, language))
