"""Brings measures and cases together: means of each group of cases. Runs nothing and prints nothing."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from eval.cases import Case
from eval.measures import Scores
from eval.measures.abstention import abstention
from eval.measures.citations import citation_scores
from eval.measures.pages import page_scores
from eval.measures.passages import passage_scores
from eval.measures.quotes import PageText, quote_scores
from eval.measures.reading import reading_scores
from eval.measures.risk import risk
from eval.results import Answer, Ranking

EVERYTHING = "all"


@dataclass(frozen=True, slots=True)
class Row:
    """The values of one group of cases; `questions` counts the group, `measured` the cases behind each mean."""

    group: str
    questions: int
    values: Mapping[str, float]
    measured: Mapping[str, int]


def retrieval_scores(cases: Sequence[Case], rankings: Mapping[str, Ranking]) -> Scores:
    """All measures of rankings, by case."""
    return merged(
        passage_scores(cases, rankings), page_scores(cases, rankings), reading_scores(cases, rankings)
    )


def answer_scores(cases: Sequence[Case], answers: Mapping[str, Answer], page_text: PageText) -> Scores:
    """All measures of single answers, by case."""
    return merged(citation_scores(cases, answers), quote_scores(cases, answers, page_text))


def answer_set_values(cases: Sequence[Case], answers: Mapping[str, Answer]) -> dict[str, float]:
    """All measures of a set of answers."""
    return {**abstention(cases, answers), **risk(cases, answers)}


def rows(
    cases: Sequence[Case],
    scores: Scores,
    of_set: Callable[[Sequence[Case]], Mapping[str, float]] = lambda _cases: {},
) -> tuple[Row, ...]:
    """A row for all cases, each language and each set; means over the cases that a measure concerns."""
    return tuple(_row(group, members, scores, of_set(members)) for group, members in groups(cases).items())


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


def _row(group: str, cases: Sequence[Case], scores: Scores, of_set: Mapping[str, float]) -> Row:
    collected: dict[str, list[float]] = {}
    for case in cases:
        for name, value in scores.get(case.id, {}).items():
            collected.setdefault(name, []).append(value)
    means = {name: sum(values) / len(values) for name, values in collected.items()}
    measured = {name: len(values) for name, values in collected.items()}
    return Row(group, len(cases), {**means, **of_set}, measured)
