"""What the evaluation's own measures say of the labelled statements, beside what a person said of them.

Each statement is put to the measures as a draft of its own. A measure says that it is supported when it finds nothing
to object to; a person when the label is `fully`. Owns the comparison alone: the measures are those of a run.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from eval.gold.pages import PagesRead
from eval.judges.agreement import interval, kappa
from eval.judges.judge import Judge
from eval.labels.current import Looked
from eval.labels.drafts import as_result
from eval.material import Material
from eval.measures import invented_facts, quotes, supported
from eval.results import Answer

Verdicts = Mapping[str, Mapping[str, bool]]


@dataclass(frozen=True, slots=True)
class Compared:
    """How far a measure's word goes: `precision` of its “supported”, `recall` of the statements labelled so.

    `kappa` and its interval are None where person or measure only ever say one thing: nothing is told apart.
    `let_through` counts the statements not fully supported to which it had nothing to object.
    """

    measure: str
    statements: int
    agreement: float
    kappa: float | None
    low: float | None
    high: float | None
    precision: float | None
    recall: float | None
    let_through: int


def compare(looked: Sequence[Looked], judges: Mapping[str, Judge], pages: PagesRead) -> list[Compared]:
    """A line for each measure, over the labels that are current; none where there are none."""
    current = [each for each in looked if each.case and each.statement]
    if not current:
        return []
    material = _material(current, judges, pages)
    right = [each.label.supported == "fully" for each in current]
    groups = [each.label.case for each in current]
    return [
        _compared(name, [said[str(number)] for number in range(len(current))], right, groups)
        for name, said in _verdicts(material).items()
    ]


def _material(current: Sequence[Looked], judges: Mapping[str, Judge], pages: PagesRead) -> Material:
    cases, answers = [], {}
    for number, each in enumerate(current):
        assert each.case and each.statement  # noqa: S101 - as `compare` chose them
        name, stated = str(number), as_result(each.statement)
        cases.append(replace(each.case, asked=replace(each.case.asked, id=name)))
        answers[name] = Answer(name, "pending_review", 1.0, stated.text, (stated,), 0.0)
    speaking = {name: judge.supported for name, judge in judges.items()}
    return Material(
        cases=cases,
        rankings=None,
        answers=answers,
        page_text=pages.text,
        live_links=pages.live_links,
        judges=speaking,
    )


def _verdicts(material: Material) -> Verdicts:
    names = [case.id for case in material.cases]
    broken = invented_facts.VIOLATIONS(material)
    verdicts = {"invented_facts": {name: name not in broken for name in names}}
    for measure in (quotes.quote_scores, supported.supported):
        scores = measure(material)
        for figure in sorted({figure for values in scores.values() for figure in values}):
            verdicts[figure] = {name: scores.get(name, {}).get(figure, 0.0) >= 1 for name in names}
    return verdicts


def _compared(measure: str, said: Sequence[bool], right: Sequence[bool], groups: Sequence[str]) -> Compared:
    mine, theirs = np.asarray(said, dtype=np.bool_), np.asarray(right, dtype=np.bool_)
    both = int((mine & theirs).sum())
    tells = len(set(said)) == len(set(right)) == 2
    low, high = interval(mine, theirs, groups) if tells else (None, None)
    return Compared(
        measure=measure,
        statements=len(said),
        agreement=float((mine == theirs).mean()),
        kappa=kappa(mine, theirs) if tells else None,
        low=low,
        high=high,
        precision=both / int(mine.sum()) if mine.any() else None,
        recall=both / int(theirs.sum()) if theirs.any() else None,
        let_through=int((mine & ~theirs).sum()),
    )
