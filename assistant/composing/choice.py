"""Which of the candidates are said, and how many: the best, and beside it what the question also asks for.

Learns nothing: the weights come with the package (`sentences.json`); `replydesk eval tune sentences` fits and
cross-validates them (docs/benchmarks.md).
"""

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.composing.candidates import (
    NAMES,
    Candidate,
    Meaning,
    Rarity,
    Wanted,
    with_meaning,
)
from assistant.composing.context import standing_alone, with_neighbours
from assistant.composing.sayable import is_content, says_something
from assistant.understand import Understood
from knowledge.ranking.features import NAMES as SEARCH_NAMES
from knowledge.search import Evidence
from knowledge.words.keywords import words

WEIGHTS = Path(__file__).parent / "sentences.json"
# At most these are embedded: reading all of a page’s pieces by meaning chose no better.
REREAD = 4
REACH = 2.5  # of scores by words: what is further behind the best does not come before it by meaning
# What adds another statement: being next to as good; where several things are asked, words of the question (their share
# by rarity) that neither a heading nor a statement has yet. Chosen on the questions that the weights were fitted to, by
# words shared with gold answers and by quoted gold sources; only the weights were cross-validated.
NEW_WORDS_SHARE = 0.02
NEARLY_AS_GOOD = 0.3
LITTLE_TAKEN_UP = 0.4  # where the best has less of the question's words than this, it may not be the best
# A heading whose own words are this near to the question (cosine) asks the same.
SAME_QUESTION = 0.5
WHOLE_ANSWER_FACTOR = 2

KIND = NAMES.index("kind")

Scores = NDArray[np.float64]


def choose(
    question: Understood,
    candidates: Sequence[Candidate],
    rarity: Rarity,
    at_most: int,
    meaning: Meaning | None = None,
    weights: Mapping[str, float] | None = None,
) -> list[Candidate]:
    """Up to `at_most` candidates in reading order, each with what it announces and leans on.

    A whole answer to the very question may have twice as many.
    """
    candidates = [each for each in candidates if is_content(each.unit.text, each.titles)] or candidates
    if not candidates:
        return []
    weights = packaged_weights() if weights is None else weights
    telling = [each for each in candidates if says_something(each.unit)] or candidates
    ordered = best_first(question, telling, weights, meaning)
    best = ordered[0][1].evidence
    if asks_the_same(question, best, candidates):
        whole = [each for each in candidates if each.evidence is best]
        return standing_alone(whole[: WHOLE_ANSWER_FACTOR * at_most])
    wanted = Wanted.of(question, rarity)
    return standing_alone(with_neighbours(wanted, _with_more(wanted, ordered, best)[:at_most], candidates))


def best_first(
    question: Understood,
    candidates: Sequence[Candidate],
    weights: Mapping[str, float],
    meaning: Meaning | None = None,
) -> list[tuple[float, Candidate]]:
    """All with their scores; of the first `REREAD` those in `REACH` by meaning too. Ties in reading order."""
    ordered = _ordered(candidates, weights)
    if meaning is None:
        return ordered
    near = [each for score, each in ordered[:REREAD] if ordered[0][0] - score <= REACH]
    if len(near) < 2:
        return ordered
    asked, *said = meaning([question.asked, *(each.unit.text for each in near)])
    reread = [with_meaning(each, float(vector @ asked)) for each, vector in zip(near, said, strict=True)]
    return _ordered(reread, weights) + ordered[len(near) :]


def asks_the_same(question: Understood, best: Evidence, candidates: Sequence[Candidate]) -> bool:
    """Whether the passage is a page's answer to this very question, so that all of it is said.

    Its heading is a question, and near. Not in a talk that is under way, which asks for one thing more; nor where it
    opens a page that goes on: a title asks more than an opening answers.
    """
    passage = best.passage
    if question.replied or not passage.heading_path or not passage.heading_path[-1].rstrip().endswith("?"):
        return False
    if passage.position == 0 and any(each.evidence is not best for each in candidates):
        return False
    nearness = dict(zip(SEARCH_NAMES, best.features, strict=False)).get("asked_heading_cosine", 0.0)
    return nearness >= SAME_QUESTION


@lru_cache(maxsize=1)
def packaged_weights() -> Mapping[str, float]:
    """What comes with the package."""
    weights: dict[str, float] = json.loads(WEIGHTS.read_text(encoding="utf-8"))["weights"]
    return weights


def _with_more(wanted: Wanted, ordered: Sequence[tuple[float, Candidate]], best: Evidence) -> list[Candidate]:
    score, first = ordered[0]
    taken = first.stems | frozenset(words(best.passage.heading, best.passage.language))
    chosen = [first]
    # What is asked for comes before what is asked about: “how much” is not answered by how to order.
    fact = next((each for _, each in ordered if each.features[KIND]), first)
    if not first.features[KIND] and fact is not first:
        chosen.append(fact)
        taken |= fact.stems
    # So are steps, of who asks how.
    steps = next((each for _, each in ordered if each.unit.kind == "steps"), None)
    if steps is not None and wanted.how and all(each.unit.kind not in ("steps", "list") for each in chosen):
        chosen.append(steps)
        taken |= steps.stems
    for other, each in ordered[1:REREAD]:
        if each is fact or each is steps:
            continue
        unsure = len(chosen) == 1 and wanted.share(taken) < LITTLE_TAKEN_UP
        adds = wanted.several and wanted.share(each.stems - taken) >= NEW_WORDS_SHARE
        if unsure or adds or score - other <= NEARLY_AS_GOOD:
            chosen.append(each)
            taken |= each.stems
    return chosen


def _ordered(candidates: Sequence[Candidate], weights: Mapping[str, float]) -> list[tuple[float, Candidate]]:
    weighed = np.asarray([weights.get(name, 0.0) for name in NAMES])
    scores: Scores = np.asarray([each.features for each in candidates]) @ weighed
    return [(float(scores[row]), candidates[row]) for row in np.argsort(-scores, kind="stable")]
