"""Whether an answer is drafted where there is one to give, and withheld where there is none."""

from collections.abc import Mapping, Sequence

from eval.cases import Case
from eval.material import Material
from eval.measures import Figure, Measure, Scores
from eval.measures.outcomes import of_answers, outcome
from eval.results import Answer
from knowledge.texts import Text


def decision_scores(cases: Sequence[Case], answers: Mapping[str, Answer]) -> Scores:
    """answered_of_answerable for answerable cases, withheld_of_unanswerable for the others."""
    return {
        case.id: {"answered_of_answerable": float(outcome(case, answers) == "drafted")}
        if case.answerable
        else {"withheld_of_unanswerable": float(outcome(case, answers) == "withheld")}
        for case in cases
    }


def abstention(cases: Sequence[Case], answers: Mapping[str, Answer]) -> dict[str, float]:
    """Values of a set with unanswerable questions; without one, none.

    unanswered_precision, unanswered_f1: of withholding taken as a detector of unanswerable questions.
    balanced: the mean of both shares of right decisions.
    """
    answerable = [outcome(case, answers) for case in cases if case.answerable]
    unanswerable = [outcome(case, answers) for case in cases if not case.answerable]
    if not unanswerable:
        return {}
    caught = unanswerable.count("withheld")
    withheld = caught + answerable.count("withheld")
    recall = caught / len(unanswerable)
    precision = caught / withheld if withheld else 0.0
    values = {
        "unanswered_precision": precision,
        "unanswered_f1": 2 * precision * recall / (precision + recall) if caught else 0.0,
    }
    if answerable:
        values["balanced"] = (answerable.count("drafted") / len(answerable) + recall) / 2
    return values


def _of_slice(cases: Sequence[Case], material: Material) -> dict[str, float]:
    return {} if material.answers is None else abstention(cases, material.answers)


MEASURE = Measure(
    (
        Figure(
            "answered_of_answerable",
            Text(
                "Share of answerable questions with a draft.",
                "Part des questions avec réponse qui ont un brouillon.",
            ),
        ),
        Figure(
            "withheld_of_unanswerable",
            Text(
                "Share of unanswerable questions without a draft.",
                "Part des questions sans réponse qui n’ont pas de brouillon.",
            ),
        ),
        Figure(
            "unanswered_precision",
            Text(
                "Share of the withheld questions that no page answers.",
                "Part des questions retenues auxquelles aucune page ne répond.",
            ),
        ),
        Figure(
            "unanswered_f1",
            Text(
                "Withholding, taken as a detector of unanswerable questions.",
                "La retenue, vue comme détecteur des questions sans réponse.",
            ),
        ),
        Figure(
            "balanced",
            Text(
                "Mean of the right decisions on answerable and on unanswerable questions.",
                "Moyenne des bonnes décisions sur les questions avec et sans réponse.",
            ),
        ),
    ),
    of_cases=of_answers(decision_scores),
    of_slice=_of_slice,
)
