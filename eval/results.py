"""What a run of questions gave: rankings and answers, and their two stable file formats. Judges nothing."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict

from eval import jsonl
from eval.jsonl import BrokenLine

Line = TypeVar("Line", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Found:
    """A passage as a reader sees it; `page_id` is the page's key within its source."""

    page_id: str
    url: str | None
    text: str
    score: float


@dataclass(frozen=True, slots=True)
class Ranking:
    """The passages found for a question, best first."""

    id: str
    ranked: tuple[Found, ...]


@dataclass(frozen=True, slots=True)
class Cited:
    """A citation: the quote, and the page that it stands on."""

    page_id: str
    url: str | None
    quote: str


@dataclass(frozen=True, slots=True)
class Stated:
    """A statement of an answer with its citations."""

    text: str
    citations: tuple[Cited, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """A drafted answer; `status` is `pending_review`, or says why there is none."""

    id: str
    status: str
    confidence: float
    text: str
    statements: tuple[Stated, ...]
    seconds: float

    @property
    def given(self) -> bool:
        """Whether a person would be shown a draft to approve."""
        return self.status == "pending_review"

    @property
    def citations(self) -> tuple[Cited, ...]:
        """All citations, in order."""
        return tuple(cited for stated in self.statements for cited in stated.citations)


def to_line(record: Ranking | Answer) -> dict[str, Any]:
    """The record as its line of the file."""
    return asdict(record)


class _Edge(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class _FoundLine(_Edge):
    page_id: str
    url: str | None = None
    text: str
    score: float


class _RankingLine(_Edge):
    id: str
    ranked: tuple[_FoundLine, ...]


class _CitedLine(_Edge):
    page_id: str
    url: str | None = None
    quote: str


class _StatedLine(_Edge):
    text: str
    citations: tuple[_CitedLine, ...] = ()


class _AnswerLine(_Edge):
    id: str
    status: str
    confidence: float
    text: str
    statements: tuple[_StatedLine, ...]
    seconds: float


def read_rankings(path: Path) -> tuple[Mapping[str, Ranking], tuple[BrokenLine, ...]]:
    """The rankings of a file by question id, and its broken lines."""
    lines, broken = _split(jsonl.read(path, _RankingLine))
    return {
        line.id: Ranking(line.id, tuple(Found(**each.model_dump()) for each in line.ranked)) for line in lines
    }, broken


def read_answers(path: Path) -> tuple[Mapping[str, Answer], tuple[BrokenLine, ...]]:
    """The answers of a file by question id, and its broken lines."""
    lines, broken = _split(jsonl.read(path, _AnswerLine))
    return {line.id: _answer(line) for line in lines}, broken


def _answer(line: _AnswerLine) -> Answer:
    statements = tuple(
        Stated(each.text, tuple(Cited(**cited.model_dump()) for cited in each.citations))
        for each in line.statements
    )
    return Answer(line.id, line.status, line.confidence, line.text, statements, line.seconds)


def _split(
    lines: Iterable[tuple[int, Line | BrokenLine]],
) -> tuple[list[Line], tuple[BrokenLine, ...]]:
    read: list[Line] = []
    broken: list[BrokenLine] = []
    for _, line in lines:
        if isinstance(line, BrokenLine):
            broken.append(line)
        else:
            read.append(line)
    return read, tuple(broken)
