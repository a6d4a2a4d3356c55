"""What a judging model makes of each draft, by ragas (`eval.answers.judged_scores`). Asks no model itself.

A model's word counts as far as it agrees with people (`eval.judges`), so nothing here is gated.
"""

from eval.material import Material
from eval.measures import Figure, Measure, Scores
from eval.measures.outcomes import drafts, outcome
from knowledge.texts import Text

JUDGE = "model"
ABOUT = {
    "faithfulness": Text(
        "Share of a draft's claims that its quotes support, as the judging model sees it.",
        "Part des affirmations d’un brouillon qu’appuient ses citations, selon le modèle juge.",
    ),
    "factual_correctness": Text(
        "A draft's claims against the gold answer (F1), as the judging model sees it.",
        "Affirmations d’un brouillon comparées à la réponse de référence (F1), selon le modèle juge.",
    ),
    "response_relevancy": Text(
        "How near the question that the draft answers is to the one asked, as the judging model sees it.",
        "Proximité entre la question à laquelle le brouillon répond et celle posée, selon le modèle juge.",
    ),
}


def judged(material: Material) -> Scores:
    """The model's values of each draft; 0 for a question without result."""
    if material.judged is None or material.answers is None:
        return {}
    said = material.judged
    given = {name for values in said.values() for name in values}
    return {
        case.id: dict.fromkeys(sorted(given), 0.0)
        if outcome(case, material.answers) == "missing"
        else said[case.id]
        for case, _ in drafts(material.cases, material.answers)
        if case.id in said or outcome(case, material.answers) == "missing"
    }


MEASURE = Measure(tuple(Figure(name, about, judge=JUDGE) for name, about in ABOUT.items()), of_cases=judged)
