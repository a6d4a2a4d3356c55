"""Drafts, what people decided on them, and the replies that follow, as they go out over the wire."""

from datetime import datetime
from typing import Literal

from pydantic import Field

from api.schemas.outgoing import Outgoing
from api.schemas.previews import Finding, Preview
from assistant.reviewing.review import Reason


class Citation(Outgoing):
    """Why a statement may be said."""

    kind: Literal["page", "notice"] = Field(
        description="Whether a page says it, or a notice in force; a notice’s `passage_id` is its own."
    )
    passage_id: str
    passage_digest: str
    page_key: str
    page_title: str
    url: str | None = Field(description="The page, at the heading, with the quote as text fragment.")
    quote: str
    heading_path: list[str]


class Statement(Outgoing):
    """One sentence of a draft."""

    text: str
    kind: str
    citations: list[Citation]


class Nearest(Outgoing):
    """A passage near the question, also where there is no draft."""

    passage_id: str
    page_id: str
    title: str
    url: str | None
    owner: str | None
    heading_path: list[str]
    text: str
    score: float


class Draft(Outgoing):
    """A proposed reply; it never changes, a new one gets the next version."""

    id: str
    question_id: str
    version: int
    status: str
    statements: list[Statement]
    nearest: list[Nearest]
    findings: list[Finding] = Field(description="As it was made; what the checks say now is in `preview`.")
    confidence: float
    completeness: float = Field(description="Share of the question's words that the draft takes up, 0 to 1.")
    completeness_state: Literal["complete", "partial"] | None = Field(
        description="partial when a part of the question is plainly left open: the finding `partial` names it."
    )
    reading_grade: int | None = Field(
        description="School grade that the draft reads at (RIX): 1 to 12, 13 beyond school; null without words."
    )
    model: str
    prompt_version: str
    index_version: int
    created_at: datetime
    notice_id: str | None = Field(
        description="The notice in force that covered the question when this was drafted. Once another one does,"
        " or none, the draft is frozen: it cannot be approved, and is made again."
    )
    preview: Preview = Field(description="What a person is shown before they decide, as of this answer.")


class Review(Outgoing):
    """A person's decision."""

    id: str
    draft_id: str
    draft_version: int
    question_id: str
    reviewer_id: str
    decision: str
    reason_code: Reason | None
    reason: str | None
    final_statements: list[Statement]
    final_text: str | None
    decided_at: datetime


class Delivery(Outgoing):
    """An approved reply on its way."""

    id: str
    review_id: str
    channel: str
    status: str
    attempts: int
    last_error: str | None
    next_attempt_at: datetime
    created_at: datetime
    sent_at: datetime | None


class Decided(Outgoing):
    """A review, and the delivery that it queued, if it approves."""

    review: Review
    delivery: Delivery | None
