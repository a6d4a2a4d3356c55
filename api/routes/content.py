"""What content teams look at: pages as last seen, and the questions that they do not answer."""

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request, Response

from api import shown
from api.auth import Caller, require, services_of
from api.cursor import Cursor, Limit, listed, opened
from api.schemas.outgoing import Listing
from api.schemas.pages import PageSummary
from api.schemas.questions import Gap
from assistant.reviewing import gaps
from knowledge import pages
from knowledge.database import reading

router = APIRouter(prefix="/v1", tags=["content"])


@router.get("/pages", operation_id="listPages", summary="List pages as last seen")
def list_pages(
    request: Request,
    response: Response,
    _caller: Annotated[Caller, require()],
    source_id: Annotated[str | None, Query(max_length=100)] = None,
    status: Literal["indexed", "left_out", "gone"] | None = None,
    reason: Annotated[str | None, Query(max_length=60, description="Why left out.")] = None,
    q: Annotated[str | None, Query(max_length=200, description="In title or address.")] = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Listing[PageSummary]:
    """A page of pages, by id."""
    with reading(services_of(request).engine) as connection:
        found = pages.listing(
            connection,
            source_id=source_id,
            status=status,
            reason=reason,
            search=q,
            after=opened(cursor),
            limit=limit + 1,
        )
    position = found[limit - 1].id if len(found) > limit else None
    return listed(request, response, [PageSummary.model_validate(each) for each in found[:limit]], position)


@router.get("/gaps", operation_id="listGaps", summary="List questions that no page answered, or not well")
def list_gaps(
    request: Request,
    response: Response,
    _caller: Annotated[Caller, require()],
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Listing[Gap]:
    """Unanswered and rejected questions, each with the nearest pages and their owners."""
    with reading(services_of(request).engine) as connection:
        found, position = gaps.listing(connection, after=opened(cursor), limit=limit)
    return listed(request, response, [shown.gap(each) for each in found], position)
