"""One person's look at one page: who, in which language, from which services. Every page route takes a `Visit`."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any
from urllib.parse import urlsplit

from fastapi import Depends
from fastapi.params import Depends as DependsMarker
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.auth import READING_METHODS, Caller, require, services_of
from api.bootstrap import Services
from api.language import LANGUAGE_COOKIE, SPOKEN, preferred_language
from api.web.notice_bar import InForce, in_force_of
from api.web.render import Pages
from api.web.texts import Translate
from assistant.emergencies import notices
from assistant.intake.people import Person
from knowledge.database import reading

LANGUAGE_COOKIE_S = 365 * 24 * 3600
REVIEWERS = ("manager", "admin")
SECTIONS = (
    ("inbox", "/inbox", ("manager", "content", "admin")),
    ("search", "/search", ("manager", "content", "admin")),
    ("pages", "/pages", ("manager", "content", "admin")),
    ("sources", "/sources", ("manager", "content", "admin")),
    ("gaps", "/gaps", ("manager", "content", "admin")),
    ("notices", "/notices", ("manager", "content", "admin")),
    ("people", "/people", ("admin",)),
)


@dataclass(frozen=True, slots=True)
class Visit:
    """Who looks, at what, in which language."""

    request: Request
    services: Services
    pages: Pages
    caller: Caller
    language: str

    @property
    def t(self) -> Translate:
        """The sentences in the visitor's language."""
        return self.pages.catalogue.in_language(self.language)

    @property
    def now(self) -> datetime:
        """The moment of the visit."""
        return self.services.clock()

    @property
    def person(self) -> Person | None:
        """The person who looks; None for a machine's token."""
        return self.caller.person

    @property
    def may_review(self) -> bool:
        """Whether the visitor may decide on drafts."""
        return self.person is not None and self.caller.role in REVIEWERS

    def show(self, template: str, section: str, status: int = 200, **values: Any) -> HTMLResponse:
        """A page of the desk."""
        return self.pages.response(template, self.language, self._frame(section) | values, status)

    def _frame(self, section: str) -> dict[str, Any]:
        sections = [(name, path) for name, path, roles in SECTIONS if self.caller.role in roles]
        return frame(self.request, self.language) | {
            "section": section,
            "sections": sections,
            "person": self.person,
            "role": self.caller.role,
            "csrf": self.caller.csrf or "",
            "may_review": self.may_review,
            "in_force": self._in_force(),
        }

    def _in_force(self) -> list[InForce]:
        with reading(self.services.engine) as connection:
            active = notices.in_force(connection, self.now)
        return [in_force_of(each, self.language) for each in active]


def frame(request: Request, language: str) -> dict[str, Any]:
    """What the frame of every page needs, signed in or not."""
    return {
        "here": seen_again(request),
        "other": next(each for each in SPOKEN if each != language),
        "sections": [],
        "person": None,
        "csrf": "",
        "live": False,
        "in_force": [],
    }


def seen_again(request: Request) -> str:
    """The address of the page that `request` is about: a form's own answers no reading, its question's does."""
    path = request.url.path
    if request.method not in READING_METHODS and not path.endswith("/edit"):
        place = re.match(r"/questions/[\w-]+(?=/)", path, re.ASCII)
        path = place[0] if place else "/inbox"
    return path + (f"?{request.url.query}" if request.url.query else "")


def visiting(*roles: str) -> DependsMarker:
    """A dependency: the visit of someone with one of `roles` (of anyone signed in when none is named)."""

    def visit(request: Request, caller: Annotated[Caller, require(*roles)]) -> Visit:
        pages: Pages = request.app.state.pages
        return Visit(request, services_of(request), pages, caller, language_of(request, caller.person))

    dependency: DependsMarker = Depends(visit)
    return dependency


def language_of(request: Request, person: Person | None) -> str:
    """The language chosen in this browser, else the person's own, else the browser's."""
    if (
        request.cookies.get(LANGUAGE_COOKIE) not in SPOKEN
        and person is not None
        and person.language in SPOKEN
    ):
        return person.language
    return preferred_language(request)


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


async def submitted_form(request: Request) -> FormData:
    """The fields of a posted form."""
    return await request.form()


Form = Annotated[FormData, Depends(submitted_form)]


def field(form: FormData, name: str, longest: int = 20_000) -> str:
    """One text field, without blanks around it; empty when it is missing or no text."""
    value = form.get(name)
    return value.strip()[:longest] if isinstance(value, str) else ""


def own_path(address: str | None, otherwise: str = "/inbox") -> str:
    """`address` when it is a path of this site; never another site's."""
    if not address or not address.startswith("/") or address.startswith(("//", "/\\")):
        return otherwise
    parts = urlsplit(address)
    return otherwise if parts.scheme or parts.netloc or any(ord(c) < 32 for c in address) else address


def go(path: str) -> RedirectResponse:
    """On to another page, after something was done."""
    return RedirectResponse(path, status_code=303)
