"""What is known and where it is from: the pages, one page with its passages, and the sources."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, cast, get_args
from urllib.parse import urlencode

from fastapi import APIRouter, Path, Query
from sqlalchemy import Connection
from starlette.responses import Response

from api.web.marking import plain
from api.web.visit import Visit, visiting
from ingest.eligibility import REASONS
from knowledge import exchanges, pages, passages, runs, sources
from knowledge.database import reading
from knowledge.errors import NotFound
from knowledge.pages import PageStatus
from knowledge.sources import Source
from knowledge.texts import Text

router = APIRouter()
PAGES_AT_ONCE = 50
NO_PAGE = Text("There is no such page.", "Cette page n’existe pas.")
LOOK_IN_LIST = Text("Look for it in the list of pages.", "Cherchez-la dans la liste des pages.")


@dataclass(frozen=True, slots=True)
class ShownSource:
    """A source with its numbers; `replies` only for past threads and approved replies."""

    id: str
    kind: str
    owner: str | None
    base_url: str | None
    started: bool
    read_at: datetime | None
    totals: Mapping[str, int]
    replies: int | None


@dataclass(frozen=True, slots=True)
class ReasonCount:
    """How many pages of a source are not used for one reason."""

    source: str
    state: str
    reason: str
    total: int


@router.get("/pages")
def show_pages(
    visit: Annotated[Visit, visiting()],
    q: Annotated[str, Query(max_length=200)] = "",
    source: Annotated[str, Query(max_length=100)] = "",
    state: Annotated[str, Query(max_length=20)] = "",
    reason: Annotated[str, Query(max_length=60)] = "",
    after: Annotated[str | None, Query(max_length=400)] = None,
) -> Response:
    """The pages, filtered, a page of them at a time."""
    status = cast(PageStatus, state) if state in get_args(PageStatus) else None
    with reading(visit.services.engine) as connection:
        found = pages.listing(
            connection,
            source_id=source or None,
            status=status,
            reason=reason or None,
            search=q.strip() or None,
            after=after,
            limit=PAGES_AT_ONCE + 1,
        )
        known = [each for each in sources.everything(connection) if each.kind in {"site", "folder"}]
        reasons = sorted({why for _, _, why in pages.counts(connection) if why})
    wanted = {"q": q, "source": source, "state": state, "reason": reason}
    chosen = {name: value for name, value in wanted.items() if value}
    shown = found[:PAGES_AT_ONCE]
    more = len(found) > PAGES_AT_ONCE
    return visit.show(
        "pages.html",
        "pages",
        pages=shown,
        sources=known,
        reasons=reasons,
        reason_words=_reason_words(visit),
        wanted=wanted,
        filtered=bool(chosen or after),
        next_query=urlencode(chosen | {"after": shown[-1].id}) if more else "",
    )


@router.get("/pages/{page_id:path}")
def show_page(visit: Annotated[Visit, visiting()], page_id: Annotated[str, Path(max_length=400)]) -> Response:
    """One page as it was last seen, with all that can be quoted from it."""
    with reading(visit.services.engine) as connection:
        page = pages.get(connection, page_id)
        if page is None:
            raise NotFound(NO_PAGE, next_step=LOOK_IN_LIST)
        found = passages.of_page(connection, page_id)
    links = {each.id: pages.link(page, each, each.text) for each in found}
    values: dict[str, Any] = {"page": page, "passages": found, "links": links, "plain": plain}
    return visit.show("page.html", "pages", **values, reason_words=_reason_words(visit))


@router.get("/sources")
def show_sources(visit: Annotated[Visit, visiting()]) -> Response:
    """Where pages and past replies come from, when they were last read, and what was left out and why."""
    with reading(visit.services.engine) as connection:
        totals = pages.counts(connection)
        found = [_shown(connection, each, totals) for each in sources.everything(connection)]
    reasons = [
        ReasonCount(source, state, reason, total)
        for (source, state, reason), total in sorted(totals.items(), key=lambda item: (item[0][0], -item[1]))
        if reason and state != "indexed"
    ]
    return visit.show(
        "sources.html", "sources", sources=found, reasons=reasons, reason_words=_reason_words(visit)
    )


def _shown(
    connection: Connection, source: Source, totals: Mapping[tuple[str, str, str | None], int]
) -> ShownSource:
    run = next(iter(runs.latest(connection, source.id, 1)), None)
    states: Counter[str] = Counter({"indexed": 0, "left_out": 0, "gone": 0})
    for (source_id, state, _), total in totals.items():
        if source_id == source.id:
            states[state] += total
    has_replies = source.kind in {"threads", "desk"}
    replies = len(exchanges.of_source(connection, source.id)) if has_replies else None
    return ShownSource(
        source.id,
        source.kind,
        source.owner,
        source.base_url,
        run is not None,
        run.finished_at if run else None,
        states,
        replies,
    )


def _reason_words(visit: Visit) -> Callable[[str], str]:
    def words(reason: str) -> str:
        known = REASONS.get(reason)
        return known.in_language(visit.language) if known is not None else reason

    return words
