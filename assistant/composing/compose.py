"""Composes a reply out of the pages' own words: no sentence is written here, each is taken and cited.

Steps and short fee tables are kept whole; of a long table the header and the rows that the question names. A heading
is said where its first piece says nothing without it (`headings`).
"""

from collections.abc import Sequence

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
    return tuple(_statement(each, heading_for(question, each, rarity), wanted) for each in chosen)


def _statement(chosen: Candidate, heading: str, wanted: Wanted) -> Statement:
    page, passage = chosen.evidence.page, chosen.evidence.passage
    quotes = [*([heading] if heading else ()), *_said(chosen, wanted)]
    return Statement("\n".join(quotes), tuple(cite(page, passage, quote) for quote in quotes))


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
