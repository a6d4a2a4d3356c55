"""What the pages do not answer, for the teams that own them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Annotated

from fastapi import APIRouter, Query
from sqlalchemy import Connection
from starlette.responses import Response, StreamingResponse

from api.web.render import status_words
from api.web.visit import Visit, visiting
from assistant.reviewing import gaps
from assistant.reviewing.gaps import Unanswered
from knowledge.database import reading

router = APIRouter()
MOST_FILTERED = 200
MOST_COUNTED = 15
TEXT_CHARACTERS = 300
BYTE_ORDER_MARK = "\ufeff"  # without it, a spreadsheet reads UTF-8 as something else


@dataclass(frozen=True, slots=True)
class Row:
    """One unanswered question."""

    id: str
    text: str
    language: str
    why: str
    note: str | None
    page_id: str | None
    page_title: str | None
    owner: str | None
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class Total:
    """How many gaps share a page or an owner; `value` is what filters for them."""

    name: str | None
    value: str | None
    total: int


@router.get("/gaps")
def show_gaps(
    visit: Annotated[Visit, visiting()],
    page: Annotated[str, Query(max_length=400)] = "",
    owner: Annotated[str, Query(max_length=200)] = "",
    after: Annotated[str | None, Query(max_length=1_000)] = None,
) -> Response:
    """The gaps, all or those near one page or of one owner, with their counts."""
    with reading(visit.services.engine) as connection:
        pages, owners = gaps.by_page(connection), gaps.by_owner(connection)
        found, following = _chosen(connection, page, owner, after)
    total = sum(each.questions for each in pages)
    if page or owner:
        matching = [each for each in pages if page in {"", each.page_id} and owner in {"", each.owner}]
        total = sum(each.questions for each in matching)
    return visit.show(
        "gaps.html",
        "gaps",
        gaps=[_row(visit, each) for each in found],
        by_page=[Total(each.title, each.page_id, each.questions) for each in pages[:MOST_COUNTED]],
        by_owner=[Total(name, name, number) for name, number in owners.items()],
        wanted={"page": page, "owner": owner},
        total=total,
        query="",
        next_query=f"after={following}" if following else "",
    )


@router.get("/gaps.csv")
def export_gaps(visit: Annotated[Visit, visiting()]) -> Response:
    """Every gap as CSV, for a spreadsheet."""
    engine = visit.services.engine

    def lines() -> Iterable[str]:
        yield BYTE_ORDER_MARK
        with reading(engine) as connection:
            yield from gaps.as_csv(connection)

    headers = {
        "Content-Disposition": 'attachment; filename="gaps.csv"',
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
    }
    return StreamingResponse(lines(), headers=headers, media_type="text/csv; charset=utf-8")


def _chosen(
    connection: Connection, page: str, owner: str, after: str | None
) -> tuple[Sequence[Unanswered], str | None]:
    if not page and not owner:
        return gaps.listing(connection, after=after)
    matching = (
        each
        for each in gaps.everything(connection)
        if (near := each.nearest) is not None
        and page in {"", near.page_id}
        and owner in {"", near.owner or ""}
    )
    return list(islice(matching, MOST_FILTERED)), None


def _row(visit: Visit, found: Unanswered) -> Row:
    question, near, decided = found.question, found.nearest, found.review
    why = status_words(question.status, visit.t, visit.pages.catalogue)
    if decided is not None and decided.reason_code is not None:
        why = f"{why}: {visit.t(f'reason.{decided.reason_code}')}"
    text = question.text if len(question.text) <= TEXT_CHARACTERS else question.text[:TEXT_CHARACTERS] + "…"
    return Row(
        question.id,
        text,
        question.language,
        why,
        decided.reason if decided else None,
        near.page_id if near else None,
        near.title if near else None,
        near.owner if near else None,
        question.received_at,
    )
