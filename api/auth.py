"""Who calls, and what they may do: the only door-keeper of every route, JSON or page.

A route names its roles: `caller: Annotated[Caller, require("manager", "admin")]`. A machine shows
`Authorization: Bearer rd_…`; a person's browser the session cookie and, on anything but a reading, the session's
CSRF token in the `X-CSRF-Token` header or the form field `csrf`. Knows no passwords (see `sessions`).
"""

import hmac
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends, Security
from fastapi.params import Depends as DependsMarker
from fastapi.security import APIKeyCookie, HTTPBearer
from starlette.requests import Request
from starlette.responses import Response

from api import tokens
from api.bootstrap import Services
from api.sessions import Session, find_session
from assistant.intake.people import Person
from knowledge.database import reading
from knowledge.errors import NotAllowed, NotSignedIn
from knowledge.texts import Text

SESSION_COOKIE = "replydesk_session"
CSRF_HEADER = "X-CSRF-Token"
CSRF_FIELD = "csrf"
READING_METHODS = ("GET", "HEAD", "OPTIONS")
FORM_TYPES = ("application/x-www-form-urlencoded", "multipart/form-data")

_bearer = HTTPBearer(
    auto_error=False,
    scheme_name="token",
    description="A token made by `replydesk token create`: `rd_` and 43 characters.",
)
_cookie = APIKeyCookie(
    name=SESSION_COOKIE,
    auto_error=False,
    scheme_name="session",
    description=f"A person's session at the desk. Anything but a reading also needs the {CSRF_HEADER} header.",
)


@dataclass(frozen=True, slots=True)
class Caller:
    """Who calls. `person` is None for a machine; `csrf` is set for a browser session only."""

    role: str
    person: Person | None = None
    token_id: str | None = None
    csrf: str | None = None


def services_of(request: Request) -> Services:
    """What the running process is made of."""
    services: Services = request.app.state.services
    return services


def identify(request: Request) -> Caller | None:
    """The caller, or nothing when unknown; reads the database, so never call it in `async def`."""
    services = services_of(request)
    scheme, _, secret = request.headers.get("authorization", "").partition(" ")
    with reading(services.engine) as connection:
        if scheme:
            found = tokens.find(connection, secret.strip()) if scheme.lower() == "bearer" else None
            if found is None:
                return None
            token, person = found
            return Caller(person.role if person else token.role, person, token_id=token.id)
        cookie = request.cookies.get(SESSION_COOKIE)
        session = find_session(connection, cookie, services.clock) if cookie else None
    return Caller(session.person.role, session.person, csrf=session.csrf) if session else None


async def _submitted_csrf(request: Request) -> str | None:
    """The CSRF token that came along, by header or form (whose parse is kept for the route)."""
    if request.method in READING_METHODS or "authorization" in request.headers:
        return None
    header = request.headers.get(CSRF_HEADER)
    if header is not None or not request.headers.get("content-type", "").startswith(FORM_TYPES):
        return header
    field = (await request.form()).get(CSRF_FIELD)
    return field if isinstance(field, str) else None


class Guard:
    """A dependency that lets only some roles pass. A route without one is a bug that a test finds."""

    def __init__(self, roles: tuple[str, ...]) -> None:
        self.roles = roles

    def __call__(
        self,
        request: Request,
        submitted: Annotated[str | None, Depends(_submitted_csrf)],
        _token: Annotated[Any, Security(_bearer)],
        _session: Annotated[Any, Security(_cookie)],
    ) -> Caller:
        """The caller. Raises: NotSignedIn, NotAllowed."""
        caller = identify(request)
        if caller is None:
            raise NotSignedIn(
                Text(
                    "You are not signed in, or your session or token has ended.",
                    "Vous n’êtes pas connecté, ou votre session ou votre jeton a pris fin.",
                ),
                next_step=Text(
                    "Sign in, or send a token as “Authorization: Bearer rd_…”.",
                    "Connectez-vous, ou envoyez un jeton : « Authorization: Bearer rd_… ».",
                ),
            )
        if request.method not in READING_METHODS:
            check_csrf(caller, submitted)
        if self.roles and caller.role not in self.roles:
            raise NotAllowed(
                Text(
                    f"Your role “{caller.role}” may not do this.",
                    f"Votre rôle « {caller.role} » ne le permet pas.",
                ),
                next_step=Text(
                    f"Ask someone with the role {' or '.join(self.roles)}.",
                    f"Demandez à une personne ayant le rôle {' ou '.join(self.roles)}.",
                ),
            )
        return caller


def require(*roles: str) -> DependsMarker:
    """A dependency for callers of any of `roles` (every role when none is named)."""
    dependency: DependsMarker = Depends(Guard(roles))
    return dependency


def check_csrf(caller: Caller, submitted: str | None) -> None:
    """Refuse what another site made a browser send. Raises: NotAllowed."""
    if caller.csrf is None or (submitted and hmac.compare_digest(caller.csrf.encode(), submitted.encode())):
        return
    raise NotAllowed(
        Text(
            "The request did not come from a page of this desk that is still open.",
            "La demande ne vient pas d’une page de ce bureau encore ouverte.",
        ),
        next_step=Text("Load the page again, then repeat it.", "Rechargez la page, puis recommencez."),
    )


def person_of(caller: Caller) -> Person:
    """The human who answers for a decision. Raises: NotAllowed for a machine."""
    if caller.person is None:
        raise NotAllowed(
            Text(
                "Only a person may review a draft, and this is a machine’s token.",
                "Seule une personne peut examiner une ébauche; ceci est le jeton d’une machine.",
            ),
            next_step=Text(
                "Sign in, or use a token made with “replydesk token create --person LOGIN”.",
                "Connectez-vous, ou utilisez un jeton créé avec « replydesk token create --person LOGIN ».",
            ),
        )
    return caller.person


def keep_session(response: Response, session: Session, services: Services) -> None:
    """Hand the session to the browser: out of scripts' reach, and not sent along by other sites' forms."""
    response.set_cookie(
        SESSION_COOKIE,
        session.token,
        expires=session.expires_at,
        path="/",
        httponly=True,
        samesite="lax",
        secure=services.settings.cookies_are_secure,
    )


def drop_session(response: Response) -> None:
    """Tell the browser to forget its session."""
    response.delete_cookie(SESSION_COOKIE, path="/", httponly=True, samesite="lax")
