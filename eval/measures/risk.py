"""How well the confidence tells right drafts from wrong ones: the risk–coverage curve and the area under it.

Drafts are taken from the most confident down; coverage is the share of drafts taken, the risk at each point is the
share of wrong ones so far (`eval.measures.right`). AURC is the mean risk over all points (Geifman and El-Yaniv,
"Selective Classification for Deep Neural Networks", 2017); lower is better. Drafts of equal confidence have no order,
so each takes their mean. A question without result counts as a wrong draft of no confidence.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate, groupby

from eval.cases import Case
from eval.material import Material
from eval.measures import Figure, Measure, Scores
from eval.measures.outcomes import drafts, of_answers
from eval.measures.right import is_right_draft
from eval.results import Answer
from knowledge.texts import Text

POINTS = 101


def wrong_scores(cases: Sequence[Case], answers: Mapping[str, Answer]) -> Scores:
    """wrong_of_answered: 1 or 0 for every draft."""
    return {
        case.id: {"wrong_of_answered": float(not is_right_draft(case, answer))}
        for case, answer in drafts(cases, answers)
    }


def risk(cases: Sequence[Case], answers: Mapping[str, Answer]) -> dict[str, float]:
    """aurc, and aurc_best (what a perfect confidence would reach); empty without drafts."""
    risks = risks_by_confidence(cases, answers)
    if not risks:
        return {}
    wrong = round(risks[-1] * len(risks))
    ideal = [False] * (len(risks) - wrong) + [True] * wrong
    return {"aurc": sum(risks) / len(risks), "aurc_best": sum(_running(ideal)) / len(risks)}


def risk_coverage(cases: Sequence[Case], answers: Mapping[str, Answer]) -> list[list[float]]:
    """The curve as [coverage, risk], from the most confident draft to all of them; at most 101 points."""
    risks = risks_by_confidence(cases, answers)
    total = len(risks)
    places = sorted({max(1, round(total * step / (POINTS - 1))) for step in range(POINTS)}) if total else []
    return [[round(place / total, 6), round(risks[place - 1], 6)] for place in places]


def risks_by_confidence(cases: Sequence[Case], answers: Mapping[str, Answer]) -> list[float]:
    """The share of wrong drafts among the n most confident, for each n."""
    judged = [
        (answer.confidence, not is_right_draft(case, answer)) for case, answer in drafts(cases, answers)
    ]
    losses: list[float] = []
    for _, tied in groupby(sorted(judged, key=lambda pair: -pair[0]), key=lambda pair: pair[0]):
        group = [wrong for _, wrong in tied]
        losses += [sum(group) / len(group)] * len(group)
    return list(_running(losses))


def by_language(cases: Sequence[Case]) -> dict[str, list[Case]]:
    """All cases and those of each language, named as slices are."""
    groups = {"all": list(cases)}
    for language in sorted({case.language for case in cases}):
        groups[f"language:{language}"] = [case for case in cases if case.language == language]
    return groups


def _running(losses: Sequence[float]) -> Iterator[float]:
    return (total / count for count, total in enumerate(accumulate(losses), start=1))


def _of_slice(cases: Sequence[Case], material: Material) -> dict[str, float]:
    return {} if material.answers is None else risk(cases, material.answers)


def _curves(cases: Sequence[Case], material: Material) -> dict[str, dict[str, list[list[float]]]]:
    if material.answers is None:
        return {}
    answers = material.answers
    return {
        "risk_coverage": {name: risk_coverage(each, answers) for name, each in by_language(cases).items()}
    }


MEASURE = Measure(
    (
        Figure(
            "wrong_of_answered",
            Text(
                "Share of drafts whose question is unanswerable, or that cite no gold source.",
                "Part des brouillons dont la question est sans réponse, ou sans source de référence.",
            ),
            better="lower",
        ),
        Figure(
            "aurc",
            Text(
                "Area under the risk–coverage curve: how well the confidence puts right drafts first.",
                "Aire sous la courbe risque–couverture : la confiance met-elle les bons brouillons en tête?",
            ),
            better="lower",
        ),
        Figure(
            "aurc_best",
            Text(
                "The area that a perfect confidence would reach with these drafts.",
                "L’aire qu’atteindrait une confiance parfaite avec ces brouillons.",
            ),
            better="lower",
        ),
    ),
    of_cases=of_answers(wrong_scores),
    of_slice=_of_slice,
    curves=_curves,
)
