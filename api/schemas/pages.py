"""Pages, and passages found, as they go out over the wire."""

from datetime import datetime

from pydantic import BaseModel, Field

from api.schemas.outgoing import Outgoing


class PageSummary(Outgoing):
    """A page as last seen."""

    id: str
    source_id: str
    url: str | None
    title: str
    language: str
    owner: str | None
    status: str
    reason: str | None = Field(description="Why it was left out.")
    passage_count: int
    fetched_at: datetime
    changed_at: datetime


class Found(BaseModel):
    """A passage found; `rank` counts from 1."""

    rank: int
    score: float
    similarity: float
    found_by: list[str]
    passage_id: str
    kind: str
    heading_path: list[str]
    text: str
    page_id: str
    title: str
    language: str
    url: str | None
    owner: str | None


class SearchAnswer(BaseModel):
    """The passages nearest to a query, best first; `language` is the query's."""

    language: str
    index_version: int
    items: list[Found]
