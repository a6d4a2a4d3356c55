"""Suggests synonyms: words that citizens use and the pages that answered them do not, beside those pages' headings.

A suggestion is for a person to accept. Reads past exchanges and what their replies cited; changes nothing.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from math import log

from sqlalchemy import Connection

from knowledge import exchanges as exchange_rows
from knowledge import passages as passage_rows
from knowledge.exchanges import Exchange
from knowledge.passages import Passage
from knowledge.words.keywords import WORD, words
from knowledge.words.synonyms import Synonyms

LONGEST_PHRASE = 3  # words
SHORTEST_WORDING = 3  # letters
COMMON_SHARE = (
    0.005  # of a language's passages: what stands in more is the pages' word too, and mostly small talk
)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A citizens' wording and the official term beside it; `association` is the log-likelihood ratio."""

    language: str
    wording: str
    term: str
    threads: int
    association: float


@dataclass(frozen=True, slots=True)
class _Seen:
    """What one thread shows, as stems with the words that they were: wordings that no cited page has, and headings."""

    wordings: dict[str, str]
    terms: dict[str, str]


def suggestions(connection: Connection, known: Synonyms, least_threads: int) -> list[Suggestion]:
    """For each wording the term with the strongest association, in at least `least_threads` threads, best first."""
    by_language: dict[str, dict[str, list[Exchange]]] = defaultdict(lambda: defaultdict(list))
    everything = exchange_rows.everything(connection)
    for each in everything:
        if each.cited:
            by_language[each.language][each.thread_id].append(each)
    cited = passage_rows.get_many(connection, [key for each in everything for key in each.cited])
    found: list[Suggestion] = []
    for language, threads in by_language.items():
        common = _common(connection, language)
        seen = [_seen(thread, cited, common, known, language) for thread in threads.values()]
        found += _associated(seen, language, least_threads)
    return sorted(found, key=lambda each: (-each.association, each.language, each.wording))


def log_likelihood_ratio(both: int, one: int, other: int, total: int) -> float:
    """How surprising it is that two things come together in `both` of `total`, where they come `one` and `other` times.

    Dunning, "Accurate Methods for the Statistics of Surprise and Coincidence", Computational Linguistics 1993.
    """
    cells = ((both, one - both), (other - both, total - one - other + both))
    rows, columns = (one, total - one), (other, total - other)
    return 2.0 * sum(
        count * log(count * total / (rows[i] * columns[j]))
        for i, row in enumerate(cells)
        for j, count in enumerate(row)
        if count
    )


def _common(connection: Connection, language: str) -> set[str]:
    passages = passage_rows.of_language(connection, language)
    count = Counter(stem for each in passages for stem in set(words(each.text_with_heading, language)))
    return {stem for stem, times in count.items() if times > 1 + COMMON_SHARE * len(passages)}


def _seen(
    thread: Sequence[Exchange],
    cited: Mapping[str, Passage],
    common: Set[str],
    known: Synonyms,
    language: str,
) -> _Seen:
    there = [cited[key] for each in thread for key in each.cited if key in cited]
    on_page = {stem for passage in there for stem in words(passage.text_with_heading, language)}
    asked: set[str] = set()
    wordings: dict[str, str] = {}
    for each in thread if there else ():
        stems = words(each.question, language)
        asked.update(stems)
        in_file = {stem for met in known.met(stems, language) for stem in stems[met.start : met.end]}
        for key, phrase in _phrases(each.question, language):
            said = set(key.split())
            # Every word must be new to the page: "lost licence" is no wording for what speaks of licences.
            if not said & (on_page | in_file) and not said <= common and len(phrase) >= SHORTEST_WORDING:
                wordings.setdefault(key, phrase)
    terms: dict[str, str] = {}
    for heading in (heading for passage in there for heading in passage.heading_path):
        for key, phrase in _phrases(heading, language):
            if not set(key.split()) <= asked:  # who used the official term needs no other
                terms.setdefault(key, phrase)
    return _Seen(wordings, terms)


def _associated(seen: Sequence[_Seen], language: str, least_threads: int) -> Iterator[Suggestion]:
    said, named = _counted(each.wordings for each in seen), _counted(each.terms for each in seen)
    together = Counter(
        (wording, term)
        for each in seen
        for wording in each.wordings
        if said[wording] >= least_threads
        for term in each.terms
    )
    # Chi-squared exceeds 2 ln n by chance once in n pairs at most.
    least = 2.0 * log(max(len(together), 1))
    best: dict[str, Suggestion] = {}
    for (wording, term), both in sorted(together.items()):
        expected = said[wording] * named[term] / len(seen)
        strength = log_likelihood_ratio(both, said[wording], named[term], len(seen))
        if both < least_threads or both <= expected or strength < least:
            continue
        shown = Suggestion(language, _spelled(seen, wording, 0), _spelled(seen, term, 1), both, strength)
        if wording not in best or _rank(shown) > _rank(best[wording]):
            best[wording] = shown
    yield from _without_parts(best)


def _rank(suggestion: Suggestion) -> tuple[float, int]:
    # Of terms that come together always, the longest says most.
    return (round(suggestion.association, 6), len(suggestion.term))


def _without_parts(best: dict[str, Suggestion]) -> Iterator[Suggestion]:
    # "sticker" adds nothing to "handicap sticker" where the same threads speak of both.
    for wording, each in best.items():
        longer = (
            other
            for key, other in best.items()
            if key != wording and f" {wording} " in f" {key} " and other.term == each.term
        )
        if not any(other.threads >= each.threads for other in longer):
            yield each


def _phrases(text: str, language: str) -> Iterator[tuple[str, str]]:
    """Stretches of up to three words without everyday words at their ends, as (stems, words)."""
    for line in text.splitlines():
        said = [(word, words(word, language)) for word in WORD.findall(line.casefold())]
        for start in range(len(said)):
            for end in range(start + 1, min(start + LONGEST_PHRASE, len(said)) + 1):
                part = said[start:end]
                if part[0][1] and part[-1][1] and not any(word[0].isdigit() for word, _ in part):
                    key = " ".join(stem for _, stems in part for stem in stems)
                    yield key, " ".join(word for word, _ in part)


def _counted(each_thread: Iterable[dict[str, str]]) -> Counter[str]:
    return Counter(key for thread in each_thread for key in thread)


def _spelled(seen: Sequence[_Seen], key: str, which: int) -> str:
    """The commonest spelling of a phrase."""
    spelled = Counter(
        own[key] for each in seen for own in ((each.wordings, each.terms)[which],) if key in own
    )
    return min(spelled, key=lambda phrase: (-spelled[phrase], phrase))
