"""Runs a stage for many questions, taking from the cache what is there. Knows neither gold nor measures."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from pydantic import TypeAdapter

from eval.cases import Asked
from eval.experiments.cache import Cache
from eval.experiments.keys import ANSWER, RANKING
from eval.results import Answer, Ranking
from eval.telling import Teller
from knowledge.texts import Text

Result = TypeVar("Result", Ranking, Answer)
_RANKING = TypeAdapter(Ranking)
_ANSWER = TypeAdapter(Answer)


@dataclass(frozen=True, slots=True)
class Ran(Generic[Result]):
    """The results by question id, and the ids of those that were not made anew."""

    results: Mapping[str, Result]
    from_cache: frozenset[str]

    @property
    def made(self) -> int:
        """How many were made in this run."""
        return len(self.results) - len(self.from_cache)


def run_rankings(
    questions: Sequence[Asked],
    rank: Callable[[Asked], Ranking],
    key: Callable[[Asked], str],
    cache: Cache | None,
    teller: Teller,
    doing: Text = Text("Searching", "Recherche"),
) -> Ran[Ranking]:
    """The ranking of each question; `key` gives its key, which must cover how many passages are asked for."""
    return _run(RANKING, _RANKING, questions, rank, key, lambda _: True, cache, teller, doing)


def run_answers(
    questions: Sequence[Asked],
    answer: Callable[[Asked], Answer],
    key: Callable[[Asked], str],
    cache: Cache | None,
    teller: Teller,
    doing: Text = Text("Drafting", "Rédaction"),
    lasting: Callable[[Answer], bool] = lambda _: True,
) -> Ran[Answer]:
    """The answer to each question; one that is not `lasting` (a model was away) is made anew the next time."""
    return _run(ANSWER, _ANSWER, questions, answer, key, lasting, cache, teller, doing)


def _run(
    stage: str,
    kind: TypeAdapter[Result],
    questions: Sequence[Asked],
    make: Callable[[Asked], Result],
    key: Callable[[Asked], str],
    lasting: Callable[[Result], bool],
    cache: Cache | None,
    teller: Teller,
    doing: Text,
) -> Ran[Result]:
    results: dict[str, Result] = {}
    found: set[str] = set()
    for asked in teller.track(questions, len(questions), doing):
        name = key(asked)
        kept = cache.get(stage, name) if cache else None
        if kept is not None:
            results[asked.id] = kind.validate_json(kept)
            found.add(asked.id)
            continue
        made = make(asked)
        results[asked.id] = made
        if cache and lasting(made):
            cache.put(stage, name, kind.dump_json(made))
    return Ran(results, frozenset(found))
