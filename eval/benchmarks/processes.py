"""Work done in a new process: held to one core, or with nothing opened yet that this one has."""

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from typing import TypeVar

from knowledge.errors import ReplydeskError
from knowledge.texts import Text

HELD = {"OMP_NUM_THREADS": "1", "REPLYDESK_KNOWLEDGE_EMBEDDER_THREADS": "1"}
_T = TypeVar("_T")


def held_to_one_core(work: Callable[..., _T], *given: object) -> _T:
    """What `work` returns in a new process that may use one core, where the system can hold it to that.

    Raises:
        ReplydeskError: as `work` did.
    """
    # Held before anything is imported: libraries count cores and start their threads as they load.
    core = min(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else None
    hold = None if core is None else partial(os.sched_setaffinity, 0, {core})
    with _environment(HELD):
        return in_a_new_process(work, *given, beginning=hold)


def in_a_new_process(
    work: Callable[..., _T], *given: object, beginning: Callable[[], None] | None = None
) -> _T:
    """What `work` returns in a new process, which does `beginning` before it imports anything.

    Raises:
        ReplydeskError: as `work` did.
    """
    with ProcessPoolExecutor(1, get_context("spawn"), initializer=beginning) as pool:
        done = pool.submit(_done, work, *given).result()
    if isinstance(done, _Failed):
        raise done.kind(done.what, kept=done.kept, next_step=done.next_step)
    return done


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
