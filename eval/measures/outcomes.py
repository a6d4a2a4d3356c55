"""What became of a question: a draft, a decision to withhold one, or no result at all. Scores nothing.

A question with no result is not one that was withheld: nobody decided anything. Its draft counts as an empty one, so
that it scores 0 wherever drafts are scored, and does not leave the mean.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Literal

from eval.cases import Case
from eval.material import Material
from eval.measures import Scores
from eval.results import Answer, Ranking

Outcome = Literal["drafted", "withheld", "missing"]
FAILED = "error"  # statuses that begin so say that drafting broke down


def outcome(case: Case, answers: Mapping[str, Answer]) -> Outcome:
    """What became of the case's question."""
    answer = answers.get(case.id)
    if answer is None or answer.status.startswith(FAILED):
        return "missing"
    return "drafted" if answer.given else "withheld"


def drafts(cases: Sequence[Case], answers: Mapping[str, Answer]) -> Iterator[tuple[Case, Answer]]:
    """Each case with its draft, an empty one where there is no result; those withheld are left out."""
    for case in cases:
        became = outcome(case, answers)
        if became == "drafted":
            yield case, answers[case.id]
        elif became == "missing":
            yield case, Answer(case.id, FAILED, 0.0, "", (), 0.0)


def of_answers(
    score: Callable[[Sequence[Case], Mapping[str, Answer]], Scores],
) -> Callable[[Material], Scores]:
    """A score of cases and answers as one of material; nothing where no answer was asked for."""
    return lambda material: {} if material.answers is None else score(material.cases, material.answers)


def of_rankings(
    score: Callable[[Sequence[Case], Mapping[str, Ranking]], Scores],
) -> Callable[[Material], Scores]:
    """A score of cases and rankings as one of material; nothing where no ranking was asked for."""
    return lambda material: {} if material.rankings is None else score(material.cases, material.rankings)
