"""Hit, reciprocal rank and nDCG by ir-measures. Knows no passage and no page: only labels and their gains.

Only this file imports ir_measures.
"""

from collections.abc import Mapping, Sequence

from eval.extras import needing
from eval.measures import Scores

Gains = Mapping[str, int]


def rank_scores(wanted: Mapping[str, Gains], ranked: Mapping[str, Sequence[str]]) -> Scores:
    """Scores of the labels `ranked` (best first) for each question of `wanted` (gain of each right label).

    A question that was not ranked, or for which nothing was found, scores 0.
    """
    with needing("eval"):
        import ir_measures
        from ir_measures import RR, Qrel, ScoredDoc, Success, nDCG
    names = {
        Success @ 1: "hit@1",
        Success @ 3: "hit@3",
        Success @ 5: "hit@5",
        Success @ 10: "hit@10",
        RR @ 10: "mrr@10",
        nDCG @ 10: "ndcg@10",
    }
    judged = [Qrel(each, label, gain) for each, gains in wanted.items() for label, gain in gains.items()]
    run = [
        ScoredDoc(each, label, float(-place))
        for each in wanted
        for place, label in enumerate(ranked.get(each, ()))
    ]
    scores = {each: dict.fromkeys(names.values(), 0.0) for each in wanted}
    if judged and run:
        for found in ir_measures.iter_calc(list(names), judged, run):
            scores[found.query_id][names[found.measure]] = float(found.value)
    return scores
