"""How fast saved pages are read into an empty data folder, and how fast they are found to be unchanged."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from knowledge.embedder import Embedder


@dataclass(frozen=True, slots=True)
class ReadingSpeed:
    """The first reading, and the second, which must embed nothing."""

    pages: int
    passages: int
    first_s: float
    pages_per_s: float
    passages_per_s: float
    again_s: float
    again_pages_per_s: float
    again_embedded: int
    peak_memory_mib: int


def measure_reading(
    folders: Sequence[Path],
    data_dir: Path,
    embedder: Embedder | None = None,
    seconds: Callable[[], float] = time.perf_counter,
) -> ReadingSpeed:
    """Read the folders twice into `data_dir`, which must be empty."""
