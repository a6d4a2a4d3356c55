"""How often a page in the other language is found, and how often it stands where a page in the own one answers.

A question is asked as if only the other language had its page: the gold page's twin in that language, or the gold
page itself where it is in another language than the question. Pages are judged, not passages.
"""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from statistics import median

from sqlalchemy import Connection

from assistant.withholding.confidence import WEIGHED, confidence
from assistant.withholding.elsewhere import Elsewhere, sure_of
from eval import report
from eval.cases import Case
from eval.conversation import understood
from eval.opened import Opened
from eval.telling import Teller
from knowledge import pages as page_rows
from knowledge.crossing import Crossing, twins_of
from knowledge.database import reading
from knowledge.search import Evidence
from knowledge.texts import Text

FIRST = 5


@dataclass(frozen=True, slots=True)
class Found:
    """One question whose page the other language has: where it stood as the question is, and carried over.

    `sure` says that crossing is sure enough for a draft, `served` that it is drafted from, beside the other pages of
    the question's own language.
    """

    as_is: int | None
    carried: int | None
    sure: bool
    served: bool
    seconds: float


@dataclass(frozen=True, slots=True)
class Direction:
    """All such questions of one language; each `_right` counts those whose page came first."""

    questions: int
    as_is_first: int
    as_is_among_five: int
    first: int
    among_five: int
    sure: int
    sure_right: int
    served: int
    served_right: int
    median_ms: float


@dataclass(frozen=True, slots=True)
class InEarnest:
    """Questions asked as they are served: how many another language's page stands ahead of the own ones for.

    `over_right` of them have a right page of their own language among its first five; no page answers `unanswerable`.
    """

    answerable: int
    ahead: int
    over_right: int
    unanswerable: int
    drafted_unanswerable: int


@dataclass(frozen=True, slots=True)
class Measured:
    """By direction ("fr to en"), and in earnest."""

    directions: Mapping[str, Direction]
    in_earnest: InEarnest


def measure(cases: Sequence[Case], services: Opened, teller: Teller) -> Measured:
    """Ask every case both ways."""
    knowledge, elsewhere = services.knowledge, services.answering.elsewhere
    crossing = Crossing(knowledge.index, knowledge.search, knowledge.synonyms)
    crossing.find("permis", knowledge.settings.languages[-1])  # the glossary is read at the first question
    by_direction: dict[str, list[Found]] = {}
    for case in teller.track(cases, len(cases), Text("Crossing", "Traversée")):
        for other in knowledge.settings.languages:
            with reading(knowledge.engine) as connection:
                wanted = _wanted(connection, case, other)
            if other != case.language and wanted:
                found = _asked(case, other, wanted, services, crossing, elsewhere)
                by_direction.setdefault(f"{case.language} to {other}", []).append(found)
    return Measured(
        {name: _direction(found) for name, found in sorted(by_direction.items())},
        _in_earnest(cases, services, elsewhere),
    )


def tables(measured: Measured) -> str:
    """Markdown: a table of the directions and one in earnest."""
    names = [field.name for field in fields(Direction)]
    rows = [[name, *(str(getattr(row, each)) for each in names)] for name, row in measured.directions.items()]
    earnest = [[each.name, str(getattr(measured.in_earnest, each.name))] for each in fields(InEarnest)]
    return report.markdown(["", *names], rows) + "\n\n" + report.markdown(["in earnest", ""], earnest)


def _wanted(connection: Connection, case: Case, other: str) -> set[str]:
    keys = [source.page_id for source in case.sources]
    own = page_rows.named(connection, keys, case.language)
    twins = (twin for found in twins_of(connection, own, other).values() for twin in found)
    return {page.key for page in (*page_rows.named(connection, keys, other), *twins)}


def _asked(
    case: Case, other: str, wanted: set[str], services: Opened, crossing: Crossing, elsewhere: Elsewhere
) -> Found:
    search = services.knowledge.search
    query = understood(case.asked, services.knowledge.settings).query
    as_is = search.find(query, other, WEIGHED)
    gold = {source.page_id for source in case.sources}
    own = [each for each in search.find(query, case.language, WEIGHED) if each.page.key not in gold]
    served = (
        elsewhere.find(query, case.language, confidence(own, case.asked.question), WEIGHED, twins=True)
        is not None
    )
    started = time.perf_counter()
    crossed = crossing.find(query, case.language, WEIGHED, twins=True)
    seconds = time.perf_counter() - started
    there = crossed if crossed and crossed.language == other else None
    sure = there is not None and sure_of(there) >= elsewhere.minimum
    place = _place(there.evidence if there else (), wanted)
    return Found(_place(as_is, wanted), place, sure, served and sure, seconds)


def _place(evidence: Sequence[Evidence], wanted: set[str]) -> int | None:
    return next((each.rank for each in evidence if each.page.key in wanted), None)


def _direction(found: Sequence[Found]) -> Direction:
    def within(places: Sequence[int | None], last: int) -> int:
        return sum(place is not None and place <= last for place in places)

    as_is, carried = [each.as_is for each in found], [each.carried for each in found]
    sure, served = ([f.carried for f in found if getattr(f, name)] for name in ("sure", "served"))
    milliseconds = round(1_000 * median(each.seconds for each in found), 1)
    return Direction(
        len(found), within(as_is, 1), within(as_is, FIRST), within(carried, 1), within(carried, FIRST),
        len(sure), within(sure, 1), len(served), within(served, 1), milliseconds,
    )  # fmt: skip


def _in_earnest(cases: Sequence[Case], services: Opened, elsewhere: Elsewhere) -> InEarnest:
    knowledge = services.knowledge
    answerable = ahead = over_right = unanswerable = drafted = 0
    for case in cases:
        query = understood(case.asked, knowledge.settings)
        own = knowledge.search.find(query.query, query.language, WEIGHED, query.thread)
        found = elsewhere.find(query.query, query.language, confidence(own, query.asked), WEIGHED)
        if not case.answerable:
            unanswerable, drafted = unanswerable + 1, drafted + bool(found)
        elif case.sources:
            keys = {source.page_id for source in case.sources}
            right = any(each.page.key in keys for each in own[:FIRST])
            answerable, ahead = answerable + 1, ahead + bool(found)
            over_right += bool(found) and right
    return InEarnest(answerable, ahead, over_right, unanswerable, drafted)
