"""How fast answers are drafted, one question after another, and in how much memory."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from eval.answering import Answering
from eval.benchmarks.machine import peak_memory_mib
from eval.cases import Asked
from eval.telling import Teller
from knowledge.texts import Text

WARM_UP_QUESTIONS = 5


@dataclass(frozen=True, slots=True)
class Speed:
    """Drafting times; `opening_s` is from a cold start to the first answer."""

    questions: int
    questions_per_s: float
    median_ms: float
    p95_ms: float
    slowest_ms: float
    opening_s: float
    peak_memory_mib: int


def measure_speed(
    answering: Answering,
    questions: Sequence[Asked],
    opened_at: float,
    teller: Teller,
    seconds: Callable[[], float] = time.perf_counter,
) -> Speed:
    """Draft every question once; `opened_at` is the reading of `seconds` when opening began."""
    answering.answer(questions[0])
    opening_s = seconds() - opened_at
    for asked in questions[:WARM_UP_QUESTIONS]:
        answering.answer(asked)
    tracked = teller.track(questions, len(questions), Text("Drafting", "Rédaction"))
    taken = np.asarray([answering.answer(asked).seconds for asked in tracked])
    return Speed(
        questions=len(questions),
        questions_per_s=round(len(questions) / float(taken.sum()), 2),
        median_ms=round(float(np.median(taken)) * 1000, 1),
        p95_ms=round(float(np.quantile(taken, 0.95)) * 1000, 1),
        slowest_ms=round(float(taken.max()) * 1000, 1),
        opening_s=round(opening_s, 2),
        peak_memory_mib=peak_memory_mib(),
    )
