"""How many searches a second many askers get at once, beside how many questions a second the embedder can take."""

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from eval.cases import Asked
from eval.conversation import understood
from eval.opened import Opened
from eval.telling import Teller
from knowledge.texts import Text

TOP = 10
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
    """Search for every question with `at_once` askers, each asking the next as soon as it has its answer."""
    settings = services.knowledge.settings
    queries = list(dict.fromkeys(understood(each, settings).query for each in asked))
    services.retrieval.rank(asked[0], TOP)
    began = seconds()
    # The whole of it in one call: nothing is asked of the model more cheaply.
    embedder = services.knowledge.index.embedder
    embedder.embed(queries)
    embedder_rate = len(queries) / (seconds() - began)
    with ThreadPoolExecutor(at_once) as askers:
        began = seconds()
        list(askers.map(lambda query: embedder.embed_questions([query]), queries))
        shared_rate = len(queries) / (seconds() - began)

    def search(each: Asked) -> float:
        start = seconds()
        services.retrieval.rank(each, TOP)
        return seconds() - start

    with ThreadPoolExecutor(at_once) as askers:
        began = seconds()
        told = teller.track(askers.map(search, asked), len(asked), Text("Searching", "Recherche"))
        together = np.asarray(list(told))
        rate = len(asked) / (seconds() - began)
    alone = np.asarray([search(each) for each in asked[:ALONE]])
    return Concurrency(
        questions=len(asked),
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
