"""The sample's pages as written: front matter and inner HTML, one file a page.

It owns reading `site/`; what a browser gets around that content is the business of `layouts`.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

SITE = Path(__file__).parent / "site"
LAYOUTS = ("service", "ministry", "legacy")
LANGUAGES = ("en", "fr")

_FRONT_MATTER = re.compile(r"\A\s*<!--(.*?)-->\s*", re.DOTALL)


@dataclass(frozen=True, slots=True)
class ContentPage:
    """One page of the site in one language, as its author wrote it."""

    path: str
    title: str
    owner: str
    layout: str
    updated: str
    language: str
    body: str
    counterpart: str | None = None
    robots: str | None = None
    aliases: tuple[str, ...] = ()
    removed: bool = False
    revised: bool = False

    @property
    def section(self) -> str:
        """The first step of the path under the language, empty for a home page."""
        steps = self.path.strip("/").split("/")
        return steps[1] if len(steps) > 1 else ""

    @property
    def digest(self) -> str:
        """A fingerprint of what the author wrote, independent of host and port."""
        written = "\n".join((self.title, self.owner, self.layout, self.updated, self.body))
        return hashlib.sha256(written.encode()).hexdigest()[:20]

    @property
    def updated_at(self) -> datetime:
        """Noon UTC on the day of the last update."""
        return datetime.strptime(self.updated, "%Y-%m-%d").replace(hour=12, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Content:
    """Every page of one revision of the site, by path and by alias."""

    pages: Mapping[str, ContentPage]
    aliases: Mapping[str, ContentPage] = field(default_factory=dict)

    def find(self, path: str) -> ContentPage | None:
        """The page served at `path`, whether that is its own path or an alias."""
        return self.pages.get(path) or self.aliases.get(path)

    def of_language(self, language: str) -> list[ContentPage]:
        """The pages of one language, ordered by path."""
        return [page for _, page in sorted(self.pages.items()) if page.language == language]

    def of_section(self, language: str, section: str) -> list[ContentPage]:
        """The pages of one section of one language, ordered by path."""
        return [page for page in self.of_language(language) if page.section == section]

    def sections(self, language: str) -> list[str]:
        """The names of the sections of one language, in order."""
        return sorted({page.section for page in self.of_language(language) if page.section})


def parse_page(text: str, language: str, revised: bool = False) -> ContentPage:
    """Split one content file into its front matter and its inner HTML.

    Raises: ValueError when the front matter is missing or lacks a required key.
    """
    match = _FRONT_MATTER.match(text)
    if match is None:
        raise ValueError("no front matter comment at the start")
    keys: dict[str, str] = {}
    for line in match.group(1).strip().splitlines():
        name, _, value = line.partition(":")
        keys[name.strip()] = value.strip()
    missing = {"path", "title", "owner", "layout", "updated"} - keys.keys()
    if missing or keys["layout"] not in LAYOUTS:
        raise ValueError(f"front matter lacks {sorted(missing)} or names no layout: {keys.get('layout')}")
    return ContentPage(
        path=keys["path"],
        title=keys["title"],
        owner=keys["owner"],
        layout=keys["layout"],
        updated=keys["updated"],
        language=language,
        body=text[match.end() :].strip(),
        counterpart=keys.get("fr" if language == "en" else "en"),
        robots=keys.get("robots"),
        aliases=tuple(alias.strip() for alias in keys.get("aliases", "").split(",") if alias.strip()),
        removed=keys.get("removed") == "yes",
        revised=revised,
    )


def content_files(folder: Path = SITE) -> list[Path]:
    """Every content file under `folder`, in a stable order."""
    return sorted(folder.glob("*/**/*.html"))


def read_content(revision: int, folder: Path = SITE) -> Content:
    """Read one revision of the site: in the second, `x.rev2.html` stands in for `x.html`."""
    chosen: dict[Path, Path] = {}
    for file in content_files(folder):
        replaced = file.with_name(file.name.replace(".rev2.html", ".html"))
        if file == replaced:
            chosen.setdefault(file, file)
        elif revision >= 2:
            chosen[replaced] = file
    return _content(_read(file, folder) for file in chosen.values())


def _read(file: Path, folder: Path) -> ContentPage:
    try:
        return parse_page(
            file.read_text(encoding="utf-8"),
            language=file.relative_to(folder).parts[0],
            revised=file.name.endswith(".rev2.html") or file.with_suffix(".rev2.html").exists(),
        )
    except ValueError as error:
        raise ValueError(f"{file}: {error}") from error


def _content(pages: Iterable[ContentPage]) -> Content:
    by_path: dict[str, ContentPage] = {}
    by_alias: dict[str, ContentPage] = {}
    for page in pages:
        if page.path in by_path:
            raise ValueError(f"two files claim the path {page.path}")
        by_path[page.path] = page
        by_alias.update(dict.fromkeys(page.aliases, page))
    return Content(by_path, by_alias)
