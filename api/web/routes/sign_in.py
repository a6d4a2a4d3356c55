"""Signing in and out, and the choice of language."""

from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query, Request
from starlette.responses import Response

from api.auth import SESSION_COOKIE, Caller, drop_session, identify, keep_session, require, services_of
from api.errors import TooManyAttempts, problem_of
from api.language import LANGUAGE_COOKIE, preferred_language
from api.sessions import SignInLimit, close_session, sign_in
from api.web.render import Pages
from api.web.visit import Form, Visit, field, frame, go, own_path, visiting
from knowledge.errors import NotSignedIn

router = APIRouter()
LANGUAGE_COOKIE_S = 365 * 24 * 3600


@router.get("/")
def home(_visit: Annotated[Visit, visiting()]) -> Response:
    """The inbox is where everybody begins."""
    return go("/inbox")


@router.get("/sign-in")
def ask_to_sign_in(
    request: Request,
    next_path: Annotated[str | None, Query(alias="next", max_length=2_000)] = None,
    ended: str = "",
    out: str = "",
) -> Response:
    """The form; whoever is signed in already is led on."""
    if identify(request) is not None:
        return go(own_path(next_path))
    return _form(request, own_path(next_path), ended=bool(ended), out=bool(out))


@router.post("/sign-in")
def take_sign_in(request: Request, form: Form) -> Response:
    """Open a session, or say what is wrong and keep the login as it was typed."""
    services = services_of(request)
    limit: SignInLimit = request.app.state.sign_in_limit
    address = request.client.host if request.client else ""
    login, password = field(form, "login", 200), form.get("password")
    following = own_path(field(form, "next", 2_000))
    try:
        session = sign_in(
            services.engine,
            limit,
            login,
            password if isinstance(password, str) else "",
            address,
            services.clock,
            services.settings.session_hours,
        )
    except (NotSignedIn, TooManyAttempts) as error:
        words = error.in_language(preferred_language(request))
        status = problem_of(error, "en").status
        return _form(request, following, problem=words, login=login, status=status)
    response = go(following)
    keep_session(response, session, services)
    return response


@router.post("/sign-out")
def sign_out(request: Request, _caller: Annotated[Caller, require()]) -> Response:
    """End the session here and in the database."""
    token = request.cookies.get(SESSION_COOKIE)
    if token:
        with services_of(request).engine.begin() as connection:
            close_session(connection, token)
    response = go("/sign-in?out=1")
    drop_session(response)
    return response


@router.get("/language/{language}")
def choose_language(
    request: Request,
    language: Annotated[Literal["en", "fr"], Path()],
    next_path: Annotated[str | None, Query(alias="next", max_length=2_000)] = None,
) -> Response:
    """Remember the language in this browser, and go back to where the person was."""
    return with_language(request, go(own_path(next_path)), language)


def with_language(request: Request, response: Response, language: str) -> Response:
    """The response, telling the browser to remember `language`."""
    response.set_cookie(
        LANGUAGE_COOKIE,
        language,
        max_age=LANGUAGE_COOKIE_S,
        httponly=True,
        samesite="lax",
        secure=services_of(request).settings.cookies_are_secure,
    )
    return response


def _form(
    request: Request,
    following: str,
    *,
    problem: str | None = None,
    login: str = "",
    ended: bool = False,
    out: bool = False,
    status: int = 200,
) -> Response:
    pages: Pages = request.app.state.pages
    language = preferred_language(request)
    values = frame(request, language) | {
        "section": "",
        "next": following,
        "problem": problem,
        "login": login,
        "ended": ended,
        "out": out,
        "here": f"/sign-in?next={following}",
    }
    return pages.response("sign_in.html", language, values, status)
