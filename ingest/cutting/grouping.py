"""Which units of a section stand together in one passage, and where a section that is too long is cut."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from ingest.cutting.units import Unit
from knowledge.passages import Kind

APART: frozenset[Kind] = frozenset({"table", "faq"})
MOST_LEADS = 2


def by_place(units: Iterable[Unit], apart: Collection[Kind] = APART) -> Iterator[list[Unit]]:
    """Units of the kinds that stand `apart` alone, with the line that announces them; the rest stays together."""
    group: list[Unit] = []
    for unit in units:
        if unit.kind in apart:
            lead: list[Unit] = []
            while group and group[-1].leads and len(lead) < MOST_LEADS:
                lead.insert(0, group.pop())
            if group:
                yield group
            yield [*lead, unit]
            group = []
        else:
            group.append(unit)
    if group:
        yield group


def cut(units: list[Unit], target: int, room: int, tiny: int) -> list[list[Unit]]:
    """Units in groups of about equal size, none above the target where units allow it, and none above `room`."""
    parts = list(_parts(units, min(target, room), room))
    total = sum(len(part.text) + 1 for part in parts)
    goal = min(target, room, total / -(-total // target) * 1.15)
    groups: list[list[Unit]] = [[]]
    for part in parts:
        if groups[-1] and length([*groups[-1], part]) > goal:
            groups.append([])
        groups[-1].append(part)
    return _without_crumbs(groups, room, tiny)


def _parts(units: Iterable[Unit], target: int, room: int) -> Iterator[Unit]:
    """The units, each with the lines that announce it, in parts that fit."""
    leads: list[Unit] = []
    for unit in units:
        if unit.leads and len(unit.text) <= room // 2:
            leads.append(unit)
            # A run of short lines announces for ever: a link list, a menu that was saved as text.
            if len(leads) > MOST_LEADS:
                yield leads.pop(0)
            continue
        yield from unit.led_by(leads).parts(target, room)
        leads = []
    yield from leads


def _without_crumbs(groups: list[list[Unit]], room: int, tiny: int) -> list[list[Unit]]:
    """The same groups, where one of a few words has joined a neighbour that has room for it."""
    joined: list[list[Unit]] = []
    for group in groups:
        small = joined and min(length(joined[-1]), length(group)) < tiny
        if small and length([*joined[-1], *group]) <= room:
            joined[-1] = [*joined[-1], *group]
        else:
            joined.append(group)
    return joined


def length(units: Iterable[Unit]) -> int:
    """Characters of the units, one below the other."""
    return sum(len(unit.text) + 1 for unit in units) - 1
