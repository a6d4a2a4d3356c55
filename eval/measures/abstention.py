"""Whether an answer is drafted where there is one to give, and withheld where there is none."""

from collections.abc import Mapping, Sequence

from eval.cases import Case
from eval.results import Answer


def abstention(cases: Sequence[Case], answers: Mapping[str, Answer]) -> dict[str, float]:
    """Shares of a set; a value is absent where the set has no such question.

    answered_of_answerable and withheld_of_unanswerable: shares of right decisions. balanced: their mean.
    unanswered_precision, unanswered_f1: of withholding taken as a detector of unanswerable questions.
    """
    given = {case.id: case.id in answers and answers[case.id].given for case in cases}
    answerable = [case for case in cases if case.answerable]
    unanswerable = [case for case in cases if not case.answerable]
    values: dict[str, float] = {}
    if answerable:
        values["answered_of_answerable"] = sum(given[case.id] for case in answerable) / len(answerable)
    if not unanswerable:
        return values
    caught = sum(not given[case.id] for case in unanswerable)
    withheld = sum(not each for each in given.values())
    recall = caught / len(unanswerable)
    precision = caught / withheld if withheld else 0.0
    values["withheld_of_unanswerable"] = recall
    values["unanswered_precision"] = precision
    values["unanswered_f1"] = 2 * precision * recall / (precision + recall) if caught else 0.0
    if answerable:
        values["balanced"] = (values["answered_of_answerable"] + recall) / 2
    return values
