"""Which labels still speak of what is drafted today. A label of other words says nothing, and is not counted.

Drafts each labelled question once; judges nothing.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.citations import Statement
from eval.cases import Asked, Case
from eval.labels.drafts import quote_digest
from eval.labels.label import Label, digest, question_digest
from knowledge.texts import Text

Standing = Literal["current", "absent", "asked_otherwise", "withheld", "said_otherwise"]
STALE: Mapping[Standing, Text] = {
    "absent": Text("of cases that are not in the gold given", "de cas absents des références données"),
    "asked_otherwise": Text("of questions that were changed", "de questions modifiées"),
    "withheld": Text("of questions without a draft now", "de questions désormais sans brouillon"),
    "said_otherwise": Text(
        "of statements that the draft no longer makes, or on another quote",
        "d’énoncés que le brouillon ne contient plus, ou d’une autre citation",
    ),
}


@dataclass(frozen=True, slots=True)
class Looked:
    """A label beside today's draft; `case` and `statement` are there where it is current."""

    label: Label
    standing: Standing
    case: Case | None = None
    statement: Statement | None = None


def look(
    labels: Sequence[Label],
    cases: Iterable[Case],
    draft: Callable[[Asked], Sequence[Statement]],
    track: Callable[[Sequence[Label]], Iterable[Label]] = iter,
) -> list[Looked]:
    """How each label stands, in their order; `track` shows the progress."""
    known = {case.id: case for case in cases}
    drafts: dict[str, Sequence[Statement]] = {}

    def drafted(asked: Asked) -> Sequence[Statement]:
        if asked.id not in drafts:
            drafts[asked.id] = draft(asked)
        return drafts[asked.id]

    return [_looked(label, known.get(label.case), drafted) for label in track(labels)]


def _looked(label: Label, case: Case | None, drafted: Callable[[Asked], Sequence[Statement]]) -> Looked:
    if case is None:
        return Looked(label, "absent")
    history = ((said.role, said.text) for said in case.asked.history)
    if question_digest(case.asked.question, history) != label.question:
        return Looked(label, "asked_otherwise")
    statements = drafted(case.asked)
    for each in statements:
        if (digest(each.text), quote_digest(each)) == (label.statement, label.quote):
            return Looked(label, "current", case, each)
    return Looked(label, "said_otherwise" if statements else "withheld")
