"""Makes the report of a run from what came out and what the measures say of it. Asks nothing and writes nothing."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypedDict, Unpack

from eval import scoring
from eval.cases import Case
from eval.folds import groups_of
from eval.gold.anchors import Anchored, Flag
from eval.matching import is_right
from eval.material import Material
from eval.measures import Figure, Scores
from eval.measures.registry import figures, violations
from eval.results import Answer, Found
from eval.runs.record import (
    CaseRecord,
    CitedRecord,
    FigureRecord,
    FoundRecord,
    GoldRecord,
    JudgeRecord,
    LeakRecord,
    Report,
    SliceRecord,
)
from eval.slices import slices_of
from eval.telling import Teller
from knowledge.redact import redact
from knowledge.texts import Text

FOUND_KEPT = 5
TEXT_KEPT_CHARACTERS = 400
DIGITS = 6


class About(TypedDict):
    """What a report says beside its measurements."""

    parts: dict[str, str]
    index: str
    gold: GoldRecord
    leaks: LeakRecord
    judges: tuple[JudgeRecord, ...]


def recorded(
    material: Material, anchored: Anchored, flagged: Sequence[Case], teller: Teller, **about: Unpack[About]
) -> Report:
    """The report: `flagged` cases are in it, with why they wait for a person, and in no mean."""
    with teller.bar(Text("Measuring", "Mesure")) as show:
        show(0, 3)
        values = scoring.case_values(material)
        show(1, 3)
        rows = scoring.slice_values(material.cases, material, values=values)
        show(2, 3)
        curves = scoring.curves(material.cases, material)
        broken = violations(material)
        show(3, 3)
    groups = groups_of([*material.cases, *flagged])
    record = _recorder(material, anchored, values, broken, groups)
    every = sorted([*material.cases, *flagged], key=lambda case: case.id)
    named = {name for row in rows for name in row.values}
    return Report(
        name=", ".join(sorted({case.set_name for case in every})),
        figures={name: _figure(each) for name, each in sorted(figures().items()) if name in named},
        slices=tuple(_slice(row) for row in rows),
        curves=_rounded(curves),
        cases=tuple(record(case) for case in every),
        **about,
    )


def _recorder(
    material: Material,
    anchored: Anchored,
    values: Scores,
    broken: Mapping[str, Mapping[str, list[str]]],
    groups: Mapping[str, str],
) -> Callable[[Case], CaseRecord]:
    rankings, answers = material.rankings or {}, material.answers or {}

    def record(case: Case) -> CaseRecord:
        answer = answers.get(case.id)
        found = rankings[case.id].ranked[:FOUND_KEPT] if case.id in rankings else ()
        return CaseRecord(
            id=case.id,
            digest=case.digest,
            set=case.set_name,
            language=case.language,
            slices=slices_of(case),
            group=groups[case.id].replace("\x1f", " "),
            flag=_flag(anchored, case),
            question=redact(case.asked.question),
            history=tuple(f"{said.role}: {redact(said.text)}" for said in case.asked.history),
            answerable=case.answerable,
            gold_answer=case.answer,
            sources=anchored.sources_of(case.id),
            status=answer.status if answer else None,
            confidence=round(answer.confidence, DIGITS) if answer else None,
            answer=answer.text if answer else None,
            statements=tuple(each.text for each in answer.statements) if answer else (),
            citations=_cited(answer),
            found=tuple(_found(case, each) for each in found),
            values={name: round(value, DIGITS) for name, value in sorted(values.get(case.id, {}).items())},
            violations={name: list(words) for name, words in sorted(broken.get(case.id, {}).items())},
        )

    return record


def _flag(anchored: Anchored, case: Case) -> Flag | None:
    return anchored.flags.get(case.id)


def _cited(answer: Answer | None) -> tuple[CitedRecord, ...]:
    return tuple(
        CitedRecord(statement=number, page=cited.page_id, url=cited.url, quote=cited.quote)
        for number, stated in enumerate(answer.statements if answer else ())
        for cited in stated.citations
    )


def _found(case: Case, found: Found) -> FoundRecord:
    text = found.text if len(found.text) <= TEXT_KEPT_CHARACTERS else found.text[:TEXT_KEPT_CHARACTERS] + "…"
    right = any(
        is_right(source, found) if source.text else source.page_id == found.page_id for source in case.sources
    )
    return FoundRecord(
        page=found.page_id, url=found.url, text=text, score=round(found.score, DIGITS), right=right
    )


def _figure(figure: Figure) -> FigureRecord:
    return FigureRecord(
        about=figure.about._asdict(),
        better=figure.better,
        gated=figure.gated,
        guard=figure.guard,
        judge=figure.judge,
    )


def _slice(row: scoring.Row) -> SliceRecord:
    return SliceRecord(
        name=row.group,
        cases=row.questions,
        values={name: round(value, DIGITS) for name, value in sorted(row.values.items())},
        measured=dict(sorted(row.measured.items())),
    )


def _rounded(data: Any) -> Any:
    if isinstance(data, float):
        return round(data, DIGITS)
    if isinstance(data, Mapping):
        return {name: _rounded(each) for name, each in data.items()}
    if isinstance(data, list | tuple):
        return [_rounded(each) for each in data]
    return data
