"""How fast this machine is right now, in one number, so that seconds of two machines can be compared."""

import hashlib
import statistics
import time
from collections.abc import Callable

import numpy as np

REPEATS = 9
_TEXT = " ".join(f"word{number % 97} of {number}" for number in range(4_000))


def unit_seconds(seconds: Callable[[], float] = time.perf_counter) -> float:
    """What a fixed piece of work takes: some of what a search does (products, words, a sort); the median of several."""
    matrix = np.linspace(-1, 1, 384 * 2_000, dtype=np.float32).reshape(2_000, 384)
    taken = []
    for _ in range(REPEATS):
        started = seconds()
        for row in matrix[:20]:
            np.argsort(matrix @ row)
        counted: dict[str, int] = {}
        for word in _TEXT.casefold().split():
            counted[word] = counted.get(word, 0) + 1
        hashlib.sha256(repr(sorted(counted.items())).encode()).hexdigest()
        taken.append(seconds() - started)
    return statistics.median(taken)
