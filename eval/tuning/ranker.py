"""Learns the second stage's weights from gold, cross-validated by page and dialogue, and by leaving out whole sites.

A question's candidates get a softmax over their weighted features; the weights maximise the likelihood that a right
one is drawn (ListNet with a binary gold: Cao et al., "Learning to Rank: From Pairwise Approach to Listwise Approach",
ICML 2007), each set of questions counting by the root of its size, with a quadratic pull towards the first stage's
score alone, and no weight below zero.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from eval.cases import Case
from eval.conversation import understood
from eval.folds import folds
from eval.matching import is_right
from eval.measures.passages import sources_with_text
from eval.opened import Opened
from eval.results import Found
from eval.telling import Teller
from knowledge.database import reading
from knowledge.passages import Passage
from knowledge.ranking.features import NAMES
from knowledge.search import ALSO_ASKED, ALSO_REPLIED, REORDERED, Search
from knowledge.surroundings import around, as_read
from knowledge.texts import Text

EVERY_CANDIDATE = REORDERED + 2 * ALSO_ASKED + ALSO_REPLIED
PULL = 0.003  # of 0.001 to 0.02 the choice hardly matters; see docs/benchmarks.md
# The first stage alone, on the scale of standardised features: what the weights are pulled towards.
START = 30.0

Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Judged:
    """One question: its candidates' features, which of them are right, and which show the same words (`stretch`)."""

    case: Case
    features: Numbers
    right: NDArray[np.bool_]
    stretch: NDArray[np.int_]


@dataclass(frozen=True, slots=True)
class Worth:
    """Share of questions with a right passage at rank 1 and among the first five, by set."""

    hit1: Mapping[str, float]
    hit5: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Learned:
    """Weights to set, and what they are worth: before, cross-validated, on sites never seen, by feature left out."""

    questions: int
    weights: Mapping[str, float]
    before: Worth
    cross_validated: Worth
    unseen_sites: Worth
    without: Mapping[str, Worth]


def learn(
    cases: Sequence[Case], services: Opened, k: int, seed: int, teller: Teller, held_out: Collection[str]
) -> Learned:
    """Fit on all cases whose sources have a text; past exchanges in `held_out` give no key."""
    search = services.knowledge.search.without(held_out)
    chosen = [case for case in cases if sources_with_text(case)]
    doing = Text("Searching", "Recherche")
    judged = [_judged(case, services, search) for case in teller.track(chosen, len(chosen), doing)]
    every = range(len(NAMES))
    without = {
        name: _cross_validated(judged, [i for i in every if NAMES[i] != name], k, seed)
        for name in teller.track(NAMES[1:], len(NAMES) - 1, Text("Leaving out", "Mise à l’écart"))
    }
    weights = fit(judged, every)
    return Learned(
        questions=len(judged),
        weights={name: round(float(value), 4) for name, value in zip(NAMES, weights, strict=True)},
        before=worth(judged, [each.features[:, 0] for each in judged]),
        cross_validated=_cross_validated(judged, every, k, seed),
        unseen_sites=_unseen(judged, every),
        without=without,
    )


def fit(judged: Sequence[Judged], columns: Sequence[int], pull: float = PULL) -> Numbers:
    """A weight, from 0 up, for each of `NAMES`; 0 for those not among `columns`."""
    from scipy.optimize import minimize  # type: ignore[import-untyped]

    usable = [each for each in judged if each.right.any()]
    scale = np.concatenate([each.features - each.features.mean(axis=0) for each in usable]).std(axis=0) + 1e-6
    scale = scale[list(columns)]
    sizes = Counter(each.case.set_name for each in usable)
    share = np.asarray([sizes[each.case.set_name] ** -0.5 for each in usable])
    share /= share.sum()
    longest = max(len(each.features) for each in usable)
    rows = np.zeros((len(usable), longest, len(scale)))
    right = np.zeros((len(usable), longest))
    there = np.zeros((len(usable), longest), dtype=np.bool_)
    for number, each in enumerate(usable):
        count = len(each.features)
        rows[number, :count] = each.features[:, list(columns)] / scale
        right[number, :count], there[number, :count] = each.right, True
    start = np.zeros(len(scale))
    start[0] = START * scale[0]
    loss = partial(_loss, rows=rows, right=right, there=there, share=share, start=start, pull=pull)
    found = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=[(0, None)] * len(start))
    weights = np.zeros(len(NAMES))
    weights[list(columns)] = found.x / scale
    return weights


def worth(judged: Sequence[Judged], scores: Sequence[Numbers]) -> Worth:
    """What an order is worth, by set; a stretch of text counts where it first appears."""
    firsts: dict[str, list[tuple[bool, bool]]] = {}
    for each, score in zip(judged, scores, strict=True):
        seen: dict[int, bool] = {}
        for place in np.argsort(-score, kind="stable"):
            seen.setdefault(int(each.stretch[place]), bool(each.right[place]))
            if len(seen) == 5:
                break
        right = list(seen.values())
        firsts.setdefault(each.case.set_name, []).append((bool(right and right[0]), any(right)))
    return Worth(
        {name: float(np.mean([one for one, _ in found])) for name, found in firsts.items()},
        {name: float(np.mean([five for _, five in found])) for name, found in firsts.items()},
    )


def _judged(case: Case, services: Opened, search: Search) -> Judged:
    query = understood(case.asked, services.knowledge.settings)
    evidence = search.find(query.query, query.language, EVERY_CANDIDATE, query.thread)
    with reading(services.knowledge.engine) as connection:
        stretches = around(connection, [each.passage for each in evidence])
    number = stretch_of([each.passage for each in evidence], stretches)
    texts = [as_read(stretch) for stretch in stretches]
    right = [
        any(
            is_right(source, Found(each.page.key, None, texts[number[each.passage.id]], 0.0))
            for source in sources_with_text(case)
        )
        for each in evidence
    ]
    rows = np.asarray([each.features for each in evidence]).reshape(-1, len(NAMES))
    return Judged(
        case, rows, np.asarray(right, dtype=np.bool_), np.asarray([number[e.passage.id] for e in evidence])
    )


def stretch_of(found: Sequence[Passage], stretches: Sequence[Sequence[Passage]]) -> dict[str, int]:
    """The number of the first stretch that shows the whole passage, by passage id; others may show sentences of it."""
    whole = {each.id: each.text for each in found}
    number: dict[str, int] = {}
    for place, stretch in enumerate(stretches):
        for each in stretch:
            if whole.get(each.id) == each.text:
                number.setdefault(each.id, place)
    return number


def _cross_validated(judged: Sequence[Judged], columns: Sequence[int], k: int, seed: int) -> Worth:
    by_id = {each.case.id: each for each in judged}
    scores: dict[str, Numbers] = {}
    for fold in folds([each.case for each in judged], k, seed):
        if fold.seen and fold.held_out:
            weights = fit([by_id[case.id] for case in fold.seen], columns)
            scores |= {case.id: by_id[case.id].features @ weights for case in fold.held_out}
    return worth(judged, [scores[each.case.id] for each in judged])


def _unseen(judged: Sequence[Judged], columns: Sequence[int]) -> Worth:
    site = {each.case.id: each.case.set_name.partition("/")[0] for each in judged}
    weights = {
        name: fit([each for each in judged if site[each.case.id] != name], columns)
        for name in sorted(set(site.values()))
        if len(set(site.values())) > 1
    }
    return worth(
        judged, [each.features @ weights.get(site[each.case.id], np.eye(len(NAMES))[0]) for each in judged]
    )


def _loss(
    weights: Numbers,
    rows: Numbers,
    right: Numbers,
    there: NDArray[np.bool_],
    share: Numbers,
    start: Numbers,
    pull: float,
) -> tuple[float, Numbers]:
    scores = np.where(there, rows @ weights, -np.inf)
    likely = np.exp(scores - scores.max(axis=1, keepdims=True))
    among_right = likely * right
    whole, good = likely.sum(axis=1, keepdims=True), among_right.sum(axis=1, keepdims=True) + 1e-300
    total = pull * float(((weights - start) ** 2).sum()) - float(share @ (np.log(good) - np.log(whole))[:, 0])
    gain = share[:, None] * (among_right / good - likely / whole)
    return total, 2 * pull * (weights - start) - np.einsum("nc,ncf->f", gain, rows)
