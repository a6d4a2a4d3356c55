"""Composes a reply out of the pages' own words: no sentence is written here, each is taken and cited.

Steps and short fee tables are kept whole; of a long table the header and the rows that the question names.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from assistant.asked import has_one, kinds_asked
from assistant.citations import Statement, cite
from assistant.guards.links import LiveLinks, holds_dead_link
from assistant.understand import Understood
from assistant.units import Unit, units_of
from knowledge.search import Evidence
from knowledge.words.keywords import words

LONGEST_WHOLE_TABLE = 12  # rows; a longer table is cut to its header and the rows that match best
ROWS_OF_LONG_TABLE = 6
LONGEST_WHOLE_LIST = 1_500  # characters
# Chosen on 420 questions of six sets by the words shared with what people marked as the answer; a second page
# added more that was not asked than that was.
WEAK_UNIT_SHARE = 0.7  # a unit is used when it scores at least this share of the best
HEADING_WEIGHT = 0.5
PASSAGE_WEIGHT = 0.5
KIND_BONUS = 0.3  # for a fact of the kind that is asked for: an amount after “how much”
FIRST_BONUS = 0.1  # the first words under a heading that meets the question usually answer it
SHORTEST_SENTENCE_WORDS = 3

Rarity = Callable[[str], float]


@dataclass(frozen=True, slots=True)
class Scored:
    """A unit of one piece of evidence and how well it meets the question."""

    evidence: Evidence
    unit: Unit
    score: float


def compose(
    question: Understood,
    evidence: Sequence[Evidence],
    rarity: Rarity,
    statements_at_most: int,
    live: LiveLinks | None = None,
) -> tuple[Statement, ...]:
    """Up to `statements_at_most` statements from the best page, in reading order, each with its citation.

    None of them holds a link that by `live` leads nowhere.
    """
    # The thread leads to the page; which of its words to say, the question itself decides.
    wanted = set(words(question.asked, question.language) or words(question.query, question.language))
    every = _scored(question, evidence, wanted, rarity)
    scored = [each for each in every if not holds_dead_link(each.unit.text, live)]
    if not scored:
        return ()
    best = max(each.score for each in scored)
    strong = sorted((s for s in scored if s.score >= WEAK_UNIT_SHARE * best), key=lambda s: -s.score)
    chosen = sorted(strong[:statements_at_most], key=lambda s: (s.evidence.rank, s.unit.position))
    once: dict[str, Scored] = {}
    for each in chosen:
        once.setdefault(each.unit.text.casefold(), each)
    return tuple(_statement(each, wanted, rarity) for each in once.values())


def _scored(
    question: Understood, evidence: Sequence[Evidence], wanted: set[str], rarity: Rarity
) -> list[Scored]:
    if not evidence:
        return []
    lowest, kinds = evidence[-1].score, kinds_asked(question.asked)
    span = evidence[0].score - lowest or 1.0
    found = []
    for piece in (each for each in evidence if each.page.id == evidence[0].page.id):
        nearness = PASSAGE_WEIGHT * (piece.score - lowest) / span
        for each in _scored_units(piece, wanted, rarity):
            bonus = KIND_BONUS * has_one(each.unit.text, kinds)
            found.append(replace(each, score=each.score + nearness + bonus))
    return [each for each in found if _says_something(each.unit)] or found


def _scored_units(evidence: Evidence, wanted: set[str], rarity: Rarity) -> list[Scored]:
    passage = evidence.passage
    total = sum(rarity(stem) for stem in wanted) or 1.0
    heading = set(words(passage.heading, passage.language))
    found = []
    for unit in units_of(passage.text):
        stems = set(words(unit.text, passage.language))
        own = sum(rarity(stem) for stem in wanted & stems) / total
        from_heading = sum(rarity(stem) for stem in (wanted & heading) - stems) / total
        first = FIRST_BONUS / (1 + unit.position)
        found.append(Scored(evidence, unit, own + HEADING_WEIGHT * from_heading + first))
    return found


def _says_something(unit: Unit) -> bool:
    # "No." and "Can I apply online?" answer nobody.
    if unit.kind != "sentence":
        return True
    return len(unit.text.split()) >= SHORTEST_SENTENCE_WORDS and not unit.text.rstrip().endswith("?")


def _statement(scored: Scored, wanted: set[str], rarity: Rarity) -> Statement:
    page, passage, unit = scored.evidence.page, scored.evidence.passage, scored.unit
    long_table = unit.kind == "table" and len(unit.rows) > LONGEST_WHOLE_TABLE
    long_list = unit.kind == "list" and len(unit.text) > LONGEST_WHOLE_LIST
    if not long_table and not long_list:
        return Statement(unit.text, (cite(page, passage, unit.text),))

    def matches(row: str) -> float:
        return sum(rarity(stem) for stem in wanted & set(words(row, passage.language)))

    first = 1 if long_table else 0
    ranked = sorted(range(first, len(unit.rows)), key=lambda row: (-matches(unit.rows[row]), row))
    kept = [*range(first), *sorted(ranked[:ROWS_OF_LONG_TABLE])]
    rows = [unit.rows[row] for row in kept]
    return Statement("\n".join(rows), tuple(cite(page, passage, row) for row in rows))
