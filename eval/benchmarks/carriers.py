"""True statements to break: the pieces of the indexed passages, and the gold's sources."""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from assistant.guards.headings import ruling_heading
from eval.breaks.carrier import Carrier
from eval.breaks.places import elsewhere
from eval.cases import Case
from eval.opened import opened
from knowledge import passages, tables
from knowledge.database import reading
from knowledge.facts import contains
from knowledge.passages import Passage
from knowledge.units import units_of

WRONG_PAGE = "wrong page"
LONGEST_STATEMENT = 700  # characters; nobody says a longer one
SHORTEST_WORDS = 4


@dataclass(frozen=True, slots=True)
class Carriers:
    """True statements: pieces of the pages, and sources of the gold."""

    pages: Sequence[Carrier]
    gold: Sequence[Carrier]


def read_carriers(cases: Sequence[Case], data_dir: Path | None) -> Carriers:
    """The true statements of an index, and of the gold as far as its pages are there.

    Raises:
        DataDirBusy: another process owns the data folder.
        BadInput: no page was ever read into it.
    """
    with opened(data_dir) as services, reading(services.knowledge.engine) as connection:
        languages = services.knowledge.settings.languages
        found = [each for language in languages for each in passages.of_language(connection, language)]
        keys = {row.id: row.key for row in connection.execute(select(tables.pages.c.id, tables.pages.c.key))}
    by_page: dict[str, list[Passage]] = {}
    for passage in found:
        by_page.setdefault(keys[passage.page_id], []).append(passage)
    return Carriers(carriers_of(found), carriers_of_gold(cases, by_page))


def carriers_of(found: Sequence[Passage]) -> list[Carrier]:
    """The pieces of the passages that can be said, each with its passage and with a heading that rules over it."""
    said = (
        ("\n".join(filter(None, (ruling_heading(unit, passage), unit.text))), passage)
        for passage in found
        for unit in units_of(passage.text)
    )
    return [Carrier(text, passage) for text, passage in said if _is_of_a_length(text)]


def carriers_of_gold(cases: Sequence[Case], by_page: Mapping[str, Sequence[Passage]]) -> list[Carrier]:
    """The gold's sources, each with the first passage of its page (by key) that has its words."""
    texts = {(source.page_id, source.text) for case in cases for source in case.sources if source.text}
    found = []
    for page, text in sorted(each for each in texts if _is_of_a_length(each[1])):
        holding = next(
            (each for each in by_page.get(page, ()) if contains(each.text_with_heading, text)), None
        )
        if holding:
            found.append(Carrier(text, holding))
    return found


def _is_of_a_length(text: str) -> bool:
    return len(text) <= LONGEST_STATEMENT and len(text.split()) >= SHORTEST_WORDS


def on_wrong_pages(carriers: Sequence[Carrier], wanted: int, seed: int) -> Iterator[tuple[Carrier, str]]:
    """Up to `wanted` carriers, each with a passage of another page of its language, and its words."""
    rng = random.Random(f"{seed}:{WRONG_PAGE}")  # noqa: S311 - repeatable, not secret
    by_language: dict[str, list[Passage]] = {}
    for passage in {each.passage.id: each.passage for each in carriers}.values():
        by_language.setdefault(passage.language, []).append(passage)
    found = 0
    for carrier in rng.sample(carriers, len(carriers)):
        other = elsewhere(carrier, by_language[carrier.passage.language], rng)
        if other is not None:
            yield Carrier(carrier.text, other), carrier.text
            found += 1
        if found == wanted:
            return
