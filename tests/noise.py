"""Made-up runs that differ by noise alone: neither side is better, whatever single questions do."""

from dataclasses import dataclass

import numpy as np

from eval.runs.record import CaseRecord, Report
from tests.reports import case, report
from tests.reports import figure as figure_record

FIGURES = {
    name: figure_record(f"{name}.")
    for name in (
        "hit@1", "ndcg@10", "mrr@10", "right", "crag", "statements_cited",
        "quote_stands", "cited_page_precision", "token_f1", "chrf",
    )
} | {"invented_facts": figure_record("Invented facts.", better="lower", gated=False, guard=True)}  # fmt: skip
TOPICS = ("births", "driving", "outdoors", "taxes", "health", "schools", "roads")


@dataclass(frozen=True)
class Population:
    """Questions with their own difficulty, in groups of one to five of one page."""

    ability: np.ndarray
    groups: np.ndarray


def population(random: np.random.Generator, cases: int = 150) -> Population:
    """Many easy questions and a tail of hard ones; those of one page resemble each other."""
    groups = np.sort(random.integers(0, cases // 2, size=cases))
    page = random.beta(2.5, 1.0, size=cases)[groups]
    return Population(np.clip(page + random.normal(0, 0.15, size=cases), 0.02, 0.98), groups)


def noisy_pair(random: np.random.Generator, noise: float) -> tuple[Report, Report]:
    """Two runs over the same drawing (with replacement) of the questions; a share `noise` of the groups fell anew."""
    people = population(random)
    drawn = random.integers(0, len(people.ability), size=len(people.ability))
    luck = random.random((2, people.groups.max() + 1, 3))
    keep = random.random(people.groups.max() + 1) >= noise
    luck[1][keep] = luck[0][keep]
    before, after = (
        tuple(_case(number, index, people, luck[side]) for number, index in enumerate(drawn))
        for side in (0, 1)
    )
    return report(before, figures=FIGURES), report(after, figures=FIGURES)


def _case(number: int, index: int, people: Population, luck: np.ndarray) -> CaseRecord:
    ability, group = float(people.ability[index]), int(people.groups[index])
    # What befalls a page befalls its questions alike, each with its own part of it.
    own = (luck[group] + 0.61803 * index) % 1.0
    found, drafted, worded = (float(each) for each in own)
    top = found < ability
    rank = 1.0 if top else (0.5 if found < ability + 0.1 else 0.0)
    given = drafted < 0.9
    values = {
        "hit@1": float(top),
        "mrr@10": rank,
        "ndcg@10": round(rank * (0.7 + 0.3 * worded), 6),
        "right": float(given and found < ability + 0.05),
        "crag": 1.0 if given and top else (-1.0 if given else 0.0),
        "invented_facts": 0.0,
    }
    if given:
        values |= {
            "statements_cited": 1.0,
            "quote_stands": 1.0,
            "cited_page_precision": rank,
            "token_f1": round(0.2 + 0.6 * rank * worded, 6),
            "chrf": round(0.3 + 0.4 * rank * worded, 6),
        }
    language = "fr" if group % 3 == 0 else "en"
    slices = ("all", f"language:{language}", "set:made-up", f"topic:{TOPICS[group % len(TOPICS)]}")
    turn, level = "first" if index % 5 else "follow-up", ("easy", "medium", "hard")[int(3 * (1 - ability))]
    return case(
        number, group=f"page {group}", slices=(*slices, f"turn:{turn}", f"difficulty:{level}"), values=values
    )
