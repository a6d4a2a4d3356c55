"""How long one search takes: question after question, each for the first time, in a process held to one core.

Nothing is remembered of a question; passages are read before, as in service, as far as they are remembered.
"""

import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from eval.benchmarks.machine import machine, peak_memory_mib
from eval.cases import Asked
from eval.conversation import understood
from eval.opened import opened
from eval.telling import Teller
from knowledge import passages
from knowledge.database import reading
from knowledge.texts import Text

TOP = 10  # as many as drafting reads
OPENING_QUESTION = "opening hours · heures d'ouverture"  # loads the model, and is no question of anybody


@dataclass(frozen=True, slots=True)
class SearchSpeed:
    """Times of single searches, and what the process was held to: the last three.

    `…_processor_ms` leave out what the searches waited for other work on the machine.
    """

    questions: int
    passages: int
    read_ahead: int
    read_ahead_s: float
    p50_ms: float
    p95_ms: float
    slowest_ms: float
    p50_processor_ms: float
    p95_processor_ms: float
    peak_memory_mib: int
    cores_allowed: int | str
    omp_threads: str
    embedder_threads: int


def measure_searching(
    data_dir: Path | None,
    asked: Sequence[Asked],
    language: str,
    clocks: Sequence[Callable[[], float]] = (time.perf_counter, time.process_time),
) -> SearchSpeed:
    """Search once for each question that differs from those before; progress is told in `language`."""
    with opened(data_dir) as services:
        settings, search = services.knowledge.settings, services.knowledge.search
        queries = list(dict.fromkeys(understood(each, settings) for each in asked))
        for each in settings.languages:
            search.find(OPENING_QUESTION, each, TOP)
        began_reading = clocks[0]()
        read_ahead = search.read_ahead()
        read_ahead_s = clocks[0]() - began_reading
        taken = np.zeros((len(queries), len(clocks)))
        tracked = Teller(language).track(queries, len(queries), Text("Searching", "Recherche"))
        for number, query in enumerate(tracked):
            began = [seconds() for seconds in clocks]
            search.find(query.query, query.language, TOP, query.thread)
            taken[number] = np.subtract([seconds() for seconds in clocks], began)
        with reading(services.knowledge.engine) as connection:
            there = sum(passages.count(connection).values())
    (p50, processor_p50), (p95, processor_p95), (slowest, _) = np.quantile(taken, [0.5, 0.95, 1], axis=0)
    return SearchSpeed(
        questions=len(queries),
        passages=there,
        read_ahead=read_ahead,
        read_ahead_s=round(read_ahead_s, 1),
        p50_ms=_ms(p50),
        p95_ms=_ms(p95),
        slowest_ms=_ms(slowest),
        p50_processor_ms=_ms(processor_p50),
        p95_processor_ms=_ms(processor_p95),
        peak_memory_mib=peak_memory_mib(),
        cores_allowed=machine()["cores"],
        omp_threads=os.environ.get("OMP_NUM_THREADS", "not held"),
        embedder_threads=settings.embedder_threads,
    )


def _ms(value_s: float) -> float:
    return round(float(value_s) * 1000, 1)
