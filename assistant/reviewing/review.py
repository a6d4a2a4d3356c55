"""Reviews: a person's decision on exactly one version of a draft, kept for ever. Decides nothing, reads only."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, get_args

from sqlalchemy import Connection, select

from assistant import tables
from assistant.citations import Statement, statement_from_json
from knowledge.errors import NotFound
from knowledge.texts import Text

Decision = Literal["approve", "edit_and_approve", "reject", "refer"]
STATUS_AFTER = {
    "approve": "approved",
    "edit_and_approve": "approved",
    "reject": "rejected",
    "refer": "referred",
}
# Why a draft is rejected; the database takes no other (migration 0007).
Reason = Literal["incorrect", "outdated_source", "incomplete", "tone", "unsafe", "other"]
REASONS: tuple[Reason, ...] = get_args(Reason)


@dataclass(frozen=True, slots=True)
class Review:
    """A decision; of an approval, `final_text` is exactly what is sent."""

    id: str
    draft_id: str
    draft_version: int
    question_id: str
    reviewer_id: str
    decision: Decision
    reason_code: Reason | None
    reason: str | None
    final_statements: tuple[Statement, ...]
    final_text: str | None
    decided_at: datetime

    @property
    def approves(self) -> bool:
        """Whether it lets a reply go out."""
        return STATUS_AFTER[self.decision] == "approved"


def get(connection: Connection, review_id: str) -> Review:
    """The review. Raises: NotFound."""
    row = connection.execute(select(tables.reviews).where(tables.reviews.c.id == review_id)).one_or_none()
    if row is None:
        raise NotFound(Text("There is no such decision.", "Cette décision n’existe pas."))
    return _review(row)


def of_draft(connection: Connection, draft_id: str) -> Review | None:
    """The decision on this draft, if there is one."""
    table = tables.reviews
    row = connection.execute(select(table).where(table.c.draft_id == draft_id)).one_or_none()
    return None if row is None else _review(row)


def of_question(connection: Connection, question_id: str) -> list[Review]:
    """Every decision, the oldest first."""
    table = tables.reviews
    query = select(table).where(table.c.question_id == question_id).order_by(table.c.draft_version)
    return [_review(row) for row in connection.execute(query)]


def _review(row: Any) -> Review:
    final = tuple(statement_from_json(each) for each in row.final_statements)
    return Review(**(dict(row._mapping) | {"final_statements": final}))
