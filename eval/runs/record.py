"""One run as data: what `report.json` and `timings.json` hold. Stable formats; read and written only here.

`report.json` is the same, byte for byte, for the same gold, state and code; whatever differs from run to run is in
`timings.json`. The digest is of the content, so that a report that was touched is known.
"""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from eval import jsonl
from knowledge.errors import BadInput
from knowledge.texts import Text

FORMAT: Literal["replydesk-report/1"] = "replydesk-report/1"
REPORT_FILE = "report.json"
TIMINGS_FILE = "timings.json"
ALL = "all"
Record = TypeVar("Record", bound=BaseModel)


class Part(BaseModel):
    """Base of all records: frozen, and strict about names."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class FigureRecord(Part):
    """A value's meaning, as `eval.measures.Figure` gives it."""

    about: dict[str, str]
    better: Literal["higher", "lower"]
    gated: bool
    guard: bool
    judge: str | None


class SliceRecord(Part):
    """The values of one slice: `all`, `language:fr`, `set:va_gov`, `topic:births`, `turn:follow-up`, …

    `measured` counts the cases behind each value.
    """

    name: str
    cases: int
    values: dict[str, float]
    measured: dict[str, int]


class CitedRecord(Part):
    """A citation of an answer, with the number (from 0) of its statement."""

    statement: int
    page: str
    url: str | None
    quote: str


class FoundRecord(Part):
    """One of the first passages found, and whether it is right."""

    page: str
    url: str | None
    text: str
    score: float
    right: bool


class SourceRecord(Part):
    """A gold source as anchored: `stands`, `moved` (`page` is where it was found), `changed` or `gone`."""

    page: str
    text: str | None
    state: Literal["stands", "moved", "changed", "gone"]


class CaseRecord(Part):
    """One case: what was asked, what came out, and its values.

    `group` names the questions that stand and fall together (one page, one dialogue). `flag` says why a case waits
    for a person's review; such a case is in no mean. `violations` names the guards that it broke, with words.
    """

    id: str
    digest: str
    set: str
    language: str
    slices: tuple[str, ...]
    group: str
    flag: Literal["changed", "gone"] | None = None
    question: str
    history: tuple[str, ...]
    answerable: bool
    gold_answer: str | None
    sources: tuple[SourceRecord, ...]
    status: str | None
    confidence: float | None
    answer: str | None
    statements: tuple[str, ...]
    citations: tuple[CitedRecord, ...]
    found: tuple[FoundRecord, ...]
    values: dict[str, float]
    violations: dict[str, list[str]] = Field(default_factory=dict)


class JudgeRecord(Part):
    """How a judge agrees with people on the labelled pairs: Cohen's kappa with its 95 % interval, and its floor."""

    name: str
    pairs: int
    kappa: float
    low: float
    high: float
    precision: float
    recall: float
    floor: float
    passes: bool


class GoldRecord(Part):
    """The gold that was asked: its digest, and how its sources stand.

    `unseen` sources are on no indexed page and nothing says that they changed: they count as misses.
    """

    digest: str
    files: dict[str, str]
    broken_lines: int
    stands: int
    moved: int
    changed: int
    gone: int
    unseen: int = 0
    lock: Literal["none", "holds", "broken"]
    lock_problems: tuple[str, ...] = ()


class LeakRecord(Part):
    """Past exchanges that would have given answers away: how many were held out, and what came through."""

    held_out: int
    came_through: tuple[str, ...]


class Report(Part):
    """Everything that a run found out, timings apart."""

    format: Literal["replydesk-report/1"] = FORMAT
    name: str
    parts: dict[str, str]
    index: str
    gold: GoldRecord
    leaks: LeakRecord
    judges: tuple[JudgeRecord, ...]
    figures: dict[str, FigureRecord]
    slices: tuple[SliceRecord, ...]
    curves: dict[str, Any]
    cases: tuple[CaseRecord, ...]

    @property
    def digest(self) -> str:
        """SHA-256 of the content."""
        return digest_of(self)


class Timings(Part):
    """What differs from run to run: seconds a question, tokens, and the machine.

    `unit_s` is what a fixed piece of work took here, so that two machines can be compared. `by_case` holds the
    seconds of the cases that were run and not taken from the cache.
    """

    machine: dict[str, str]
    unit_s: float
    p50_s: float | None
    p95_s: float | None
    wall_s: float
    by_case: dict[str, float]
    from_cache: int
    input_tokens: int
    output_tokens: int
    cost: float | None


def digest_of(part: BaseModel) -> str:
    """SHA-256 of a record's canonical JSON."""
    plain = json.dumps(
        part.model_dump(mode="json"), sort_keys=True, ensure_ascii=False, separators=(",", ":")
    )
    return hashlib.sha256(plain.encode()).hexdigest()


def write_report(folder: Path, report: Report, timings: Timings) -> None:
    """Write both files, each whole or not at all."""
    _write(folder / REPORT_FILE, {**report.model_dump(mode="json"), "digest": report.digest})
    _write(folder / TIMINGS_FILE, timings.model_dump(mode="json"))


def read_report(folder: Path) -> Report:
    """The run's report. Raises: BadInput when it is missing, malformed, or was touched since it was written."""
    data = _read(folder / REPORT_FILE)
    digest = data.pop("digest", None)
    report = _parsed(folder / REPORT_FILE, Report, data)
    if digest != report.digest:
        raise BadInput(
            Text(
                f"{folder / REPORT_FILE} was changed after it was written: its digest does not fit.",
                f"{folder / REPORT_FILE} a été modifié après coup : son empreinte ne correspond pas.",
            ),
            next_step=Text("Run the evaluation again.", "Relancez l’évaluation."),
        )
    return report


def read_timings(folder: Path) -> Timings:
    """The run's timings. Raises: BadInput."""
    return _parsed(folder / TIMINGS_FILE, Timings, _read(folder / TIMINGS_FILE))


def _read(path: Path) -> dict[str, Any]:
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise _unreadable(path, type(error).__name__) from error
    if not isinstance(data, dict):
        raise _unreadable(path, "no object")
    return data


def _parsed(path: Path, model: type[Record], data: Mapping[str, Any]) -> Record:
    try:
        return model.model_validate(data)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        raise _unreadable(path, ".".join(str(each) for each in first["loc"])) from error


def _write(path: Path, data: Mapping[str, Any]) -> None:
    with jsonl.replacing(path) as handle:
        json.dump(data, handle, ensure_ascii=False, indent=1, sort_keys=True)
        handle.write("\n")


def _unreadable(path: Path, why: str) -> BadInput:
    return BadInput(
        Text(
            f"{path} is no report of this version ({why}).",
            f"{path} n’est pas un rapport de cette version ({why}).",
        ),
        next_step=Text("Run the evaluation again.", "Relancez l’évaluation."),
    )
