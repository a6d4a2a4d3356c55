"""Hits as their public definition has them, which anyone can count without this project's own rule. Pure.

A **hit@k**: among the first k there is a passage from a gold page that holds at least half of the 8-character shingles
of a gold source's text, white space, case and punctuation removed; a passage may be at most 1,500 characters (of a
longer one only the first 1,500 are read). A gold source without text is met by its page alone. `eval.matching` is the
stricter and kinder rule of the reports: it wants unbroken runs, and takes the same text on any page.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from eval import report
from eval.cases import Case, GoldSource
from eval.measures import Scores
from eval.results import Found, Ranking
from eval.scoring import EVERYTHING

SHINGLE_CHARACTERS = 8
HALF = 0.5
LONGEST_CHARACTERS = 1_500
HITS = {"hit@1": 1, "hit@5": 5}

_NOT_LETTERS = re.compile(r"[\W_]+")


def is_hit(source: GoldSource, found: Found) -> bool:
    """Whether the passage is from the source's page and holds half of its shingles."""
    if found.page_id != source.page_id:
        return False
    wanted = shingles(source.text or "")
    if not wanted:
        return True
    held = wanted & shingles(found.text[:LONGEST_CHARACTERS], len(min(wanted)))
    return len(held) >= HALF * len(wanted)


def hit_within(sources: Sequence[GoldSource], ranked: Sequence[Found], k: int) -> float:
    """1 where one of the first `k` is a hit for any of the sources, else 0."""
    return float(any(is_hit(source, found) for found in ranked[:k] for source in sources))


def hits(cases: Sequence[Case], rankings: Mapping[str, Ranking]) -> Scores:
    """The `HITS` of every case; one that was not ranked has none."""
    empty = Ranking("", ())
    return {
        case.id: {
            name: hit_within(case.sources, rankings.get(case.id, empty).ranked, k) for name, k in HITS.items()
        }
        for case in cases
    }


def turns_of(cases: Sequence[Case]) -> dict[str, list[Case]]:
    """All cases and those of each set, and of these the first turns and the follow-ups apart where there are both."""
    found: dict[str, list[Case]] = {}
    for name in (EVERYTHING, *dict.fromkeys(case.set_name for case in cases)):
        members = [case for case in cases if name in (EVERYTHING, case.set_name)]
        first = [case for case in members if case.turn == 1]
        later = [case for case in members if case.turn > 1]
        if first and later:
            found |= {name: members, f"{name}, first turns": first, f"{name}, follow-ups": later}
        else:
            found[f"{name}, {'first turns' if first else 'follow-ups'}"] = members
    return found


def table(cases: Sequence[Case], systems: Mapping[str, Scores]) -> str:
    """Markdown: a row for each group of `turns_of`, a column for each system."""
    lines = [
        [
            group,
            str(len(members)),
            *(
                " / ".join(report.number(_mean(members, scores, hit)) for hit in HITS)
                for scores in systems.values()
            ),
        ]
        for group, members in turns_of(cases).items()
    ]
    return report.markdown([" / ".join(HITS), "n", *systems], lines)


def to_json(cases: Sequence[Case], systems: Mapping[str, Scores]) -> dict[str, Any]:
    """The same figures, by system and group."""
    return {
        name: {
            group: {"questions": len(members)} | {hit: round(_mean(members, scores, hit), 6) for hit in HITS}
            for group, members in turns_of(cases).items()
        }
        for name, scores in systems.items()
    }


@lru_cache(maxsize=100_000)
def shingles(text: str, length: int = SHINGLE_CHARACTERS) -> frozenset[str]:
    """All runs of `length` letters and digits; a text that has fewer is one shingle, an empty one has none."""
    letters = _NOT_LETTERS.sub("", unicodedata.normalize("NFKC", text)).casefold()
    if not letters:
        return frozenset()
    return frozenset(letters[start : start + length] for start in range(max(1, len(letters) - length + 1)))


def _mean(cases: Sequence[Case], scores: Scores, name: str) -> float:
    return sum(scores[case.id][name] for case in cases) / len(cases)
