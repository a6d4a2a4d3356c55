"""Turns templates into pages: the Jinja environment, the headers of every page, the words for stored values."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse

from api.web import moments
from api.web.texts import Catalogue, Translate
from knowledge.clock import Clock

FOLDER = Path(__file__).parent / "templates"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
PUBLIC_CHANNELS = ("facebook", "instagram", "x")


class Pages:
    """The desk's templates, in every language."""

    def __init__(self, catalogue: Catalogue, clock: Clock) -> None:
        self.catalogue = catalogue
        self._clock = clock
        self._environment = Environment(
            loader=FileSystemLoader(FOLDER),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.filters["path"] = lambda text: quote(str(text), safe="")

    def html(self, template: str, language: str, values: Mapping[str, Any]) -> str:
        """One template, filled."""
        t = self.catalogue.in_language(language)
        now = self._clock()
        words = {
            "t": t,
            "has_text": self.catalogue.has,
            "language": language,
            "ago": lambda at: moments.ago(now, at, t),
            "exact": lambda at: moments.exact(at, t),
            "due": lambda at: moments.due(now, at, t),
            "status_words": lambda status: status_words(status, t, self.catalogue),
            "language_words": lambda code: language_words(code, t, self.catalogue),
            "channel_words": lambda channel: channel_words(channel, t, self.catalogue),
            "decimal": lambda number: f"{number:.2f}".replace(".", t("point")),
            "is_public": lambda channel: channel in PUBLIC_CHANNELS,
        }
        return self._environment.get_template(template).render(words | dict(values))

    def response(
        self, template: str, language: str, values: Mapping[str, Any], status: int = 200
    ) -> HTMLResponse:
        """A page with the headers that every page carries."""
        headers = HEADERS | {"Content-Language": language}
        return HTMLResponse(self.html(template, language, values), status, headers)


def status_words(status: str, t: Translate, catalogue: Catalogue) -> str:
    """A question's status; of a reason that has no words yet, its group."""
    key = f"status.{status}"
    return t(key if catalogue.has(key) else f"status.{status.split('_', 1)[0]}")


def language_words(code: str, t: Translate, catalogue: Catalogue) -> str:
    """The name of a language."""
    key = f"language.{code}"
    return t(key) if code in {"en", "fr"} and catalogue.has(key) else t("language.other", code=code)


def channel_words(channel: str, t: Translate, catalogue: Catalogue) -> str:
    """The name of a channel; one that we do not know keeps its own."""
    key = f"channel.{channel}"
    return t(key) if catalogue.has(key) else channel
