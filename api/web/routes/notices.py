"""The notices: which are in force, which wait for somebody, and the form to make one. Two different people approve."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Annotated

from fastapi import APIRouter, Path, Query
from starlette.datastructures import FormData
from starlette.responses import Response

from api.auth import person_of
from api.web.moments import span
from api.web.visit import REVIEWERS, Form, Visit, field, go, visiting
from assistant.emergencies import notices, pinning
from assistant.emergencies.new_notice import LONGEST, NewNotice, Wording
from assistant.emergencies.notices import Notice
from assistant.intake import people
from assistant.intake.incoming import SERVED
from assistant.reviewing import enforcing
from knowledge.database import reading
from knowledge.errors import BadInput, Conflict, ReplydeskError
from knowledge.texts import Text

router = APIRouter()
Reviewing = Annotated[Visit, visiting(*REVIEWERS)]
NoticeId = Annotated[str, Path(max_length=40)]
USUAL = timedelta(hours=24)
MINUTE = "%Y-%m-%dT%H:%M"
NAMES = [f"{part}.{code}" for code in SERVED for part in ("topics", "areas")]
NAMES += [f"texts.{code}.{part}" for code in SERVED for part in ("statement", "url")]
NAMES += ["brand", "starts_at", "expires_at"]
NO_MOMENT = Text("This is not a date and a time.", "Ceci n’est pas une date et une heure.")


@dataclass(frozen=True, slots=True)
class Shown:
    """One notice as the list shows it, with the people by name."""

    notice: Notice
    state: str
    left: str
    creator: str
    approvers: Sequence[str]
    withdrawer: str | None
    may_approve: bool
    may_withdraw: bool


@router.get("/notices")
def show_notices(
    visit: Annotated[Visit, visiting()], after: Annotated[str | None, Query(max_length=40)] = None
) -> Response:
    """The list, the newest first, and for reviewers the form."""
    return _page(visit, after=after)


@router.post("/notices")
def make_notice(visit: Reviewing, form: Form) -> Response:
    """Propose a notice; what was typed is kept where something is not right."""
    try:
        new = _new(form)
        with visit.services.engine.begin() as connection:
            made = pinning.create(connection, new, person_of(visit.caller), visit.services.clock)
    except BadInput as error:
        typed = {name: field(form, name) for name in NAMES}
        return _page(visit, typed=typed, trouble=error, status=422)
    return go(f"/notices#{made.id}")


@router.post("/notices/{notice_id}/approve")
def approve_notice(visit: Reviewing, notice_id: NoticeId) -> Response:
    """Stand behind a notice; the second person puts it in force."""
    try:
        enforcing.approve(visit.services.engine, notice_id, person_of(visit.caller), visit.services.clock)
    except Conflict as error:
        return _page(visit, trouble=error, status=409)
    return go(f"/notices#{notice_id}")


@router.post("/notices/{notice_id}/withdraw")
def withdraw_notice(visit: Reviewing, notice_id: NoticeId) -> Response:
    """End a notice now."""
    try:
        enforcing.withdraw(visit.services.engine, notice_id, person_of(visit.caller), visit.services.clock)
    except Conflict as error:
        return _page(visit, trouble=error, status=409)
    return go(f"/notices#{notice_id}")


def _page(
    visit: Visit,
    *,
    after: str | None = None,
    typed: Mapping[str, str] | None = None,
    trouble: ReplydeskError | None = None,
    status: int = 200,
) -> Response:
    with reading(visit.services.engine) as connection:
        found, following = notices.listing(connection, after=after)
        names = {each.id: each.name for each in people.everything(connection)}
    usual = dict.fromkeys(NAMES, "") | {"expires_at": (visit.now + USUAL).strftime(MINUTE)}
    return visit.show(
        "notices.html",
        "notices",
        status,
        notices=[_shown(visit, each, names) for each in found],
        next_id=following,
        typed=typed or usual,
        opened=typed is not None,
        trouble=trouble.in_language(visit.language) if trouble else None,
        trouble_at=trouble.field if isinstance(trouble, BadInput) else None,
        codes=SERVED,
        soonest=visit.now.strftime(MINUTE),
        latest=(visit.now + LONGEST).strftime(MINUTE),
    )


def _shown(visit: Visit, notice: Notice, names: Mapping[str, str]) -> Shown:
    state = notice.state(visit.now)
    over = state in {"expired", "withdrawn"}
    waits = notice.approved_at is None and not over
    mine = visit.person is not None and visit.person.id in notice.approved_by
    return Shown(
        notice,
        state,
        "" if over else span((notice.expires_at - visit.now).total_seconds(), visit.t),
        names[notice.created_by],
        [names[each] for each in notice.approved_by],
        names[notice.withdrawn_by] if notice.withdrawn_by else None,
        visit.may_review and waits and not mine,
        visit.may_review and not over,
    )


def _new(form: FormData) -> NewNotice:
    texts = {}
    for code in SERVED:
        statement, url = (field(form, f"texts.{code}.{part}") for part in ("statement", "url"))
        if statement or url:
            texts[code] = Wording(statement, url)
    expires_at = _moment(form, "expires_at")
    if expires_at is None:
        raise BadInput(NO_MOMENT, field="expires_at")
    return NewNotice(
        topics={code: _lines(form, f"topics.{code}") for code in SERVED},
        areas={code: _lines(form, f"areas.{code}") for code in SERVED},
        texts=texts,
        brand=field(form, "brand", 200) or None,
        starts_at=_moment(form, "starts_at"),
        expires_at=expires_at,
    )


def _lines(form: FormData, name: str) -> list[str]:
    # One to a line, or with commas: people write lists either way.
    return [part for line in field(form, name).splitlines() for part in line.split(",") if part.strip()]


def _moment(form: FormData, name: str) -> datetime | None:
    written = field(form, name, 40)
    if not written:
        return None
    try:
        return datetime.fromisoformat(written).replace(tzinfo=UTC)
    except ValueError:
        raise BadInput(NO_MOMENT, field=name) from None
