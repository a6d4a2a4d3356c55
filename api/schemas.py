"""What goes out over the wire, and nothing else: pydantic models of answers.

Field names are those of the nouns inside; times are RFC 3339 in UTC.
"""

from datetime import datetime
from typing import Any, Generic, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field

Item = TypeVar("Item")


class Outgoing(BaseModel):
    """An answer, read from our own dataclasses."""

    model_config = ConfigDict(from_attributes=True)


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


class Finding(Outgoing):
    """What a check says of a draft; `statement` counts from 0."""

    check: str
    severity: str
    statement: int | None
    message: str


class Draft(Outgoing):
    """A proposed reply; it never changes, a new one gets the next version."""

    id: str
    question_id: str
    version: int
    status: str
    statements: list[Statement]
    nearest: list[Nearest]
    findings: list[Finding]
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


class Review(Outgoing):
    """A person's decision."""

    id: str
    draft_id: str
    draft_version: int
    question_id: str
    reviewer_id: str
    decision: str
    reason_code: str | None
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


class Turn(Outgoing):
    """An earlier message."""

    role: str
    text: str


class Receipt(Outgoing):
    """What never changes of a question: the same answer however often it is sent."""

    id: str
    external_id: str | None
    thread_id: str | None
    channel: str
    brand: str | None
    author_name: str | None
    text: str = Field(description="As kept: private data is replaced by its kind.")
    language: str
    received_at: datetime
    answer_due_at: datetime
    resolve_due_at: datetime


class QuestionSummary(Receipt):
    """A question in a list."""

    history: list[Turn]
    status: str
    current_draft_id: str | None
    assignee_id: str | None
    assigned_at: datetime | None
    superseded_by: str | None
    updated_at: datetime


class Question(QuestionSummary):
    """A question with all that happened to it."""

    draft: Draft | None = Field(description="The current draft: the only one that can be reviewed.")
    reviews: list[Review] = Field(description="Every decision, the oldest first.")
    delivery: Delivery | None = Field(description="The latest reply on its way.")


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
    url: str | None
    owner: str | None


class SearchAnswer(BaseModel):
    """The passages nearest to a query, best first."""

    language: str
    index_version: int
    items: list[Found]


class Gap(BaseModel):
    """A question that no page answered, or whose draft a person rejected."""

    question_id: str
    status: str
    language: str
    channel: str
    brand: str | None
    text: str
    received_at: datetime
    reason_code: str | None = Field(description="Why a person rejected the draft.")
    reason: str | None
    nearest: list[Nearest]


class Listing(BaseModel, Generic[Item]):
    """One page of a list. Follow `next` until it is null; do not build it yourself."""

    items: list[Item]
    next_cursor: str | None
    next: str | None


class Health(BaseModel):
    """Whether the process can do its work; `checks` says of each part `ok` or what is wrong."""

    status: Literal["ok", "unavailable"]
    checks: dict[str, str] = {}


class Fault(BaseModel):
    """One field at fault."""

    field: str
    message: str


class ProblemOut(BaseModel):
    """RFC 9457: what happened (`detail`), what was kept, what to do next."""

    type: str
    title: str
    status: int
    detail: str
    kept: str | None = None
    next: str | None = None
    instance: str | None = None
    errors: list[Fault] | None = None


PROBLEM_EXAMPLE: dict[str, Any] = {
    "type": "urn:replydesk:problem:stale-draft",
    "title": "The draft is stale",
    "status": 409,
    "detail": "Version 1 of this draft is no longer the current one.",
    "kept": "Nothing was changed.",
    "next": "Read the question again and review its current draft.",
    "instance": "urn:replydesk:request:0b5e…",
}
