"""How long one search takes: question after question, each for the first time, in a process held to one core.

Nothing is remembered of a question; passages are read before, as in service, as far as they are remembered.
"""

import os
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import TypeVar

import numpy as np

from eval.benchmarks.machine import machine, peak_memory_mib
from eval.cases import Asked
from eval.conversation import understood
from eval.opened import opened
from eval.telling import Teller
from knowledge import passages
from knowledge.database import reading
from knowledge.errors import ReplydeskError
from knowledge.texts import Text

TOP = 10  # as many as drafting reads
OPENING_QUESTION = "opening hours · heures d'ouverture"  # loads the model, and is no question of anybody
HELD = {"OMP_NUM_THREADS": "1", "REPLYDESK_KNOWLEDGE_EMBEDDER_THREADS": "1"}
_T = TypeVar("_T")


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


def held_to_one_core(work: Callable[..., _T], *given: object) -> _T:
    """What `work` returns in a new process that may use one core, where the system can hold it to that.

    Raises:
        ReplydeskError: as `work` did.
    """
    # Held before anything is imported: libraries count cores and start their threads as they load.
    core = min(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else None
    hold = None if core is None else partial(os.sched_setaffinity, 0, {core})
    with _environment(HELD), ProcessPoolExecutor(1, get_context("spawn"), initializer=hold) as pool:
        done = pool.submit(_done, work, *given).result()
    if isinstance(done, _Failed):
        raise done.kind(done.what, kept=done.kept, next_step=done.next_step)
    return done


def _ms(value_s: float) -> float:
    return round(float(value_s) * 1000, 1)


@dataclass(frozen=True, slots=True)
class _Failed:
    """One of our errors on its way between processes, which as an exception it does not survive."""

    kind: type[ReplydeskError]
    what: Text
    kept: Text
    next_step: Text | None


def _done(work: Callable[..., _T], *given: object) -> _T | _Failed:
    try:
        return work(*given)
    except ReplydeskError as error:
        return _Failed(type(error), error.what, error.kept, error.next_step)


@contextmanager
def _environment(values: dict[str, str]) -> Iterator[None]:
    before = {name: os.environ.get(name) for name in values}
    os.environ.update(values)
    try:
        yield
    finally:
        for name, value in before.items():
            os.environ.pop(name) if value is None else os.environ.update({name: value})
