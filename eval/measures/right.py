"""Whether the desk did the right thing with a question: the one figure that needs no other beside it.

A draft is right when its question is answerable and it cites a gold source (`eval.measures.citations`), or a gold
page where the gold has no text. Withholding is right when nothing answers the question.
"""

from collections.abc import Mapping, Sequence

from eval.cases import Case
from eval.measures import Figure, Measure, Scores
from eval.measures.citations import cites_source
from eval.measures.outcomes import of_answers, outcome
from eval.results import Answer
from knowledge.texts import Text


def is_right_draft(case: Case, answer: Answer) -> bool:
    """Whether a draft was called for and cites what it should."""
    if not case.answerable:
        return False
    if any(source.text for source in case.sources):
        return any(cites_source(case, cited) for cited in answer.citations)
    gold = {source.page_id for source in case.sources}
    return any(cited.page_id in gold for cited in answer.citations)


def right_scores(cases: Sequence[Case], answers: Mapping[str, Answer]) -> Scores:
    """right: 1 or 0 for every case."""
    scores: dict[str, dict[str, float]] = {}
    for case in cases:
        became = outcome(case, answers)
        right = (became == "drafted" and is_right_draft(case, answers[case.id])) or (
            became == "withheld" and not case.answerable
        )
        scores[case.id] = {"right": float(right)}
    return scores


MEASURE = Measure(
    (
        Figure(
            "right",
            Text(
                "Answerable: a draft that cites a gold source. Unanswerable: no draft.",
                "Avec réponse : un brouillon qui cite une source de référence. Sans réponse : aucun brouillon.",
            ),
            gated=True,
        ),
    ),
    of_cases=of_answers(right_scores),
)
