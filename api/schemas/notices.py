"""Notices as they go out over the wire."""

from datetime import datetime
from typing import Literal

from pydantic import Field

from api.schemas.outgoing import Outgoing


class Wording(Outgoing):
    """What a notice says in one language."""

    statement: str
    url: str = Field(description="The page that it stands on.")


class Notice(Outgoing):
    """A pinned statement that overrides the pages for what it covers; words by language."""

    id: str
    state: Literal["waiting", "active", "expired", "withdrawn"] = Field(
        description="As of this answer: it follows from the approvals and the clock."
    )
    brand: str | None = Field(description="Null for all brands.")
    topics: dict[str, list[str]]
    areas: dict[str, list[str]]
    texts: dict[str, Wording]
    starts_at: datetime
    expires_at: datetime
    created_by: str
    created_at: datetime
    approved_by: list[str] = Field(description="The people who approved it; two are needed.")
    approved_at: datetime | None = Field(description="When the second of them did.")
    withdrawn_at: datetime | None
    withdrawn_by: str | None
