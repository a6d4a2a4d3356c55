"""Notices over the API: make one, list them, approve, withdraw. Only people do; two different ones approve."""

from typing import Annotated

from fastapi import APIRouter, Path, Request, Response

from api import shown
from api.auth import Caller, require, services_of
from api.cursor import Cursor, Limit, listed, opened
from api.requests import NoticeIn
from api.schemas.notices import Notice
from api.schemas.outgoing import Listing
from assistant.emergencies import notices, pinning
from assistant.emergencies.new_notice import NewNotice, Wording
from assistant.intake.people import Person
from assistant.reviewing import enforcing
from knowledge.database import reading
from knowledge.errors import NotAllowed
from knowledge.texts import Text

router = APIRouter(prefix="/v1", tags=["notices"])
NoticeId = Annotated[str, Path(max_length=40)]


@router.post(
    "/notices",
    operation_id="createNotice",
    summary="Propose a notice",
    status_code=201,
    responses={201: {"headers": {"Location": {"description": "The notice", "schema": {"type": "string"}}}}},
)
def create_notice(
    request: Request,
    response: Response,
    body: NoticeIn,
    caller: Annotated[Caller, require("manager", "admin")],
) -> Notice:
    """Store a notice. It overrides nothing before two different people have approved it."""
    services, person = services_of(request), _person(caller)
    texts = {code: Wording(each.statement, each.url) for code, each in body.texts.items()}
    new = NewNotice(
        body.topics, texts, body.expires_at, areas=body.areas, brand=body.brand, starts_at=body.starts_at
    )
    with services.engine.begin() as connection:
        made = pinning.create(connection, new, person, services.clock)
    response.headers["Location"] = f"/v1/notices/{made.id}"
    return shown.notice(made, services.clock())


@router.get("/notices", operation_id="listNotices", summary="List notices, the newest first")
def list_notices(
    request: Request,
    response: Response,
    _caller: Annotated[Caller, require()],
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Listing[Notice]:
    """A page of notices with their states, those that are over too."""
    services = services_of(request)
    with reading(services.engine) as connection:
        found, position = notices.listing(connection, after=opened(cursor), limit=limit)
    return listed(request, response, [shown.notice(each, services.clock()) for each in found], position)


@router.get("/notices/{notice_id}", operation_id="getNotice", summary="Read a notice", responses={404: {}})
def get_notice(request: Request, notice_id: NoticeId, _caller: Annotated[Caller, require()]) -> Notice:
    """The notice as it stands now."""
    services = services_of(request)
    with reading(services.engine) as connection:
        return shown.notice(notices.get(connection, notice_id), services.clock())


@router.post(
    "/notices/{notice_id}/approvals",
    operation_id="approveNotice",
    summary="Approve a notice",
    responses={403: {}, 404: {}, 409: {"description": "It is withdrawn or expired"}},
)
def approve_notice(
    request: Request, notice_id: NoticeId, caller: Annotated[Caller, require("manager", "admin")]
) -> Notice:
    """The second person’s approval puts it in force. Repeating one’s own approval changes nothing."""
    services = services_of(request)
    found = enforcing.approve(services.engine, notice_id, _person(caller), services.clock)
    return shown.notice(found, services.clock())


@router.post(
    "/notices/{notice_id}/withdrawal",
    operation_id="withdrawNotice",
    summary="Withdraw a notice",
    responses={403: {}, 404: {}, 409: {"description": "It has expired"}},
)
def withdraw_notice(
    request: Request, notice_id: NoticeId, caller: Annotated[Caller, require("manager", "admin")]
) -> Notice:
    """End it now, for good; one person is enough. Repeating it changes nothing."""
    services = services_of(request)
    found = enforcing.withdraw(services.engine, notice_id, _person(caller), services.clock)
    return shown.notice(found, services.clock())


def _person(caller: Caller) -> Person:
    if caller.person is None:
        raise NotAllowed(
            Text(
                "Only a person may make, approve or withdraw a notice, and this is a machine’s token.",
                "Seule une personne peut créer, approuver ou retirer un avis; ceci est le jeton d’une machine.",
            ),
            next_step=Text(
                "Sign in, or use a token made with “replydesk token create --person LOGIN”.",
                "Connectez-vous, ou utilisez un jeton créé avec « replydesk token create --person LOGIN ».",
            ),
        )
    return caller.person
