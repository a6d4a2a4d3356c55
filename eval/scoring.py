"""Brings measures and cases together: values by case, and by group of cases. Runs nothing and prints nothing."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from eval.cases import Case
from eval.material import Material
from eval.measures import Measure, Scores
from eval.measures.registry import figures, measures
from eval.results import Ranking
from eval.slices import by_slice

EVERYTHING = "all"


class Row(NamedTuple):
    """The values of one group of cases; `questions` counts the group, `measured` the cases behind each value."""

    group: str
    questions: int
    values: Mapping[str, float]
    measured: Mapping[str, int]


def case_values(material: Material, chosen: Sequence[Measure] | None = None) -> dict[str, dict[str, float]]:
    """The values of every case by all measures, or those chosen; a case that none concerns is left out."""
    measured = measures() if chosen is None else chosen
    return merged(*(each.of_cases(material) for each in measured if each.of_cases))


def slice_values(
    cases: Sequence[Case],
    material: Material,
    chosen: Sequence[Measure] | None = None,
    values: Scores | None = None,
) -> list[Row]:
    """A row for each slice (`eval.slices`), "all" first: means over cases, sums for guards, values of the slice.

    `values`, where given, are those of `case_values`, so that they are not computed again.
    """
    measured = measures() if chosen is None else chosen
    scores = case_values(material, measured) if values is None else values
    return [
        _row(name, members, scores, _of_slice(members, material, measured))
        for name, members in by_slice(cases).items()
    ]


def curves(
    cases: Sequence[Case], material: Material, chosen: Sequence[Measure] | None = None
) -> dict[str, Any]:
    """Plain data for charts, by name; each holds "all" and every language."""
    found: dict[str, Any] = {}
    for measure in measures() if chosen is None else chosen:
        found |= measure.curves(cases, material) if measure.curves else {}
    return found


def rows(
    cases: Sequence[Case],
    scores: Scores,
    of_set: Callable[[Sequence[Case]], Mapping[str, float]] = lambda _cases: {},
) -> tuple[Row, ...]:
    """A row for all cases, each language and each set; means over the cases that a measure concerns."""
    return tuple(_row(group, members, scores, of_set(members)) for group, members in groups(cases).items())


def score_rows(cases: Sequence[Case], material: Material, chosen: Sequence[Measure]) -> tuple[Row, ...]:
    """`rows` of the chosen measures, those of whole sets too."""
    return rows(cases, case_values(material, chosen), lambda members: _of_slice(members, material, chosen))


def retrieval_scores(cases: Sequence[Case], rankings: Mapping[str, Ranking]) -> Scores:
    """All measures of rankings, by case."""
    return case_values(Material(cases, rankings, None))


def groups(cases: Sequence[Case]) -> dict[str, list[Case]]:
    """All cases, those of each language, and those of each set (by language where it has several)."""
    found: dict[str, list[Case]] = {EVERYTHING: list(cases)}
    for language in sorted({case.language for case in cases}):
        found[language] = [case for case in cases if case.language == language]
    for name in dict.fromkeys(case.set_name for case in cases):
        members = [case for case in cases if case.set_name == name]
        languages = sorted({case.language for case in members})
        found[name] = members
        if len(languages) > 1:
            for language in languages:
                found[f"{name} {language}"] = [case for case in members if case.language == language]
    return found


def merged(*parts: Scores) -> dict[str, dict[str, float]]:
    """The values of several measures together, by case."""
    together: dict[str, dict[str, float]] = {}
    for part in parts:
        for case_id, values in part.items():
            together.setdefault(case_id, {}).update(values)
    return together


def _of_slice(cases: Sequence[Case], material: Material, chosen: Sequence[Measure]) -> Mapping[str, float]:
    found: dict[str, float] = {}
    for measure in chosen:
        found |= measure.of_slice(cases, material) if measure.of_slice else {}
    return found


def _row(group: str, cases: Sequence[Case], scores: Scores, of_set: Mapping[str, float]) -> Row:
    collected: dict[str, list[float]] = {}
    for case in cases:
        for name, value in scores.get(case.id, {}).items():
            collected.setdefault(name, []).append(value)
    known = figures()
    means = {
        name: sum(values) if name in known and known[name].guard else sum(values) / len(values)
        for name, values in collected.items()
    }
    measured = {name: len(values) for name, values in collected.items()}
    return Row(group, len(cases), {**means, **of_set}, {**measured, **dict.fromkeys(of_set, len(cases))})
