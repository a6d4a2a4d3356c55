"""Whose business a question is that is not ours: the referral table, met in a question's words. Reads no file.

An entry is met by a phrase that stands in the question word for word (accents, case and endings aside), and by none
where one of its `unless` phrases stands there too: "in Ontario" is another province's business, "here" is ours.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from assistant.guards.checks import Finding
from assistant.understand import Understood
from knowledge.search import Evidence
from knowledge.texts import Text
from knowledge.words.keywords import folded, words

CHECK = "out_of_scope"
# A question that the pages answer so surely is theirs, whatever it names: on the sample (docs/abstention.md) no
# other government's question came above 0.68.
ANSWERED_FROM = 0.75
PASSAGES_READ = 3  # as many as the confidence reads
WORD = re.compile(r"\d+|[^\W\d_]+")

Rarity = Callable[[str], float]


@dataclass(frozen=True, slots=True)
class Referral:
    """A subject that is somebody else's business; `note` says more, if anything; wordings are by language."""

    name: Text
    address: Text
    note: Text | None
    phrases: Mapping[str, Sequence[str]]
    unless: Mapping[str, Sequence[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Entry:
    referral: Referral
    phrases: tuple[tuple[str, ...], ...]
    unless: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class _Met:
    referral: Referral
    subject: frozenset[str]  # the stems of the phrases that stand in the question
    share: float  # of the question's words, by rarity, that the subject takes up


class Referrals:
    """The referral table of one organisation; empty by default, which refers nothing."""

    def __init__(self, entries: Sequence[Referral] = ()) -> None:
        self._entries: dict[str, list[_Entry]] = {}
        for each in entries:
            for language, phrases in each.phrases.items():
                unless = each.unless.get(language, ())
                entry = _Entry(each, _tokenised(phrases, language), _tokenised(unless, language))
                self._entries.setdefault(language, []).append(entry)

    def whose(
        self,
        question: Understood,
        evidence: Sequence[Evidence],
        sure: float,
        rarity: Rarity,
        *,
        minimum_confidence: float,
        minimum_share: float,
    ) -> Referral | None:
        """Whose business the question is, when an entry meets it better than the pages do; else None.

        The entry takes up `minimum_share` of the question's words or more, and the pages do not answer it: they are
        not sure (`minimum_confidence`), or, being less than `ANSWERED_FROM`, no title or heading names the subject.
        """
        if sure >= ANSWERED_FROM:
            return None
        met = max(self._met(question, rarity), key=lambda each: each.share, default=None)
        if met is None or met.share < minimum_share:
            return None
        if sure >= minimum_confidence and _is_theirs(met.subject, evidence):
            return None
        return met.referral

    def _met(self, question: Understood, rarity: Rarity) -> Iterator[_Met]:
        language = question.language
        said = tokens(question.asked, language)
        weights = {stem: rarity(stem) for stem in words(question.asked, language)}
        total = sum(weights.values()) or 1.0
        for entry in self._entries.get(language, ()):
            met = [phrase for phrase in entry.phrases if _stands(phrase, said)]
            if met and not any(_stands(phrase, said) for phrase in entry.unless):
                subject = frozenset(token for phrase in met for token in phrase if token in weights)
                yield _Met(entry.referral, subject, sum(weights[stem] for stem in subject) / total)


def referred(referral: Referral) -> Finding:
    """Names whose business it is, and where that office is reached."""
    note = referral.note or Text("", "")
    return Finding(
        CHECK,
        "warn",
        None,
        Text(
            f"This is the business of {referral.name.en}: {referral.address.en}. {note.en}".strip(),
            f"Cela relève de : {referral.name.fr}, {referral.address.fr}. {note.fr}".strip(),
        ),
    )


def tokens(text: str, language: str) -> tuple[str, ...]:
    """All words in order, everyday ones too, without accents; the others stemmed as search does."""
    return tuple(next(iter(words(word, language)), word) for word in WORD.findall(folded(text)))


def _tokenised(phrases: Sequence[str], language: str) -> tuple[tuple[str, ...], ...]:
    return tuple(tokens(each, language) for each in phrases)


def _stands(phrase: Sequence[str], said: Sequence[str]) -> bool:
    size = len(phrase)
    return any(tuple(said[at : at + size]) == tuple(phrase) for at in range(len(said) - size + 1))


def _is_theirs(subject: frozenset[str], evidence: Sequence[Evidence]) -> bool:
    for each in evidence[:PASSAGES_READ]:
        # A page on voting names citizenship too; it is not about it.
        about = "\n".join((each.page.title, *each.passage.heading_path))
        if subject <= set(words(about, each.passage.language)):
            return True
    return False
