"""Past threads as exchanges: each question of a citizen with the reply that it got. Finds what a reply stood on."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, Field
from sqlalchemy import Connection

from ingest.fetched import Problem, line_of
from ingest.jsonl import read_jsonl
from knowledge import pages, passages
from knowledge.exchanges import Exchange, digest_of
from knowledge.sources import Source
from knowledge.texts import Text
from knowledge.words.languages import detect

_TWICE = Text(
    "thread_id is used twice; the first one counts",
    "thread_id est utilisé deux fois; le premier compte",
)
_MARK = re.compile(r"^\s*(?:-|\d+\.)\s", re.M)


class Reference(BaseModel):
    """What a reply stood on: words of a page."""

    page_id: str
    text: str | None = None


class ThreadTurn(BaseModel):
    """One message of a thread."""

    role: Literal["citizen", "agent"]
    text: str
    refs: list[Reference] = Field(default_factory=list)


class Thread(BaseModel):
    """One line of `threads.jsonl`."""

    thread_id: str = Field(min_length=1, max_length=110)
    lang: str | None = None
    channel: str | None = Field(default=None, max_length=40)
    date: str | None = None
    turns: list[ThreadTurn] = Field(min_length=1)


def read_threads(
    path: Path,
    source: Source,
    languages: tuple[str, ...],
    redact: Callable[[str], str],
    connection: Connection,
) -> Iterator[Exchange | Problem]:
    """The exchanges of a file of threads, redacted before anything else sees them."""
    finder = _Finder(connection)
    seen: set[str] = set()
    for number, line in read_jsonl(path, Thread):
        if isinstance(line, Problem):
            yield line
        elif line.thread_id in seen:
            yield Problem(line_of(path.name, number), _TWICE)
        else:
            seen.add(line.thread_id)
            yield from _exchanges(line, source, languages, redact, finder)


def _exchanges(
    thread: Thread, source: Source, languages: tuple[str, ...], redact: Callable[[str], str], finder: _Finder
) -> Iterator[Exchange]:
    for number, (asked, replied) in enumerate(_pairs(thread.turns), start=1):
        question, reply = redact("\n".join(asked)).strip(), redact("\n".join(t.text for t in replied)).strip()
        if not question or not reply:
            continue
        declared = (thread.lang or "")[:2].lower()
        language = declared if declared in languages else detect(question, languages, languages[0])
        references = [reference for turn in replied for reference in turn.refs]
        cited = tuple(dict.fromkeys(found for each in references if (found := finder.find(each))))
        yield Exchange(
            id=f"{source.id}:{thread.thread_id}-{number}",
            thread_id=thread.thread_id,
            source_id=source.id,
            question=question,
            reply=reply,
            language=language,
            channel=thread.channel or source.options.get("channel"),
            brand=source.brand,
            cited=cited,
            digest=digest_of(question, reply, cited),
            approved_at=_moment(thread.date),
        )


def _moment(written: str | None) -> datetime | None:
    """A date or moment as ISO 8601 writes it, in UTC where it names no zone; None for any other spelling."""
    try:
        found = datetime.fromisoformat(written or "")
    except ValueError:
        return None
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found


def _pairs(turns: list[ThreadTurn]) -> Iterator[tuple[list[str], list[ThreadTurn]]]:
    """Messages of the citizen in a row are one question; replies in a row are one reply."""
    asked: list[str] = []
    replied: list[ThreadTurn] = []
    for turn in turns:
        if turn.role == "citizen":
            if asked and replied:
                yield asked, replied
                asked, replied = [], []
            asked.append(turn.text)
        elif asked:
            replied.append(turn)
    if asked and replied:
        yield asked, replied


class _Finder:
    """Finds the passage that holds the words of a reference, in whichever source has the page."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._texts: dict[str, list[tuple[str, str]]] = {}

    def find(self, reference: Reference) -> str | None:
        wanted = _letters(reference.text or "")
        if not wanted:
            return None
        if reference.page_id not in self._texts:
            self._texts[reference.page_id] = [
                (passage.id, _letters(passage.text_with_heading))
                for page in pages.by_key(self._connection, reference.page_id)
                for passage in passages.of_page(self._connection, page.id)
            ]
        return next((one for one, text in self._texts[reference.page_id] if wanted in text), None)


def _letters(text: str) -> str:
    """Text without white space and without the marks that lists and tables carry in passages."""
    return "".join(_MARK.sub("", text).replace(" | ", "").split())
