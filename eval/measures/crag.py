"""The CRAG score: a wrong draft costs more than none (Yang et al., "CRAG – Comprehensive RAG Benchmark", 2024).

A right draft counts 1, none 0, a wrong one −1. Where no page answers, withholding is the right answer and counts 1;
a draft counts −1. A question without result counts 0. What is right, `eval.measures.right` says: by what it cites,
where the paper asks people or a model.
"""

from collections.abc import Mapping, Sequence

from eval.cases import Case
from eval.measures import Figure, Measure, Scores
from eval.measures.outcomes import of_answers, outcome
from eval.measures.right import is_right_draft
from eval.results import Answer
from knowledge.texts import Text


def crag_scores(cases: Sequence[Case], answers: Mapping[str, Answer]) -> Scores:
    """crag: 1, 0 or −1 for every case."""
    return {case.id: {"crag": _points(case, answers)} for case in cases}


def _points(case: Case, answers: Mapping[str, Answer]) -> float:
    became = outcome(case, answers)
    if became == "missing":
        return 0.0
    if became == "withheld":
        return 0.0 if case.answerable else 1.0
    return 1.0 if is_right_draft(case, answers[case.id]) else -1.0


MEASURE = Measure(
    (
        Figure(
            "crag",
            Text(
                "1 for what is right, 0 for withholding an answer that exists, −1 for a wrong draft.",
                "1 si c’est juste, 0 si une réponse existante est retenue, −1 pour un brouillon erroné.",
            ),
            gated=True,
        ),
    ),
    of_cases=of_answers(crag_scores),
)
