"""A saved crawl as outcomes: a list of pages beside their files. Opens nothing outside the folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pydantic import BaseModel, Field

from ingest.eligibility import REASONS, Reason
from ingest.fetched import Absent, Failed, Fetched, Outcome, Problem, Refused, line_of
from ingest.jsonl import read_jsonl
from knowledge.pages import Page
from knowledge.texts import Text

_TWICE = Text(
    "page_id is used twice; the first one counts", "page_id est utilisé deux fois; le premier compte"
)


class ListedPage(BaseModel):
    """One line of `pages.jsonl`; fields that are not named here are not needed."""

    page_id: str = Field(min_length=1, max_length=280)
    file: str = Field(min_length=1)
    url: str | None = None
    title: str | None = None
    lang: str | None = None
    owner: str | None = None


def count_lines(folder: Path, listing: str) -> int:
    """How many pages the list names, at most."""
    try:
        with (folder / listing).open("rb") as file:
            return sum(1 for line in file if line.strip())
    except OSError:
        return 0


def read_folder(folder: Path, listing: str, known: list[Page], max_body_bytes: int) -> Iterator[Outcome]:
    """An outcome for each listed page, then one for each known page that is listed no longer."""
    seen: set[str] = set()
    broken = False
    for number, line in read_jsonl(folder / listing, ListedPage):
        where = line_of(listing, number)
        if isinstance(line, Problem):
            broken = True
            yield line
        elif line.page_id in seen:
            yield Problem(where, _TWICE)
        else:
            seen.add(line.page_id)
            outcome = _read(folder, line, max_body_bytes)
            if isinstance(outcome, Failed | Refused):
                yield Problem(where, REASONS[outcome.reason])
            yield outcome
    if broken or not seen:
        return  # an unreadable line may name any page: better an old page too many than a good one lost
    for page in known:
        if page.key not in seen and page.status != "gone":
            yield Absent(page.key, page.url)


def _read(folder: Path, listed: ListedPage, max_body_bytes: int) -> Outcome:
    path = (folder / listed.file).resolve()
    if not path.is_relative_to(folder.resolve()):
        return Refused(listed.page_id, listed.url, "outside_folder")
    reason: Reason = "unreadable"
    try:
        if not path.is_file():
            return Failed(listed.page_id, listed.url, "missing_file")
        with path.open("rb") as file:
            body = file.read(max_body_bytes + 1)
    except (OSError, ValueError):
        return Failed(listed.page_id, listed.url, reason)
    return Fetched(
        listed.page_id, listed.url, body, title=listed.title, language=listed.lang, owner=listed.owner
    )
