"""How near in meaning a draft is to the gold answer: the cosine of their vectors.

This is ragas's SemanticSimilarity, the cosine of two embeddings, computed directly: ragas embeds text by text, and
thousands of texts must go through the embedder in batches (and out of the cache) to be measured in seconds.
"""

from eval.material import Material
from eval.measures import Figure, Measure, Scores
from eval.measures.outcomes import drafts
from knowledge.texts import Text


def semantic_scores(material: Material) -> Scores:
    """semantic_similarity, 0 to 1, for drafts of answerable questions with a gold answer."""
    if material.answers is None or material.similarity is None:
        return {}
    pairs = {
        case.id: (case.answer, answer.text)
        for case, answer in drafts(material.cases, material.answers)
        if case.answerable and case.answer and case.answer.strip()
    }
    told = {case_id: pair for case_id, pair in pairs.items() if pair[1].strip()}
    near = dict(zip(told, material.similarity(list(told.values())), strict=True)) if told else {}
    return {
        case_id: {"semantic_similarity": min(1.0, max(0.0, float(near.get(case_id, 0.0))))}
        for case_id in pairs
    }


MEASURE = Measure(
    (
        Figure(
            "semantic_similarity",
            Text(
                "Nearness in meaning to the gold answer (cosine of the embedder's vectors).",
                "Proximité de sens avec la réponse de référence (cosinus des vecteurs du modèle).",
            ),
        ),
    ),
    of_cases=semantic_scores,
)
