"""A passage as it is read: with what stands around it on its page, up to a length. Decides no order.

Short passages are found more surely, longer ones answer more fully; so what is found is shown with its neighbours.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from sqlalchemy import Connection

from knowledge import passages as passage_rows
from knowledge.passages import Passage, as_on_page
from knowledge.units import units_of

LONGEST_CHARACTERS = 1_500


def around(
    connection: Connection,
    found: Sequence[Passage],
    longest: int = LONGEST_CHARACTERS,
    pages: dict[str, list[Passage]] | None = None,
) -> list[tuple[Passage, ...]]:
    """Each passage among as many neighbours as fit, in reading order; those shown with one before are left out.

    Of the next that do not fit, the nearest whole sentences, lists and rows are shown. A passage that is longer than
    `longest` stands alone. `pages` keeps what was read for the next call, for as long
    as the caller knows that no page changes.
    """
    pages = {} if pages is None else pages
    there: set[str] = set()
    ranks = {each.id: rank for rank, each in enumerate(found)}
    stretches = []
    for passage in found:
        if passage.id in there:
            continue
        if passage.page_id not in pages:
            pages[passage.page_id] = passage_rows.of_page(connection, passage.page_id)
        page = pages[passage.page_id]
        place = next((number for number, each in enumerate(page) if each.id == passage.id), None)
        start, end = (0, 0) if place is None else _stretch(place, page, longest, ranks)
        there |= {passage.id, *(each.id for each in page[start:end])}
        stretches.append((passage,) if place is None else _filled(page, start, end, longest))
    return stretches


def as_read(passages: Iterable[Passage]) -> str:
    """The passages one below the other, each heading once, above the first passage beneath it."""
    lines: list[str] = []
    above: tuple[str, ...] = ()
    for passage in passages:
        path = passage.heading_path
        same = next((i for i, pair in enumerate(zip(path, above, strict=False)) if pair[0] != pair[1]), None)
        lines += path[min(len(path), len(above)) if same is None else same :]
        lines.append(as_on_page(passage.text))
        above = path
    return "\n".join(lines)


def _stretch(place: int, page: Sequence[Passage], longest: int, ranks: Mapping[str, int]) -> tuple[int, int]:
    """Where the whole passages around this one begin and end; of two neighbours the better found goes first."""
    start, end = place, place + 1
    while True:
        room = longest - sum(len(each.text) for each in page[start:end])
        # A neighbour whose text alone is too long is not put together first to be measured.
        fitting = [
            (ranks.get(page[at].id, len(ranks)), at < start, at)
            for at, first, last in ((end, start, end + 1), (start - 1, start - 1, end))
            if 0 <= at < len(page) and len(page[at].text) <= room and _fits(page[first:last], longest)
        ]
        if not fitting:
            return start, end
        at = min(fitting)[2]
        start, end = min(start, at), max(end, at + 1)


def _filled(page: Sequence[Passage], start: int, end: int, longest: int) -> tuple[Passage, ...]:
    """The passages with what fits of the one behind them, then of the one before them."""
    stretch = list(page[start:end])
    behind = [each.text for each in units_of(page[end].text)] if end < len(page) else []
    for count in range(len(behind) - 1, 0, -1):
        part = [*stretch, replace(page[end], text="\n".join(behind[:count]))]
        if _fits(part, longest):
            stretch = part
            break
    before = [each.text for each in units_of(page[start - 1].text)] if start else []
    for first in range(1, len(before)):
        part = [replace(page[start - 1], text="\n".join(before[first:])), *stretch]
        if _fits(part, longest):
            stretch = part
            break
    return tuple(stretch)


def _fits(passages: Sequence[Passage], longest: int) -> bool:
    return len(as_read(passages)) <= longest
