"""How near the wording of an answer is to the gold answer, by those measures of ragas that need no model.

Only this file imports ragas, which takes seconds, so it does so when asked to measure. Wording says little about
truth: these values serve to notice a change between two versions, not to rank products.
"""

import asyncio
import os
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from eval.cases import Case
from eval.extras import needing
from eval.measures import Scores
from eval.results import Answer
from eval.telling import Teller
from knowledge.texts import Text


def wording_scores(cases: Sequence[Case], answers: Mapping[str, Answer], teller: Teller) -> Scores:
    """rouge_l (F), rouge_l_recall, chrf and similarity of answered cases that have a gold answer.

    similarity is 1 − Levenshtein distance / length. ROUGE here knows only unaccented letters, so its values in
    French are low; compare them with themselves only.
    """
    pairs = [
        (case.id, case.answer, answers[case.id].text)
        for case in cases
        if case.answer and case.id in answers and answers[case.id].given and answers[case.id].text.strip()
    ]
    if not pairs:
        return {}
    metrics = _metrics()
    doing = Text("Comparing wordings", "Comparaison des formulations")
    return asyncio.run(_scored(metrics, teller.track(pairs, len(pairs), doing)))


def _metrics() -> dict[str, Any]:
    os.environ["RAGAS_DO_NOT_TRACK"] = "true"  # any other value is ignored
    with needing("eval"):
        from ragas.metrics.collections import CHRFScore, NonLLMStringSimilarity, RougeScore
    return {
        "rouge_l": RougeScore(rouge_type="rougeL", mode="fmeasure"),
        "rouge_l_recall": RougeScore(rouge_type="rougeL", mode="recall"),
        "chrf": CHRFScore(),
        "similarity": NonLLMStringSimilarity(),
    }


async def _scored(metrics: Mapping[str, Any], pairs: Iterable[tuple[str, str, str]]) -> Scores:
    scores: dict[str, dict[str, float]] = {}
    for case_id, reference, response in pairs:
        scores[case_id] = {
            name: float((await metric.ascore(reference=reference, response=response)).value)
            for name, metric in metrics.items()
        }
    return scores
