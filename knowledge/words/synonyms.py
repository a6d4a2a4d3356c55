"""Synonyms: wordings that mean the same to an organisation, in one language or across two. Reads no file.

Phrases are met as search meets words: whole words, whatever their accents, case or ending, longest phrase first.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from knowledge.words.keywords import words

Group = Mapping[str, Sequence[str]]  # equal wordings, by language


class Met(NamedTuple):
    """A phrase that stands in a question: its place among the question's stems, and the group it belongs to."""

    start: int
    end: int
    group: Group


@dataclass(frozen=True, slots=True)
class _Phrase:
    stems: tuple[str, ...]
    group: Group


class Synonyms:
    """The groups of one organisation; none by default, which changes nothing."""

    def __init__(self, groups: Sequence[Group] = ()) -> None:
        self._phrases: dict[tuple[str, str], list[_Phrase]] = {}  # by language and first stem
        self._stems: dict[str, frozenset[str]] = {}
        for group in groups:
            for language, wordings in group.items():
                for wording in wordings:
                    self._add(language, tuple(words(wording, language)), group)

    def __bool__(self) -> bool:
        return bool(self._phrases)

    def __add__(self, other: "Synonyms") -> "Synonyms":
        """Both together; of equal phrases these come first."""
        both = Synonyms()
        for each in (self, other):
            for key, phrases in each._phrases.items():
                both._phrases.setdefault(key, []).extend(phrases)
        return both

    def expand(self, text: str, language: str) -> tuple[str, ...]:
        """The other wordings, in the same language, of the phrases that stand in `text`."""
        return tuple(wording for wording, _ in self._others(words(text, language), language))

    def other_stems(self, stems: Sequence[str], language: str) -> tuple[str, ...]:
        """The stems of those other wordings that are not among `stems`, each once."""
        others = (stem for _, wording in self._others(stems, language) for stem in wording)
        return tuple(dict.fromkeys(stem for stem in others if stem not in stems))

    def stems(self, language: str) -> frozenset[str]:
        """All stems of the wordings of a language."""
        if language not in self._stems:
            known = (phrases for (of, _), phrases in self._phrases.items() if of == language)
            stems = frozenset(stem for phrases in known for phrase in phrases for stem in phrase.stems)
            self._stems[language] = stems
        return self._stems[language]

    def met(
        self, stems: Sequence[str], language: str, wanted: Callable[[Met], bool] = lambda _met: True
    ) -> list[Met]:
        """The wanted phrases that stand in stemmed words, in order; of two that overlap the longer counts."""
        found = filter(wanted, self._all(stems, language))
        longest_first = sorted(found, key=lambda met: (met.start - met.end, met.start))
        taken: set[int] = set()
        kept: list[Met] = []
        for met in longest_first:
            places = set(range(met.start, met.end))
            # A wording may stand in several groups: all of them count.
            if not places & taken or any((met.start, met.end) == (k.start, k.end) for k in kept):
                kept.append(met)
                taken |= places
        return sorted(kept, key=lambda met: met.start)

    def _others(self, stems: Sequence[str], language: str) -> dict[tuple[str, tuple[str, ...]], None]:
        # Ordered and each once, with its stems.
        found: dict[tuple[str, tuple[str, ...]], None] = {}
        for met in self.met(stems, language):
            for wording in met.group[language]:
                own = tuple(words(wording, language))
                if own != tuple(stems[met.start : met.end]):
                    found[(wording, own)] = None
        return found

    def _all(self, stems: Sequence[str], language: str) -> Iterator[Met]:
        for start, stem in enumerate(stems):
            for phrase in self._phrases.get((language, stem), ()):
                end = start + len(phrase.stems)
                if tuple(stems[start:end]) == phrase.stems:
                    yield Met(start, end, phrase.group)

    def _add(self, language: str, stems: tuple[str, ...], group: Group) -> None:
        if stems:
            self._phrases.setdefault((language, stems[0]), []).append(_Phrase(stems, group))
