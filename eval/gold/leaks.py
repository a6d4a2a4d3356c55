"""Which past exchanges would give a gold question's answer away. Owns that judgement; holds nothing out itself.

An exchange leaks into a case when

- **thread**: it comes from the case's own thread (thread names count as equal with or without a prefix, "x-17", "17");
- **question**: it asks the same, letter for letter (from 30 letters on: "yes" and "what do I need?" are asked by
  everybody), or nearly so: 80 % of all runs of 5 letters in either are in both (from 40 letters on);
- **reply**: it was answered with the gold answer (the same measure, from 100 letters on), unless those words are
  the page's own, which any reply about it may quote;
- **later**: it was approved after the case was asked. What is asked once is often asked again that week.

Only letters and digits count, without case; each line of a long message is compared too. Pairs are found through
the runs that they share, so that thousands against thousands take about a second.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Literal

from eval.cases import Case
from eval.matching import squashed
from knowledge.exchanges import Exchange

Why = Literal["thread", "question", "reply", "later"]
SAME_LETTERS = 30
NEAR_LETTERS = 40
REPLY_LETTERS = 100
RUN = 5
NEAR = 0.8  # one letter more or less in a question of 50 leaves 0.82
LONG_THREAD = 12


@dataclass(frozen=True, slots=True, order=True)
class Leak:
    """An exchange that gives a case away, and the strongest reason."""

    case_id: str
    exchange_id: str
    why: Why


def leaks(cases: Iterable[Case], exchanges: Sequence[Exchange]) -> tuple[Leak, ...]:
    """Every pair of a case and an exchange that leaks into it, in the order of the cases, with one reason each."""
    threads = _by_thread(exchanges)
    asked = _Alike(((each.id, text) for each in exchanges for text in _messages(each.question)), SAME_LETTERS)
    replied = _Alike(((each.id, each.reply) for each in exchanges), REPLY_LETTERS)
    dated = sorted((each.approved_at, each.id) for each in exchanges if each.approved_at is not None)
    found: list[Leak] = []
    for case in cases:
        why: dict[str, Why] = {}
        if case.asked_at is not None:
            why |= {key: "later" for at, key in dated if at > case.asked_at}
        if case.answer and not _is_the_pages(case):
            why |= dict.fromkeys(replied.like(case.answer), "reply")
        for text in _messages(case.asked.question):
            why |= dict.fromkeys(asked.like(text), "question")
        if case.thread:
            why |= dict.fromkeys(threads.get(case.thread, ()), "thread")
        found += (Leak(case.id, key, reason) for key, reason in sorted(why.items()))
    return tuple(found)


def held_out(cases: Iterable[Case], exchanges: Sequence[Exchange]) -> frozenset[str]:
    """The ids of all exchanges that leak into any of the cases: what a test of them must do without."""
    return frozenset(leak.exchange_id for leak in leaks(cases, exchanges))


class _Alike:
    """Texts by what they share: exact, and without comparing all with all.

    Two sets that share 80 % of their runs share one among the first fifth of each, in any common order
    (prefix filtering: Chaudhuri, Ganti, Kaushik, ICDE 2006); with the rarest first there is little to compare.
    """

    def __init__(self, texts: Iterable[tuple[str, str]], least: int) -> None:
        self._least = least
        self._same: dict[str, list[str]] = defaultdict(list)
        for key, text in texts:
            if len(letters := squashed(text)) >= least:
                self._same[letters].append(key)
        self._texts = [(letters, _runs(letters)) for letters in self._same if len(letters) >= NEAR_LETTERS]
        self._often = Counter(run for _, runs in self._texts for run in runs)
        self._first: dict[str, list[int]] = defaultdict(list)
        for number, (_, runs) in enumerate(self._texts):
            for run in self._rarest(runs):
                self._first[run].append(number)

    def like(self, text: str) -> set[str]:
        """The keys of the texts that are the same or nearly so."""
        letters = squashed(text)
        alike = {letters}
        if len(letters) >= max(NEAR_LETTERS, self._least):
            runs = _runs(letters)
            near = {number for run in self._rarest(runs) for number in self._first.get(run, ())}
            alike |= {other for other, shared in (self._texts[n] for n in near) if _nearly(runs, shared)}
        return {key for each in alike for key in self._same.get(each, ())}

    def _rarest(self, runs: frozenset[str]) -> list[str]:
        ordered = sorted(runs, key=lambda run: (self._often[run], run))
        return ordered[: len(runs) - ceil(NEAR * len(runs)) + 1]


def _runs(letters: str) -> frozenset[str]:
    return frozenset(letters[start : start + RUN] for start in range(len(letters) - RUN + 1))


def _nearly(one: frozenset[str], other: frozenset[str]) -> bool:
    shared = len(one & other)
    return shared >= NEAR * (len(one) + len(other) - shared)


def _messages(text: str) -> Iterator[str]:
    yield text
    lines = text.splitlines()
    if len(lines) > 1:
        yield from lines


def _is_the_pages(case: Case) -> bool:
    answer = squashed(case.answer or "")
    return any(answer in squashed(source.text or "") for source in case.sources)


def _by_thread(exchanges: Iterable[Exchange]) -> Mapping[str, set[str]]:
    # "doc-17" is known as "17" too where the rest is long enough to be a name of its own.
    named: dict[str, set[str]] = defaultdict(set)
    for exchange in exchanges:
        name = exchange.thread_id
        while name:
            if name == exchange.thread_id or len(name) >= LONG_THREAD:
                named[name].add(exchange.id)
            name = name.partition("-")[2]
    return named
