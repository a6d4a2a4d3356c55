"""Questions, and those that no page answers, as they go out over the wire."""

from datetime import datetime

from pydantic import BaseModel, Field

from api.schemas.drafts import Delivery, Draft, Nearest, Review
from api.schemas.outgoing import Outgoing
from assistant.reviewing.review import Reason


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


class Gap(BaseModel):
    """A question that no page answered, or whose draft a person rejected."""

    question_id: str
    status: str
    language: str
    channel: str
    brand: str | None
    text: str
    received_at: datetime
    reason_code: Reason | None = Field(description="Why a person rejected the draft.")
    reason: str | None
    nearest: list[Nearest]
