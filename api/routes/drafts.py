"""Drafts and people's decisions on them, over the API. Only a person decides, and only on a named version."""

from typing import Annotated

from fastapi import APIRouter, Path, Request, Response

from api import shown
from api.auth import Caller, person_of, require, services_of
from api.edited import statements_of
from api.language import preferred_language
from api.requests import ReviewIn
from api.schemas import Decided, Draft
from assistant.intake import inbox
from assistant.reviewing import drafts, review
from knowledge.database import reading

router = APIRouter(prefix="/v1", tags=["drafts"])
DraftId = Annotated[str, Path(max_length=40)]


@router.get("/drafts/{draft_id}", operation_id="getDraft", summary="Read a draft", responses={404: {}})
def get_draft(request: Request, draft_id: DraftId, _caller: Annotated[Caller, require()]) -> Draft:
    """One version, as it was made."""
    with reading(services_of(request).engine) as connection:
        draft = drafts.get(connection, draft_id)
        question = inbox.get(connection, draft.question_id)
    return shown.draft(draft, question.language, preferred_language(request))


@router.post(
    "/drafts/{draft_id}/reviews",
    operation_id="reviewDraft",
    summary="Approve, edit and approve, reject or refer a draft",
    status_code=201,
    responses={404: {}, 409: {"description": "The draft is stale, or already decided on"}},
)
def review_draft(
    request: Request,
    response: Response,
    draft_id: DraftId,
    body: ReviewIn,
    caller: Annotated[Caller, require("manager", "admin")],
) -> Decided:
    """A person's decision on exactly `draft_version`. Approving queues the reply's delivery."""
    services = services_of(request)
    person = person_of(caller)
    with reading(services.engine) as connection:
        draft = drafts.get(connection, draft_id)
        edited = statements_of(connection, draft, body.statements, services.clock())
    decided, delivery = review.decide(
        services.engine,
        draft_id=draft_id,
        draft_version=body.draft_version,
        reviewer=person,
        decision=body.decision,
        reason_code=body.reason_code,
        reason=body.reason,
        statements=edited,
        clock=services.clock,
        undo_s=services.assistant.settings.undo_s,
        brands=services.assistant.brands,
    )
    response.headers["Location"] = f"/v1/questions/{decided.question_id}"
    return Decided.model_validate({"review": decided, "delivery": delivery}, from_attributes=True)
