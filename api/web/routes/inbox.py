"""The inbox: what waits, ordered by the time to breach."""

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Query
from sqlalchemy import Connection
from starlette.responses import Response

from api.web.queue import Filter, counts, filter_of, next_to_decide, rows
from api.web.visit import Visit, visiting
from assistant.intake import inbox
from assistant.reviewing import review
from assistant.reviewing.frozen import frozen_questions
from knowledge.database import reading
from knowledge.errors import NotFound

router = APIRouter()


@router.get("/inbox")
def show_inbox(
    visit: Annotated[Visit, visiting()], done: Annotated[str | None, Query(max_length=40)] = None
) -> Response:
    """The list, its counts, and the way to the most urgent question."""
    wanted = filter_of(visit.request.query_params)
    with reading(visit.services.engine) as connection:
        values = listed(connection, visit, wanted)
        first = next_to_decide(connection, wanted, _id(visit)) if visit.may_review else None
        after = after_of(connection, visit, done)
    return visit.show("inbox.html", "inbox", **values, first_id=first, after=after, bars=[], live=True)


def listed(connection: Connection, visit: Visit, wanted: Filter) -> Mapping[str, Any]:
    """What the inbox column needs."""
    found, following = rows(connection, wanted, _id(visit))
    return {
        "filter": wanted,
        "counts": counts(connection, _id(visit)),
        "rows": found,
        "frozen": frozen_questions(connection, visit.now, [each.id for each in found]),
        "next_rows": wanted.but(after=following) if following else None,
    }


def after_of(connection: Connection, visit: Visit, question_id: str | None) -> Mapping[str, str] | None:
    """What the visitor has just decided, to be told once the next question is open."""
    if question_id is None or visit.person is None:
        return None
    try:
        question = inbox.get(connection, question_id)
        decided = review.of_question(connection, question_id)
    except NotFound:
        return None
    last = max(decided, key=lambda each: each.decided_at, default=None)
    if question.is_open or last is None or last.reviewer_id != visit.person.id:
        return None
    name = question.author_name or visit.t("question.someone")
    return {"decision": last.decision, "name": name, "question_id": question_id}


def _id(visit: Visit) -> str | None:
    return visit.person.id if visit.person else None
