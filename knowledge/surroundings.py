"""A passage as it is read: with what stands around it on its page, up to a length. Decides no order.

Short passages are found more surely, longer ones answer more fully; so what is found is shown with its neighbours.
"""

from collections.abc import Iterable, Sequence

from sqlalchemy import Connection

from knowledge import passages as passage_rows
from knowledge.passages import Passage, as_on_page

LONGEST_CHARACTERS = 1_500


def around(
    connection: Connection,
    found: Sequence[Passage],
    longest: int = LONGEST_CHARACTERS,
    pages: dict[str, list[Passage]] | None = None,
) -> list[tuple[Passage, ...]]:
    """Each passage among as many neighbours as fit, in reading order; those shown with one before are left out.

    A passage that is longer than `longest` stands alone. `pages` keeps what was read for the next call, for as long
    as the caller knows that no page changes.
    """
    pages = {} if pages is None else pages
    there: set[str] = set()
    stretches = []
    for passage in found:
        if passage.id in there:
            continue
        if passage.page_id not in pages:
            pages[passage.page_id] = passage_rows.of_page(connection, passage.page_id)
        stretch = _stretch(passage, pages[passage.page_id], longest)
        there |= {each.id for each in stretch}
        stretches.append(stretch)
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


def _stretch(passage: Passage, page: Sequence[Passage], longest: int) -> tuple[Passage, ...]:
    place = next((number for number, each in enumerate(page) if each.id == passage.id), None)
    if place is None:
        return (passage,)
    start, end = place, place + 1
    grew = True
    while grew:
        grew = False
        # A neighbour whose text alone is too long is not put together first to be measured.
        room = longest - sum(len(each.text) for each in page[start:end])
        if end < len(page) and len(page[end].text) <= room and _fits(page[start : end + 1], longest):
            room, end, grew = room - len(page[end].text), end + 1, True
        if start and len(page[start - 1].text) <= room and _fits(page[start - 1 : end], longest):
            start, grew = start - 1, True
    return tuple(page[start:end])


def _fits(passages: Sequence[Passage], longest: int) -> bool:
    return len(as_read(passages)) <= longest
