"""Pages: documents as they were last seen. Owns their rows, their counts, and links into them."""

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Literal, NamedTuple
from urllib.parse import quote as percent_encode

from sqlalchemy import Connection, bindparam, func, insert, or_, select, update

from knowledge import tables
from knowledge.passages import Passage

PageStatus = Literal["indexed", "left_out", "gone"]
LONGEST_KEY = 300
LONGEST_WHOLE_QUOTE = 60
EDGE_WORDS = 4
NAMES_PER_QUERY = 250


@dataclass(frozen=True, slots=True)
class Page:
    """One document; `key` is its name within its source (a path, or the id in a saved folder)."""

    id: str
    key: str
    source_id: str
    url: str | None
    title: str
    language: str
    owner: str | None
    etag: str | None
    last_modified: str | None
    links: tuple[str, ...]
    fetched_at: datetime
    changed_at: datetime
    content_hash: str
    status: PageStatus
    reason: str | None = None
    passage_count: int = 0


class Mark(NamedTuple):
    """What of a page's row is other whenever the row was written anew; its long columns are left unread."""

    id: str
    fetched_at: datetime
    changed_at: datetime
    content_hash: str
    url: str | None
    title: str
    owner: str | None


def mark(page: Page) -> Mark:
    """The page's mark."""
    return Mark(*(getattr(page, name) for name in Mark._fields))


# Made once: it is asked at every search, and making it takes as long as asking.
_MARKS_OF = (
    select(
        tables.passages.c.id,
        tables.passages.c.digest,
        tables.pages.c.status,
        *(tables.pages.c[name] for name in Mark._fields),
    )
    .join(tables.pages)
    .where(tables.passages.c.id.in_(bindparam("ids", expanding=True)))
)


def page_id(source_id: str, key: str) -> str:
    """The page's id; a key too long for the column keeps its beginning and gains a hash."""
    if len(key) > LONGEST_KEY - 20:
        key = f"{key[: LONGEST_KEY - 40]}~{hashlib.sha256(key.encode()).hexdigest()[:16]}"
    return f"{source_id}:{key}"


def save(connection: Connection, page: Page) -> None:
    """Insert or replace the page's row."""
    values = asdict(page) | {"links": list(page.links), "key": page.key[:LONGEST_KEY]}
    done = connection.execute(update(tables.pages).where(tables.pages.c.id == page.id).values(**values))
    if not done.rowcount:
        connection.execute(insert(tables.pages).values(**values))


def get(connection: Connection, wanted: str) -> Page | None:
    """The page, or None."""
    row = connection.execute(select(tables.pages).where(tables.pages.c.id == wanted)).one_or_none()
    return None if row is None else _page(row)


def get_many(connection: Connection, ids: list[str]) -> dict[str, Page]:
    """The pages that exist, by id."""
    query = select(tables.pages).where(tables.pages.c.id.in_(list(dict.fromkeys(ids))))
    return {row.id: _page(row) for row in connection.execute(query)}


def marks_of(connection: Connection, passage_ids: Sequence[str]) -> dict[str, tuple[str, Mark]]:
    """The digest and the page's mark of each of these passages that stands on an indexed page, by passage id."""
    found: dict[str, tuple[str, Mark]] = {}
    for start in range(0, len(passage_ids), NAMES_PER_QUERY):
        rows = connection.execute(_MARKS_OF, {"ids": passage_ids[start : start + NAMES_PER_QUERY]}).all()
        # Asked for its status, SQLite reads all pages of that status first, and takes twenty times as long.
        found |= {key: (digest, Mark(*page)) for key, digest, status, *page in rows if status == "indexed"}
    return found


def of_source(connection: Connection, source_id: str) -> list[Page]:
    """All pages of a source, by id."""
    table = tables.pages
    query = select(table).where(table.c.source_id == source_id).order_by(table.c.id)
    return [_page(row) for row in connection.execute(query)]


def by_key(connection: Connection, key: str) -> list[Page]:
    """The pages that any source knows under `key`."""
    query = select(tables.pages).where(tables.pages.c.key == key).order_by(tables.pages.c.id)
    return [_page(row) for row in connection.execute(query)]


def named(connection: Connection, names: Iterable[str], language: str) -> list[Page]:
    """The indexed pages in `language` that have one of these addresses or keys."""
    table, wanted = tables.pages, sorted(set(names))
    live = (table.c.status == "indexed") & (table.c.language == language)
    found: dict[str, Page] = {}
    for start in range(0, len(wanted), NAMES_PER_QUERY):
        chunk = wanted[start : start + NAMES_PER_QUERY]
        query = select(table).where(live, or_(table.c.url.in_(chunk), table.c.key.in_(chunk)))
        found |= {row.id: _page(row) for row in connection.execute(query)}
    return list(found.values())


def listing(
    connection: Connection,
    *,
    source_id: str | None = None,
    status: PageStatus | None = None,
    reason: str | None = None,
    search: str | None = None,
    after: str | None = None,
    limit: int = 50,
) -> list[Page]:
    """Up to `limit` pages by id, after the page `after`; `search` looks in title and address."""
    table = tables.pages
    query = select(table).order_by(table.c.id).limit(limit)
    if source_id:
        query = query.where(table.c.source_id == source_id)
    if status:
        query = query.where(table.c.status == status)
    if reason:
        query = query.where(table.c.reason == reason)
    if search:
        query = query.where(
            or_(
                table.c.title.icontains(search, autoescape=True),
                table.c.url.icontains(search, autoescape=True),
            )
        )
    if after:
        query = query.where(table.c.id > after)
    return [_page(row) for row in connection.execute(query)]


def counts(connection: Connection) -> dict[tuple[str, str, str | None], int]:
    """How many pages there are by (source id, status, reason)."""
    table = tables.pages
    columns = (table.c.source_id, table.c.status, table.c.reason)
    rows = connection.execute(select(*columns, func.count()).group_by(*columns))
    return {(source, status, reason): total for source, status, reason, total in rows}


def link(page: Page, passage: Passage | None = None, quoted: str | None = None) -> str | None:
    """The address of the page at this passage and quote, or None for a page without an address.

    A heading anchor serves every browser; the text fragment (WICG Scroll To Text Fragment) leads those that
    know it to the very words. A long quote is given by its first and last words, as the draft recommends.
    """
    if page.url is None:
        return None
    base, _, own_anchor = page.url.partition("#")
    anchor = passage.anchor if passage and passage.anchor else own_anchor
    fragment = _text_fragment(quoted) if quoted else ""
    tail = f"{percent_encode(anchor, safe='=&-._~')}{fragment}" if anchor or fragment else ""
    return f"{base}#{tail}" if tail else base


def _text_fragment(quoted: str) -> str:
    # A text fragment matches within one block, so only the quote's first line can be named.
    lines = [re.sub(r"^(?:[-•]|\d+\.)\s+", "", line).strip() for line in quoted.splitlines()]
    line = next((each for each in lines if each), "").split(" | ")[0].strip()
    if not line:
        return ""
    words = line.split()
    if len(line) <= LONGEST_WHOLE_QUOTE or len(words) < 2 * EDGE_WORDS:
        return ":~:text=" + _encode(line)
    return ":~:text=" + _encode(" ".join(words[:EDGE_WORDS])) + "," + _encode(" ".join(words[-EDGE_WORDS:]))


def _encode(part: str) -> str:
    # "-", "," and "&" are syntax in a text directive and must be percent-encoded; quote() leaves "-" as it is.
    return percent_encode(part, safe="").replace("-", "%2D")


def _page(row: Any) -> Page:
    return Page(**(dict(row._mapping) | {"links": tuple(row.links)}))
