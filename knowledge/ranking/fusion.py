"""How lexical and dense scores become one order. Pure: knows scores and ids, no store and no text.

Convex combination with theoretical minimum normalisation (Bruch, Gai and Ingber, "An Analysis of Fusion
Functions for Hybrid Retrieval", ACM TOIS 2023): unlike reciprocal ranks it keeps how much better a passage is.
"""

from collections.abc import Mapping
from dataclasses import dataclass

# Two questions are nearer to each other than a question to its answer; of 0.7 to 1 this share did best.
KEY_SHARE = 0.8
# Of 0.05 to 0.2 this one helped most sets of questions and hurt none much (docs/benchmarks.md).
OPENING_WEIGHT = 0.1


@dataclass(frozen=True, slots=True)
class Weights:
    """The share of the dense score, from 0 (words only) to 1 (vectors only), by language.

    `opening` is the bonus of a page's opening for a question in its title's words; `keys` the share of its
    cosine that the question of a past exchange gives the passages that its reply cited.
    """

    dense: Mapping[str, float]
    otherwise: float = 0.5
    opening: float = OPENING_WEIGHT
    keys: float = KEY_SHARE

    def of(self, language: str) -> float:
        """The dense share for a language."""
        return self.dense.get(language, self.otherwise)


# Chosen by grouped cross-validation on question sets of six sites; docs/benchmarks.md has the command.
DEFAULT_WEIGHTS = Weights({"en": 0.8, "fr": 0.8}, otherwise=0.8)


def fuse(dense: Mapping[str, float], lexical: Mapping[str, float], dense_share: float) -> dict[str, float]:
    """One score in 0..1 for each id of either list; `dense` holds cosines, `lexical` BM25 scores.

    An id missing from one list gets that list's lowest score there: it was searched for and not among the best.
    """
    best_dense = max(dense.values(), default=0.0)
    floor_dense = min(dense.values(), default=0.0)
    best_lexical = max(lexical.values(), default=0.0)
    fused = {}
    for key in dense.keys() | lexical.keys():
        from_dense = (dense.get(key, floor_dense) + 1.0) / (best_dense + 1.0)
        from_lexical = lexical.get(key, 0.0) / best_lexical if best_lexical else 0.0
        fused[key] = dense_share * from_dense + (1.0 - dense_share) * from_lexical
    return fused
