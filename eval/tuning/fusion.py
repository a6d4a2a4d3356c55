"""How much weight vectors deserve against words in search, by language. Changes nothing: prints what to set.

Each question is searched once; then every weight of a grid is tried on the same two candidate lists. The
measure is nDCG@10 of passages, averaged so that each set counts the same whatever its size.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from eval.cases import Case
from eval.conversation import understood
from eval.folds import folds
from eval.measures.passages import passage_scores, sources_with_text
from eval.opened import Opened
from eval.results import Found, Ranking
from eval.telling import Teller
from knowledge import pages, passages
from knowledge.database import reading
from knowledge.ranking.fusion import DEFAULT_WEIGHTS, fuse
from knowledge.texts import Text
from knowledge.wording import CANDIDATES
from knowledge.words.keywords import words

GRID = tuple(round(step * 0.05, 2) for step in range(21))
MEASURE = "ndcg@10"
DEPTH = 10


@dataclass(frozen=True, slots=True)
class Choice:
    """The dense share to set for a language, what each fold chose, and nDCG@10 at several choices.

    `held_out` is what the choice is worth: each question scored at the share chosen without it.
    """

    language: str
    questions: int
    share: float
    by_fold: tuple[float, ...]
    held_out: float
    at_share: float
    at_present: float
    curve: Mapping[float, float]


Curves = dict[str, dict[float, float]]


def choose(cases: Sequence[Case], services: Opened, k: int, seed: int, teller: Teller) -> tuple[Choice, ...]:
    """The best share for each language that questions were detected to be in."""
    judged = [case for case in cases if sources_with_text(case)]
    by_language: dict[str, list[Case]] = {}
    for case in judged:
        language = understood(case.asked, services.knowledge.settings).language
        by_language.setdefault(language, []).append(case)
    found: Curves = {}
    for case in teller.track(judged, len(judged), Text("Trying weights", "Essai des poids")):
        found[case.id] = _curve(case, services)
    return tuple(
        _choice(language, members, found, k, seed) for language, members in sorted(by_language.items())
    )


def _choice(language: str, cases: Sequence[Case], found: Curves, k: int, seed: int) -> Choice:
    chosen: dict[str, float] = {}
    by_fold = []
    for fold in folds(cases, k, seed):
        if fold.seen:
            by_fold.append(best(fold.seen, found))
            chosen |= {case.id: by_fold[-1] for case in fold.held_out}
    share = best(cases, found)
    present = DEFAULT_WEIGHTS.of(language)
    return Choice(
        language=language,
        questions=len(cases),
        share=share,
        by_fold=tuple(by_fold),
        held_out=mean_of_sets(cases, {case.id: found[case.id][chosen.get(case.id, share)] for case in cases}),
        at_share=_worth(cases, found, share),
        at_present=_worth(cases, found, min(GRID, key=lambda each: abs(each - present))),
        curve={each: _worth(cases, found, each) for each in GRID},
    )


def best(cases: Sequence[Case], found: Curves) -> float:
    """The share of the grid with the highest mean; of equals, the one nearest to one half."""
    return max(GRID, key=lambda share: (round(_worth(cases, found, share), 9), -abs(share - 0.5)))


def mean_of_sets(cases: Sequence[Case], values: Mapping[str, float]) -> float:
    """The mean over sets of each set's mean."""
    by_set: dict[str, list[float]] = {}
    for case in cases:
        by_set.setdefault(case.set_name, []).append(values[case.id])
    return sum(sum(each) / len(each) for each in by_set.values()) / len(by_set)


def _worth(cases: Sequence[Case], found: Curves, share: float) -> float:
    return mean_of_sets(cases, {case.id: found[case.id][share] for case in cases})


def _curve(case: Case, services: Opened) -> dict[float, float]:
    index = services.knowledge.index
    query = understood(case.asked, services.knowledge.settings)
    dense = dict(index.nearest_passages(query.language, index.embed_query(query.query), CANDIDATES))
    lexical = dict(index.keywords[query.language].best(words(query.query, query.language), CANDIDATES))
    orders = {}
    for share in GRID:
        fused = fuse(dense, lexical, share)
        orders[share] = [key for _, key in sorted((-score, key) for key, score in fused.items())[:DEPTH]]
    shown = _found(services, {key for order in orders.values() for key in order})
    return {
        share: passage_scores(
            [case], {case.id: Ranking(case.id, tuple(shown[key] for key in order if key in shown))}
        )[case.id][MEASURE]
        for share, order in orders.items()
    }


def _found(services: Opened, ids: set[str]) -> dict[str, Found]:
    with reading(services.knowledge.engine) as connection:
        there = passages.get_many(connection, sorted(ids))
        homes = pages.get_many(connection, [each.page_id for each in there.values()])
    return {
        key: Found(homes[each.page_id].key, homes[each.page_id].url, each.text_with_heading, 0.0)
        for key, each in there.items()
    }
