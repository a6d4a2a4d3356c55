"""How well the confidence tells right answers from wrong ones: the risk–coverage curve and the area under it.

A given answer is right when its question is answerable and it cites a gold source (the page, where the gold
has no text). Answers are taken from the most confident down; the risk at each point is the share of wrong ones
so far. AURC is the mean risk over all points (Geifman and El-Yaniv, "Selective Classification for Deep Neural
Networks", 2017); lower is better. Answers of equal confidence have no order, so each takes their mean.
"""

from collections.abc import Mapping, Sequence
from itertools import groupby

from eval.cases import Case
from eval.measures.citations import cites_source
from eval.results import Answer


def risk(cases: Sequence[Case], answers: Mapping[str, Answer]) -> dict[str, float]:
    """wrong_of_answered, aurc, and aurc_best (what a perfect confidence would reach); empty without answers."""
    judged = [
        (answers[case.id].confidence, _is_wrong(case, answers[case.id]))
        for case in cases
        if case.id in answers and answers[case.id].given
    ]
    if not judged:
        return {}
    wrong = sum(each for _, each in judged)
    ideal = [False] * (len(judged) - wrong) + [True] * wrong
    return {
        "wrong_of_answered": wrong / len(judged),
        "aurc": _area(_spread(judged)),
        "aurc_best": _area([float(each) for each in ideal]),
    }


def _is_wrong(case: Case, answer: Answer) -> bool:
    if not case.answerable:
        return True
    if any(source.text for source in case.sources):
        return not any(cites_source(case, cited) for cited in answer.citations)
    gold = {source.page_id for source in case.sources}
    return not any(cited.page_id in gold for cited in answer.citations)


def _spread(judged: Sequence[tuple[float, bool]]) -> list[float]:
    losses: list[float] = []
    ordered = sorted(judged, key=lambda pair: -pair[0])
    for _, tied in groupby(ordered, key=lambda pair: pair[0]):
        group = [wrong for _, wrong in tied]
        losses += [sum(group) / len(group)] * len(group)
    return losses


def _area(losses: Sequence[float]) -> float:
    total = area = 0.0
    for count, loss in enumerate(losses, start=1):
        total += loss
        area += total / count
    return area / len(losses)
