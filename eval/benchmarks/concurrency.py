"""How many searches a second many askers get at once, beside how many questions a second the embedder can take.

A search here is the one that `searching` times: no question twice, passages read before, as in service.
"""

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from assistant.understand import Understood
from eval.benchmarks.searching import OPENING_QUESTION, TOP
from eval.cases import Asked
from eval.conversation import understood
from eval.opened import Opened
from eval.telling import Teller
from knowledge.texts import Text

ALONE = 100


@dataclass(frozen=True, slots=True)
class Concurrency:
    """Rates a second. `share_of_embedder` is searches at once to the embedder's best rate over the same questions.

    `embedder_at_once_per_s` is what the embedder's share of those searches could be: as many askers, who only have
    their questions embedded, one by one.
    """

    questions: int
    at_once: int
    embedder_alone_per_s: float
    embedder_at_once_per_s: float
    embedder_at_once_share: float
    searches_at_once_per_s: float
    share_of_embedder: float
    median_at_once_ms: float
    p95_at_once_ms: float
    searches_one_by_one_per_s: float
    median_one_by_one_ms: float


def measure_concurrency(
    services: Opened,
    asked: Sequence[Asked],
    at_once: int,
    teller: Teller,
    seconds: Callable[[], float] = time.perf_counter,
) -> Concurrency:
    """Search once for each different question with `at_once` askers, each asking the next when it has its answer."""
    settings, find = services.knowledge.settings, services.knowledge.search.find
    questions = list(dict.fromkeys(understood(each, settings) for each in asked))
    queries = list(dict.fromkeys(each.query for each in questions))
    for language in settings.languages:
        find(OPENING_QUESTION, language, TOP)
    services.knowledge.search.read_ahead()
    began = seconds()
    # The whole of it in one call: nothing is asked of the model more cheaply.
    embedder = services.knowledge.index.embedder
    embedder.embed(queries)
    embedder_rate = len(queries) / (seconds() - began)
    with ThreadPoolExecutor(at_once) as askers:
        began = seconds()
        list(askers.map(lambda query: embedder.embed_questions([query]), queries))
        shared_rate = len(queries) / (seconds() - began)

    def search(each: Understood) -> float:
        start = seconds()
        find(each.query, each.language, TOP, each.thread)
        return seconds() - start

    with ThreadPoolExecutor(at_once) as askers:
        began = seconds()
        told = teller.track(askers.map(search, questions), len(questions), Text("Searching", "Recherche"))
        together = np.asarray(list(told))
        rate = len(questions) / (seconds() - began)
    alone = np.asarray([search(each) for each in questions[:ALONE]])
    return Concurrency(
        questions=len(questions),
        at_once=at_once,
        embedder_alone_per_s=round(embedder_rate, 1),
        embedder_at_once_per_s=round(shared_rate, 1),
        embedder_at_once_share=round(shared_rate / embedder_rate, 3),
        searches_at_once_per_s=round(rate, 1),
        share_of_embedder=round(rate / embedder_rate, 3),
        median_at_once_ms=_ms(np.median(together)),
        p95_at_once_ms=_ms(np.quantile(together, 0.95)),
        searches_one_by_one_per_s=round(len(alone) / float(alone.sum()), 1),
        median_one_by_one_ms=_ms(np.median(alone)),
    )


def _ms(value_s: np.floating) -> float:
    return round(float(value_s) * 1000, 1)
