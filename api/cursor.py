"""Lists a page at a time: cursors that mean nothing to the caller, and links to the next page."""

import base64
from collections.abc import Sequence
from typing import Annotated, TypeVar

from fastapi import Query
from starlette.requests import Request
from starlette.responses import Response

from api.schemas.outgoing import Listing
from knowledge.errors import BadInput
from knowledge.texts import Text

Item = TypeVar("Item")
MARK = "at:"
Limit = Annotated[int, Query(ge=1, le=200, description="At most so many items.")]
Cursor = Annotated[
    str | None, Query(max_length=1_000, pattern=r"^[A-Za-z0-9_-]+$", description="From `next_cursor`.")
]


def sealed(position: str) -> str:
    """A cursor that says where the next page begins."""
    return base64.urlsafe_b64encode(f"{MARK}{position}".encode()).decode().rstrip("=")


def opened(cursor: str | None) -> str | None:
    """The position in a cursor. Raises: BadInput for one that we never gave out."""
    if cursor is None:
        return None
    try:
        position = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True).decode()
    except ValueError:
        raise unknown_cursor() from None
    if not position.startswith(MARK):
        raise unknown_cursor()
    return position.removeprefix(MARK)


def unknown_cursor() -> BadInput:
    """What to say about a cursor that leads nowhere."""
    return BadInput(
        Text("The cursor is not one of ours.", "Le curseur n’est pas l’un des nôtres."),
        field="cursor",
        next_step=Text("Begin again without a cursor.", "Recommencez sans curseur."),
    )


def listed(
    request: Request, response: Response, items: Sequence[Item], position: str | None
) -> Listing[Item]:
    """One page of a list, with the address of the next in the body and the Link header (RFC 8288)."""
    cursor = sealed(position) if position is not None else None
    address = None
    if cursor is not None:
        following = request.url.include_query_params(cursor=cursor)
        address = f"{following.path}?{following.query}"
        response.headers["Link"] = f'<{address}>; rel="next"'
    return Listing[Item](items=list(items), next_cursor=cursor, next=address)
