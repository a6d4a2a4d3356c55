"""Drafts and people's decisions on them, over the API. Only a person decides, and only on a named version."""

from typing import Annotated

from fastapi import APIRouter, Path, Request, Response

from api import shown
from api.auth import Caller, person_of, require, services_of
from api.edited import statements_of
from api.requests import ReplyIn, ReviewIn
from api.schemas.drafts import Decided, Draft
from api.schemas.previews import Preview
from assistant.intake import inbox
from assistant.reviewing import drafts, preview
from assistant.reviewing.deciding import decide
from knowledge.database import reading

router = APIRouter(prefix="/v1", tags=["drafts"])
DraftId = Annotated[str, Path(max_length=40)]


@router.get("/drafts/{draft_id}", operation_id="getDraft", summary="Read a draft", responses={404: {}})
def get_draft(request: Request, draft_id: DraftId, _caller: Annotated[Caller, require()]) -> Draft:
    """One version as it was made, and as it would be sent now."""
    with reading(services_of(request).engine) as connection:
        draft = drafts.get(connection, draft_id)
        question = inbox.get(connection, draft.question_id)
        return shown.draft(connection, draft, question, shown.reader_of(request))


@router.post(
    "/drafts/{draft_id}/previews",
    operation_id="previewReply",
    summary="See a reply that is proposed instead of a draft as it would be sent",
    responses={404: {}},
)
def preview_reply(
    request: Request,
    draft_id: DraftId,
    body: ReplyIn,
    _caller: Annotated[Caller, require("manager", "admin")],
) -> Preview:
    """The edited reply in its channel's form, and what the checks say of it. Nothing is stored or decided."""
    reader = shown.reader_of(request)
    with reading(services_of(request).engine) as connection:
        draft = drafts.get(connection, draft_id)
        question = inbox.get(connection, draft.question_id)
        edited = statements_of(connection, draft, body.statements, reader.now)
        found = preview.of_reply(connection, edited, question, draft, reader.now, reader.brands)
    return shown.previewed(found, reader)


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
        said = body.statements
        edited = statements_of(connection, draft, said, services.clock()) if said is not None else None
    decided, delivery = decide(
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
