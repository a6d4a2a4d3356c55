"""Reviews: a person's decision on exactly one version of a draft, once. The only way to a delivery.

Nothing of what the reviewer's client says about sources is believed: each citation is looked up and rebuilt,
each statement checked again against the pages as they stand, and the text is rendered here.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Literal
from uuid import uuid4

from sqlalchemy import Connection, Engine, insert, select

from assistant import delivery, drafts, events, inbox, people, questions, tables, voice
from assistant.checks import blocking, check_statements
from assistant.citations import Statement, cite, statement_from_json, statement_to_json
from assistant.delivery import Delivery
from assistant.drafts import Draft
from assistant.inbox import Question
from assistant.incoming import clean
from assistant.people import Person
from knowledge import pages, passages
from knowledge.clock import Clock
from knowledge.errors import BadInput, Conflict, NotFound, StaleDraft
from knowledge.texts import Text

Decision = Literal["approve", "edit_and_approve", "reject", "refer"]
REASON_CODES = ("not_answering", "wrong_fact", "outdated", "tone", "wrong_language", "not_ours", "other")
STATUS_AFTER = {
    "approve": "approved",
    "edit_and_approve": "approved",
    "reject": "rejected",
    "refer": "referred",
}
MOST_STATEMENTS = 50
LONGEST_REASON = 2000


@dataclass(frozen=True, slots=True)
class Review:
    """A decision; of an approval, `final_text` is exactly what is sent."""

    id: str
    draft_id: str
    draft_version: int
    question_id: str
    reviewer_id: str
    decision: Decision
    reason_code: str | None
    reason: str | None
    final_statements: tuple[Statement, ...]
    final_text: str | None
    decided_at: datetime

    @property
    def approves(self) -> bool:
        """Whether it lets a reply go out."""
        return STATUS_AFTER[self.decision] == "approved"
