"""Splits cases so that nothing is tuned on what it is tested on. Knows nothing of what is tuned.

Cases that share a dialogue or a gold page (also by way of a third case) form one group, and a group is never
divided. The fold of a group follows from a hash of its name alone, so adding cases moves no other group.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from eval.cases import Case


@dataclass(frozen=True, slots=True)
class Fold:
    """One round of cross-validation: tune on `seen`, measure on `held_out`."""

    number: int
    seen: tuple[Case, ...]
    held_out: tuple[Case, ...]


def folds(cases: Sequence[Case], k: int = 5, seed: int = 0) -> tuple[Fold, ...]:
    """`k` rounds in which every case is held out exactly once; the same for the same cases and seed."""
    if k < 2:
        raise ValueError("cross-validation needs at least two folds")
    groups = groups_of(cases)
    fold_of = {group: _hashed(f"{seed}\x1f{group}") % k for group in set(groups.values())}
    return tuple(
        Fold(
            number,
            tuple(case for case in cases if fold_of[groups[case.id]] != number),
            tuple(case for case in cases if fold_of[groups[case.id]] == number),
        )
        for number in range(k)
    )


def groups_of(cases: Sequence[Case]) -> dict[str, str]:
    """The group of each case id, named by the least of its members' dialogues, pages and ids."""
    parent: dict[str, str] = {}

    def root(name: str) -> str:
        parent.setdefault(name, name)
        while parent[name] != name:
            parent[name] = parent[parent[name]]
            name = parent[name]
        return name

    for case in cases:
        first, *others = _ties(case)
        for other in others:
            low, high = sorted((root(first), root(other)))
            parent[high] = low
    return {case.id: root(_ties(case)[0]) for case in cases}


def _ties(case: Case) -> list[str]:
    ties = [f"page\x1f{case.set_name}\x1f{source.page_id}" for source in case.sources]
    if case.dialogue:
        ties.append(f"dialogue\x1f{case.dialogue}")
    return ties or [f"case\x1f{case.id}"]


def _hashed(name: str) -> int:
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big")
