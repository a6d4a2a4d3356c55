"""How sure a draft is: one calibrated figure from what search reports and what the question asks. Changes neither."""

from collections.abc import Sequence
from dataclasses import astuple, dataclass
from math import exp, log

from assistant.withholding.unknown_names import unknown_name
from knowledge.search import REORDERED, Evidence

# How much of what search orders is weighed; it costs search nothing, and ten are too few to see a crowd.
WEIGHED = REORDERED
FIRST = 3
PAGES = 20
LAST_OF_MARGIN = 10
# The second stage's scores, which compare between questions: a page that lies so far behind counts 1/e.
FALL = 2.0
# Of few pages one nearly always stands alone, however far from the question, and the signs were fitted on many pages
# (docs/abstention.md).
NEAR_ENOUGH = 0.4


@dataclass(frozen=True, slots=True)
class Signs:
    """What tells a question that the pages answer from one that they do not.

    `similarity`: the best cosine of the first three passages. `margin`: how far the tenth passage lies behind the
    first; 0 where fewer were found, which says nothing. `crowding`: the entropy of a softmax over the best scores of
    the first twenty pages; 0 where one page stands alone, 3 where all are alike. `unknown_name`: 1 where the question
    has a name that nothing found has, 1/2 where only the first three lack it, else 0.
    """

    similarity: float
    margin: float
    crowding: float
    unknown_name: float


# Logistic regression of "the first passages hold a gold source" on the signs, the intercept first; `replydesk eval
# tune confidence` fits and cross-validates it (docs/abstention.md).
INTERCEPT = -1.962
COEFFICIENTS = Signs(similarity=5.057, margin=0.241, crowding=-0.589, unknown_name=-1.870)


def confidence(evidence: Sequence[Evidence], asked: str = "") -> float:
    """The probability, from 0 to 1, that the evidence answers what was `asked`.

    `evidence` is best first and up to `WEIGHED` long: what search finds has to be weighed against what it finds beside.
    """
    if not evidence:
        return 0.0
    signs = signs_of(evidence, asked)
    weights, values = astuple(COEFFICIENTS), astuple(signs)
    return limited(
        1.0 / (1.0 + exp(-INTERCEPT - sum(w * v for w, v in zip(weights, values, strict=True)))), signs
    )


def limited(probability: float, signs: Signs) -> float:
    """The probability, no higher than the similarity where that is below `NEAR_ENOUGH`."""
    return min(probability, max(signs.similarity, 0.0)) if signs.similarity < NEAR_ENOUGH else probability


def signs_of(evidence: Sequence[Evidence], asked: str) -> Signs:
    """The signs that `confidence` weighs; `evidence` holds at least one passage, best first."""
    first, weighed = evidence[:FIRST], evidence[:WEIGHED]
    return Signs(
        similarity=max(each.similarity for each in first),
        margin=first[0].score - weighed[LAST_OF_MARGIN - 1].score if len(weighed) >= LAST_OF_MARGIN else 0.0,
        crowding=_crowding(weighed),
        unknown_name=(unknown_name(asked, first) + unknown_name(asked, weighed)) / 2,
    )


def _crowding(evidence: Sequence[Evidence]) -> float:
    # Passages of one page are no rivals: whichever it is, the page has it.
    best: dict[str, float] = {}
    for each in evidence:
        best.setdefault(each.page.id, each.score)
    scores = sorted(best.values(), reverse=True)[:PAGES]
    shares = [exp((score - scores[0]) / FALL) for score in scores]
    total = sum(shares)
    return -sum(share / total * log(share / total) for share in shares if share)
