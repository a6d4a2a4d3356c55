"""Learns which sentence a draft says from gold answers, cross-validated by page and dialogue, and by leaving out sites.

A question's candidates get a softmax over their weighted features; the weights maximise the reward that a draw is
expected to bring (Williams, "Simple statistical gradient-following algorithms", 1992, here exact since the candidates
are few): the words shared with the gold answer, and something for standing in a gold source. Each set counts by the
root of its size, and a quadratic pull holds the weights near a start that was set by hand.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from assistant.composing.candidates import NAMES, candidates_of
from assistant.composing.sayable import says_something
from eval.benchmarks.coverage import meets
from eval.cases import Case
from eval.conversation import understood
from eval.folds import folds
from eval.measures.wording import shared_words
from eval.opened import Opened
from eval.telling import Teller
from knowledge.texts import Text

READ = 10
BATCH = 64
GOLD_SOURCE_REWARD = 0.3  # 0 to 0.6 were compared; between 0.3 and 0.6 nothing changes
PULL = 0.003
# On the scale of the features: a word of the question, of the heading, the first piece, a fact of the kind, …
START = {"asked": 8.0, "headed": 4.0, "first": 0.8, "kind": 2.4, "behind": -1.2}

Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Judged:
    """One question: its candidates' features, the words that each shares with the gold answer, and its reward."""

    case: Case
    features: Numbers
    token_f1: Numbers
    reward: Numbers


@dataclass(frozen=True, slots=True)
class Learned:
    """Weights to set, and by set the token_f1 of the sentence put first: now, cross-validated, on sites never seen."""

    questions: int
    weights: Mapping[str, float]
    at_present: Mapping[str, float]
    cross_validated: Mapping[str, float]
    unseen_sites: Mapping[str, float]


def judge(cases: Sequence[Case], services: Opened, teller: Teller) -> list[Judged]:
    """The candidates of all answerable cases with a gold answer; every piece is embedded, which takes a while."""
    usable = [case for case in cases if case.answerable and (case.answer or "").strip()]
    doing = Text("Reading", "Lecture")
    rows = [_judged(case, services) for case in teller.track(usable, len(usable), doing)]
    return [each for each in rows if each is not None]


def learn(judged: Sequence[Judged], k: int, seed: int, present: Mapping[str, float]) -> Learned:
    """Fit on all, and say what that is worth beside the weights at present."""
    now = np.asarray([present.get(name, 0.0) for name in NAMES])
    return Learned(
        questions=len(judged),
        weights={name: round(float(value), 3) for name, value in zip(NAMES, fit(judged), strict=True)},
        at_present=_worth(judged, dict.fromkeys((each.case.id for each in judged), now)),
        cross_validated=_worth(judged, _held_out(judged, k, seed)),
        unseen_sites=_worth(judged, _unseen(judged)),
    )


def fit(judged: Sequence[Judged], pull: float = PULL) -> Numbers:
    """A weight for each of `NAMES`."""
    from scipy.optimize import minimize  # type: ignore[import-untyped]

    spread = (
        np.concatenate([each.features - each.features.mean(axis=0) for each in judged]).std(axis=0) + 1e-9
    )
    longest = max(len(each.features) for each in judged)
    rows = np.zeros((len(judged), longest, len(NAMES)))
    reward = np.zeros((len(judged), longest))
    there = np.zeros((len(judged), longest), dtype=np.bool_)
    for number, each in enumerate(judged):
        count = len(each.features)
        rows[number, :count], reward[number, :count] = each.features / spread, each.reward
        there[number, :count] = True
    sizes = Counter(each.case.set_name for each in judged)
    share = np.asarray([sizes[each.case.set_name] ** -0.5 for each in judged])
    share /= share.sum()
    start = np.asarray([START.get(name, 0.0) for name in NAMES]) * spread
    loss = partial(_loss, rows=rows, reward=reward, there=there, share=share, start=start, pull=pull)
    found: Numbers = minimize(loss, start, jac=True, method="L-BFGS-B").x / spread
    return found


def _judged(case: Case, services: Opened) -> Judged | None:
    knowledge = services.knowledge
    question = understood(case.asked, knowledge.settings)
    evidence = knowledge.search.find(question.query, question.language, READ, question.thread)
    if not evidence:
        return None
    every = candidates_of(question, evidence, knowledge.index.keywords[question.language].rarity)
    candidates = [each for each in every if says_something(each.unit)]
    if not candidates:
        return None
    texts = [question.asked, *(each.unit.text for each in candidates)]
    parts = [texts[start : start + BATCH] for start in range(0, len(texts), BATCH)]
    vectors = np.concatenate([knowledge.index.embedder.embed(part) for part in parts])
    features = np.asarray([each.features for each in candidates])
    features[:, NAMES.index("meaning")] = vectors[1:] @ vectors[0]
    shared = np.asarray([shared_words(case.answer or "", text)["token_f1"] for text in texts[1:]])
    key = evidence[0].page.key
    gold = np.asarray([any(meets(source, key, text) for source in case.sources) for text in texts[1:]])
    return Judged(case, features, shared, shared + GOLD_SOURCE_REWARD * gold)


def _held_out(judged: Sequence[Judged], k: int, seed: int) -> dict[str, Numbers]:
    by_id = {each.case.id: each for each in judged}
    weights: dict[str, Numbers] = {}
    for fold in folds([each.case for each in judged], k, seed):
        if fold.seen and fold.held_out:
            fitted = fit([by_id[case.id] for case in fold.seen])
            weights |= {case.id: fitted for case in fold.held_out}
    return weights


def _unseen(judged: Sequence[Judged]) -> dict[str, Numbers]:
    weights: dict[str, Numbers] = {}
    for name in sorted({each.case.set_name for each in judged}):
        others = [each for each in judged if each.case.set_name != name]
        if others:
            fitted = fit(others)
            weights |= {each.case.id: fitted for each in judged if each.case.set_name == name}
    return weights


def _worth(judged: Sequence[Judged], weights: Mapping[str, Numbers]) -> dict[str, float]:
    found: dict[str, list[float]] = {}
    for each in judged:
        if each.case.id in weights:
            first = int(np.argmax(each.features @ weights[each.case.id]))
            found.setdefault(each.case.set_name, []).append(float(each.token_f1[first]))
    return {name: sum(values) / len(values) for name, values in found.items()}


def _loss(
    weights: Numbers,
    rows: Numbers,
    reward: Numbers,
    there: NDArray[np.bool_],
    share: Numbers,
    start: Numbers,
    pull: float,
) -> tuple[float, Numbers]:
    scores = np.where(there, rows @ weights, -np.inf)
    likely = np.exp(scores - scores.max(axis=1, keepdims=True))
    likely /= likely.sum(axis=1, keepdims=True)
    expected = (likely * reward).sum(axis=1)
    gain = share[:, None] * likely * (reward - expected[:, None])
    apart = weights - start
    return pull * float(apart @ apart) - float(share @ expected), 2 * pull * apart - np.einsum(
        "nc,ncf->f", gain, rows
    )
