"""Composes a reply out of the pages' own words: no sentence is written here, each is taken and cited.

Steps and short fee tables are kept whole; of a long table the header and the rows that the question names. A heading
is said where its first piece says nothing without it (`headings`).
"""

from collections.abc import Sequence
from itertools import groupby

from assistant.citations import Statement, cite
from assistant.composing.candidates import Candidate, Meaning, Rarity, Wanted, candidates_of
from assistant.composing.choice import choose
from assistant.composing.headings import heading_for
from assistant.guards.links import LiveLinks, holds_dead_link
from assistant.understand import Understood
from knowledge.search import Evidence
from knowledge.words.keywords import words

LONGEST_WHOLE_TABLE = 12  # rows; a longer table is cut to its header and the rows that match best
ROWS_OF_LONG_TABLE = 6
LONGEST_WHOLE_LIST = 1_500  # characters


def compose(
    question: Understood,
    evidence: Sequence[Evidence],
    rarity: Rarity,
    statements_at_most: int,
    live: LiveLinks | None = None,
    meaning: Meaning | None = None,
) -> tuple[Statement, ...]:
    """Up to `statements_at_most` statements from the best page, in reading order, each with its citation.

    A page's whole answer to the very question may have twice as many. None of them holds a link that by `live` leads
    nowhere. Without `meaning` words alone decide.
    """
    once: dict[str, Candidate] = {}
    for each in candidates_of(question, evidence, rarity):
        if not holds_dead_link(each.unit.text, live):
            once.setdefault(each.unit.text.casefold(), each)
    chosen = choose(question, list(once.values()), rarity, statements_at_most, meaning)
    wanted = Wanted.of(question, rarity)
    headed = [(heading_for(question, each, rarity), each) for each in chosen]
    return tuple(
        _statement(list(beneath), heading, wanted)
        for (heading, _), beneath in groupby(headed, _said_together)
    )


def _said_together(headed: tuple[str, Candidate]) -> tuple[str, object]:
    # A heading is said once, and taken out with all that it rules over.
    heading, chosen = headed
    return (heading, chosen.evidence.passage.id) if heading else ("", id(chosen))


def _statement(headed: Sequence[tuple[str, Candidate]], heading: str, wanted: Wanted) -> Statement:
    evidence = headed[0][1].evidence
    quotes = [
        *([heading] if heading else ()),
        *(quote for _, each in headed for quote in _said(each, wanted)),
    ]
    return Statement("\n".join(quotes), tuple(cite(evidence.page, evidence.passage, q) for q in quotes))


def _said(chosen: Candidate, wanted: Wanted) -> list[str]:
    unit, language = chosen.unit, chosen.evidence.passage.language
    long_table = unit.kind == "table" and len(unit.rows) > LONGEST_WHOLE_TABLE
    long_list = unit.kind == "list" and len(unit.text) > LONGEST_WHOLE_LIST
    if not long_table and not long_list:
        return [unit.text]

    def matches(row: str) -> float:
        return wanted.share(frozenset(words(row, language)))

    first = 1 if long_table else 0
    ranked = sorted(range(first, len(unit.rows)), key=lambda row: (-matches(unit.rows[row]), row))
    return [unit.rows[row] for row in [*range(first), *sorted(ranked[:ROWS_OF_LONG_TABLE])]]
