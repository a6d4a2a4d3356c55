"""Passages that a site says on page after page: contact boxes, notices, footers that stand in the content.

Such a text is searched once, as the passage of the page where it is most at home; elsewhere it stays part of its page
and is found no more (`passages.kept_as`). It must stand under the same own heading on `LEAST_PAGES` pages and on
`LEAST_SHARE` of its source's: what five services need alike ("proof of address") belongs to each of them. A page never
loses all that it says. Decided anew after every reading, from what is stored; deletes nothing.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil

from sqlalchemy import Connection, bindparam, select, update

from knowledge import tables
from knowledge.words.keywords import words

LEAST_PAGES = 5
LEAST_SHARE = 0.05
ALWAYS_FROM = 50  # pages; on a site of 100,000, what stands on fifty of them is no page's own
LEAST_LETTERS = 40


@dataclass(frozen=True, slots=True)
class Settled:
    """How many passages of a source are kept as another one now, and how many are their own again."""

    repeated: int
    released: int


@dataclass(frozen=True, slots=True)
class _Said:
    id: str
    page_id: str
    page_key: str
    title: str
    path: tuple[str, ...]
    text: str
    language: str
    kept_as: str | None


def settle(connection: Connection, source_id: str) -> Settled:
    """Mark what repeats on the pages of a source, and unmark what does so no longer."""
    said = _said(connection, source_id)
    kept_as = _kept_as(said)
    changed = [each for each in said if each.kept_as != kept_as.get(each.id)]
    if changed:
        passage = tables.passages
        statement = (
            update(passage).where(passage.c.id == bindparam("key")).values(kept_as=bindparam("stands_for"))
        )
        connection.execute(
            statement, [{"key": each.id, "stands_for": kept_as.get(each.id)} for each in changed]
        )
    return Settled(len(kept_as), sum(each.id not in kept_as for each in changed))


def _said(connection: Connection, source_id: str) -> list[_Said]:
    page, passage = tables.pages.c, tables.passages.c
    columns = (passage.id, passage.page_id, page.key, page.title, passage.heading_path, passage.text)
    query = (
        select(*columns, passage.language, passage.kept_as)
        .join_from(tables.passages, tables.pages)
        .where(page.source_id == source_id)
        .order_by(passage.id)
    )
    return [_Said(*row[:4], tuple(row[4]), *row[5:]) for row in connection.execute(query)]


def _kept_as(said: Sequence[_Said]) -> Mapping[str, str]:
    """The id of the passage that is searched instead, by the id of each that repeats it."""
    pages = len({each.page_id for each in said})
    least = max(LEAST_PAGES, min(ALWAYS_FROM, ceil(LEAST_SHARE * pages)))
    alike: dict[tuple[str, ...], list[_Said]] = defaultdict(list)
    for each in said:
        letters = "".join(filter(str.isalnum, each.text)).casefold()
        if len(letters) >= LEAST_LETTERS:
            alike[(each.language, *each.path[1:], letters)].append(each)
    found: dict[str, str] = {}
    for group in alike.values():
        if len({each.page_id for each in group}) >= least:
            home = min(group, key=_strangeness)
            found |= {each.id: home.id for each in group if each is not home}
    return _without_emptied(found, said)


def _strangeness(said: _Said) -> tuple[float, int, str]:
    # Most at home where the page's title is in its words; of equals, on the page with the shortest address.
    title, text = set(words(said.title, said.language)), set(words(said.text, said.language))
    return -len(title & text) / (len(title) or 1), len(said.page_key), said.id


def _without_emptied(found: Mapping[str, str], said: Iterable[_Said]) -> Mapping[str, str]:
    """The same, but for pages of which nothing else would be left."""
    own = Counter(each.page_id for each in said if each.id not in found)
    return {each.id: found[each.id] for each in said if each.id in found and own[each.page_id]}
