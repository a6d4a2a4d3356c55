"""The committed state that later reports are held against: its record and its file. Compares nothing.

The file is made for a repository: one case a line, sorted, so that a change of the baseline can be read as a diff.
The gold is not repeated: each case's annotations are held by their digest. Slices and groups are, so that code that
draws them differently does not change what is compared with what.
"""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Literal

from eval import jsonl
from eval.runs.record import CaseRecord, Part, Report, Timings, digest_of

FORMAT: Literal["replydesk-baseline/1"] = "replydesk-baseline/1"
DIGEST_CHARACTERS = 16
ANSWER_CHARACTERS = 240
VALUE_DIGITS = 4


class BaselineCase(Part):
    """One case as it was: `values` in the order of the baseline's figures, None where a figure does not concern it.

    `units` is the time it took in units of the machine's speed; `answer` is cut, `pages` are the cited ones.
    """

    digest: str
    group: str
    slices: tuple[str, ...]
    flag: Literal["changed", "gone"] | None
    status: str | None
    answer: str | None
    pages: tuple[str, ...]
    units: float | None
    values: tuple[float | None, ...]


class Note(Part):
    """A floor that was lowered, or a loss that was accepted, on purpose; `after` is None where nothing is left."""

    at: str
    what: Literal["floor", "loss"]
    slice: str
    figure: str
    before: float
    after: float | None
    reason: str


class Baseline(Part):
    """Everything that the gate holds a report against; `floors` by slice and figure, `figures` with their direction."""

    format: Literal["replydesk-baseline/1"] = FORMAT
    name: str
    report: str
    parts: dict[str, str]
    figures: dict[str, Literal["higher", "lower"]]
    floors: dict[str, dict[str, float]]
    notes: tuple[Note, ...] = ()
    cases: dict[str, BaselineCase]

    @property
    def digest(self) -> str:
        """SHA-256 of the content."""
        return digest_of(self)

    def values(self, case_id: str) -> dict[str, float]:
        """The gated values of a case by figure."""
        values = zip(self.figures, self.cases[case_id].values, strict=True)
        return {figure: value for figure, value in values if value is not None}


def baseline_of(
    report: Report,
    timings: Timings | None,
    floors: Mapping[str, Mapping[str, float]],
    notes: Iterable[Note] = (),
    old: Baseline | None = None,
) -> Baseline:
    """The report as a baseline; the time of a case that came from a cache is that of the old baseline."""
    figures = {name: report.figures[name].better for name in sorted(gated(report))}
    return Baseline(
        name=report.name,
        report=report.digest,
        parts=dict(sorted(report.parts.items())),
        figures=figures,
        floors={name: dict(sorted(floors[name].items())) for name in sorted(floors) if floors[name]},
        notes=tuple(notes),
        cases={
            case.id: _case(case, tuple(figures), _units(case, timings, old))
            for case in sorted(report.cases, key=lambda case: case.id)
        },
    )


def gated(report: Report) -> list[str]:
    """The figures whose loss fails the gate."""
    return [name for name, figure in report.figures.items() if figure.gated]


def write_baseline(path: Path, baseline: Baseline) -> None:
    """Write the file whole or not at all."""
    data = {**baseline.model_dump(mode="json"), "digest": baseline.digest}
    with jsonl.replacing(path) as handle:
        handle.write(
            "{\n" + ",\n".join(f"{_json(key)}: {_lines(value)}" for key, value in data.items()) + "\n}\n"
        )


def _lines(value: object) -> str:
    """JSON with a line for each member of the first level."""
    if isinstance(value, dict) and value:
        return "{\n" + ",\n".join(f" {_json(key)}: {_json(each)}" for key, each in value.items()) + "\n}"
    if isinstance(value, list) and value:
        return "[\n" + ",\n".join(f" {_json(each)}" for each in value) + "\n]"
    return _json(value)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _case(case: CaseRecord, figures: Iterable[str], units: float | None) -> BaselineCase:
    values = (None if case.flag else case.values.get(figure) for figure in figures)
    return BaselineCase(
        digest=short_digest(case),
        group=case.group,
        slices=case.slices,
        flag=case.flag,
        status=case.status,
        answer=case.answer and case.answer[:ANSWER_CHARACTERS],
        pages=tuple(dict.fromkeys(cited.page for cited in case.citations)),
        units=units,
        values=tuple(None if value is None else round(value, VALUE_DIGITS) for value in values),
    )


def short_digest(case: CaseRecord) -> str:
    """The beginning of the digest of a case's annotations."""
    return case.digest[:DIGEST_CHARACTERS]


def _units(case: CaseRecord, timings: Timings | None, old: Baseline | None) -> float | None:
    if timings and case.id in timings.by_case:
        return round(timings.by_case[case.id] / timings.unit_s, 3)
    before = old.cases.get(case.id) if old else None
    return before.units if before and before.digest == short_digest(case) else None
