"""Which drafts are frozen: those made under another notice than the one that covers their question now.

That follows from the clock at each reading and is stored nowhere. Reads; what is done about it stands in
`assistant.reviewing.enforcing`.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, select

from assistant import tables
from assistant.emergencies import notices
from assistant.emergencies.notices import Notice
from assistant.intake.inbox import FIELDS, REVIEWABLE, Question, in_status, question_from
from assistant.reviewing.drafts import Draft
from knowledge.errors import Conflict
from knowledge.texts import Text


def why_frozen(connection: Connection, question: Question, draft: Draft, now: datetime) -> Text | None:
    """Why the draft cannot be approved at `now`, in a sentence; None when no notice stands in the way."""
    active = notices.in_force(connection, now)
    if draft.notice_id is None and not active:
        return None
    return _why(draft.notice_id, notices.covering(active, question))


def check_not_frozen(connection: Connection, question: Question, draft: Draft, now: datetime) -> None:
    """Raises: Conflict for a frozen draft of a question that is still open."""
    if not question.is_open:
        return
    why = why_frozen(connection, question, draft, now)
    if why is not None:
        raise Conflict(why, next_step=REVIEW_NEXT)


def frozen_questions(
    connection: Connection, now: datetime, among: Sequence[str] | None = None
) -> Mapping[str, Text]:
    """The open questions whose draft is frozen, each with why, nearest to breach first; all, or of `among`."""
    condition = in_status(REVIEWABLE)
    if among is not None:
        condition = and_(condition, tables.questions.c.id.in_(among))
    return {question_id: why for question_id, _, why in _touched(connection, _with_drafts(condition), now)}


def touched_deliveries(connection: Connection, now: datetime) -> Mapping[str, Text]:
    """The reviews whose reply waits for its first attempt and was approved under another notice, with why."""
    delivery, review_, draft = tables.deliveries, tables.reviews, tables.drafts
    query = (
        select(*FIELDS, draft.c.notice_id, review_.c.id.label("about"))
        .join_from(delivery, review_, review_.c.id == delivery.c.review_id)
        .join(draft, draft.c.id == review_.c.draft_id)
        .join(tables.questions, tables.questions.c.id == delivery.c.question_id)
        .where(delivery.c.status == "queued", delivery.c.attempts == 0)
    )
    return {about: why for _, about, why in _touched(connection, query, now)}


def _with_drafts(condition: ColumnElement[bool]) -> Select[Any]:
    question, draft = tables.questions, tables.drafts
    query = select(*FIELDS, draft.c.notice_id, draft.c.id.label("about"))
    query = query.join(draft, draft.c.id == question.c.current_draft_id).where(condition)
    return query.order_by(question.c.answer_due_at, question.c.id)


def _touched(connection: Connection, query: Select[Any], now: datetime) -> Sequence[tuple[str, str, Text]]:
    active = notices.in_force(connection, now)
    if not active:  # then only what a notice gave can be touched, and reading that alone is quick
        query = query.where(tables.drafts.c.notice_id.is_not(None))
    found = []
    for row in connection.execute(query):
        *_, made_under, about = row
        why = _why(made_under, notices.covering(active, question_from(row)))
        if why is not None:
            found.append((row.id, about, why))
    return found


def _why(made_under: str | None, covering: Notice | None) -> Text | None:
    if made_under == (covering.id if covering else None):
        return None
    return OVER if covering is None else CAME


CAME = Text(
    "A notice has come into force that covers this question: this draft is frozen, and is drafted again with it.",
    "Un avis entré en vigueur vise cette question : ce projet est gelé, et rédigé de nouveau avec l’avis.",
)
OVER = Text(
    "The notice that this draft was made under is over: the draft is frozen, and is made again from the pages.",
    "L’avis sous lequel ce projet a été rédigé a pris fin : le projet est gelé, et refait à partir des pages.",
)
REVIEW_NEXT = Text(
    "Open the question again in a moment and review its new version.",
    "Ouvrez de nouveau la question dans un instant et relisez sa nouvelle version.",
)
