"""Asks a system all questions of a gold set, taking from the cache what is known. Sees `Asked` only; judges nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, cast

from assistant.build import build_answerer
from assistant.composing.model import Tokens
from assistant.settings import AssistantSettings
from eval.answering import Answering
from eval.cases import Asked
from eval.experiments.cache import Cache
from eval.experiments.keys import StageKeys
from eval.experiments.stages import run_answers, run_rankings
from eval.results import Answer, Ranking
from eval.retrieval import Retrieval
from eval.telling import Teller
from knowledge.build import Knowledge
from knowledge.search import REORDERED, Evidence, Search
from knowledge.wording import Thread

DEPTH = 25  # deep enough for 10,000 characters


@dataclass(frozen=True, slots=True)
class Results:
    """What came out, by question id; `seconds` of those that were asked now, and not taken from the cache."""

    rankings: Mapping[str, Ranking]
    answers: Mapping[str, Answer]
    seconds: Mapping[str, float]
    from_cache: int
    tokens: Tokens


class LastSearch:
    """A search that remembers its last result, since ranking and drafting ask for the same one after the other."""

    def __init__(self, search: Search) -> None:
        self._search = search
        self._asked: tuple[str, str, Thread | None] | None = None
        self._found: list[Evidence] = []

    def find(self, query: str, language: str, top: int = 10, thread: Thread | None = None) -> list[Evidence]:
        """As `Search.find`."""
        if (query, language, thread) != self._asked:
            self._found = self._search.find(query, language, max(top, REORDERED), thread)
            self._asked = (query, language, thread)
        return self._found[:top] if top <= REORDERED else self._search.find(query, language, top, thread)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._search, name)


def ask_all(
    knowledge: Knowledge,
    settings: AssistantSettings,
    questions: Sequence[Asked],
    keys: StageKeys,
    cache: Cache | None,
    teller: Teller,
) -> Results:
    """Draft an answer to each question and rank passages for it, with one search for both."""
    search = LastSearch(knowledge.search)
    known = replace(knowledge, search=cast(Search, search))
    retrieval = Retrieval(known.search, known.settings)
    answerer = build_answerer(settings, known)
    answering = Answering(answerer)
    ranked: dict[str, Ranking] = {}

    def answer(asked: Asked) -> Answer:
        given = answering.answer(asked)
        ranked[asked.id] = retrieval.rank(asked, DEPTH)
        return given

    def rank(asked: Asked) -> Ranking:
        return ranked.pop(asked.id, None) or retrieval.rank(asked, DEPTH)

    def lasts(given: Answer) -> bool:
        return given.id not in answering.without_model

    answers = run_answers(questions, answer, keys.of_answer, cache, teller, lasting=lasts)
    rankings = run_rankings(questions, rank, lambda asked: keys.of_ranking(asked, DEPTH), cache, teller)
    fresh = {key: each.seconds for key, each in answers.results.items() if key not in answers.from_cache}
    return Results(rankings.results, answers.results, fresh, len(answers.from_cache), answerer.tokens)
