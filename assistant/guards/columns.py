"""A figure alone in its line belongs to the line above: tables that lost their columns are read down, label by label.

Such a table has no sentences, so it is cut into pieces anywhere, and two figures may change places across a cut.
Compares whole lines; what is reworded is judged by the words beside its facts (`assistant.guards.neighbours`).
"""

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from assistant.guards.likeness import TEXTS_REMEMBERED
from assistant.guards.moved import stated, without_facts
from knowledge.facts import Fact, comparable


def under_another_line(said: str, sources: Sequence[str]) -> Fact | None:
    """The first figure of `said` below a line under which every source has another one; None where all is well."""
    pairs = [pair for source in sources for pair in _pairs(source)]
    for above, figure in _pairs(said):
        if not _is_bare(figure) or (above, figure) in pairs:
            continue
        elsewhere = any(below == figure for _, below in pairs)
        if elsewhere and any(line == above and _is_bare(below) for line, below in pairs):
            return stated(figure)[0]
    return None


@lru_cache(maxsize=TEXTS_REMEMBERED)
def _pairs(text: str) -> tuple[tuple[str, str], ...]:
    lines = (comparable(line) for line in text.split("\n"))
    return tuple(pairwise(line for line in lines if line))


@lru_cache(maxsize=8 * TEXTS_REMEMBERED)
def _is_bare(line: str) -> bool:
    return len(stated(line)) == 1 and not without_facts(line)
