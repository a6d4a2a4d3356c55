"""Draws statements to be labelled: a random sample, stratified by set and language, one statement of a draft each.

The strata take turns, so that each gives as many as it can up to the same number; the file's beginning is a smaller
sample of the same kind. What is drawn follows from hashes of the seed and the case ids: cases that are added move no
others. Drafts nothing itself.
"""

import hashlib
from collections import deque
from collections.abc import Callable, Iterator, Sequence

from assistant.citations import Statement
from eval.cases import Asked, Case
from eval.gold.schema import TurnLine
from eval.labels.drafts import quote_digest
from eval.labels.label import digest
from eval.labels.work import QuoteLine, WorkLine

Drawn = tuple[Case, Statement]


def draw(
    cases: Sequence[Case], draft: Callable[[Asked], Sequence[Statement]], count: int, seed: int
) -> Iterator[Drawn]:
    """Up to `count` cases with one statement of their draft; as many questions are drafted as that takes."""
    strata: dict[tuple[str, str], list[Case]] = {}
    for case in cases:
        strata.setdefault((case.set_name, case.language), []).append(case)
    waiting = deque(_drafted(strata[name], draft, seed) for name in sorted(strata))
    for _ in range(count):
        while waiting:
            stratum = waiting.popleft()
            drawn = next(stratum, None)
            if drawn is not None:
                waiting.append(stratum)
                yield drawn
                break


def work_line(number: int, drawn: Drawn, quotes: tuple[QuoteLine, ...]) -> WorkLine:
    """The drawn statement as a line of the work file, not labelled yet."""
    case, statement = drawn
    return WorkLine(
        number=number,
        case=case.id,
        set_name=case.set_name,
        lang=case.language,
        history=tuple(TurnLine(role=said.role, text=said.text) for said in case.asked.history),
        question=case.asked.question,
        statement=statement.text,
        quotes=quotes,
    )


def _drafted(
    stratum: Sequence[Case], draft: Callable[[Asked], Sequence[Statement]], seed: int
) -> Iterator[Drawn]:
    for case in sorted(stratum, key=lambda each: _lot(seed, each.id)):
        if statements := draft(case.asked):
            names = {digest(each.text) + quote_digest(each): each for each in statements}
            yield case, names[min(names, key=lambda name: _lot(seed, case.id, name))]


def _lot(seed: int, *names: str) -> str:
    return hashlib.sha256("\x1f".join((str(seed), *names)).encode()).hexdigest()
