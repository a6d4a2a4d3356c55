"""A past reply is a key of the passages that say what it says, as long as they do; then it is shown as stale."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest

from eval.gold.leaks import held_out
from ingest.build import source_from
from ingest.sync import finish_index, ingest_source
from knowledge import exchanges
from knowledge.build import Knowledge, build_knowledge
from knowledge.database import reading
from knowledge.exchanges import Exchange
from knowledge.keys import refresh
from knowledge.search import Evidence
from knowledge.settings import KnowledgeSettings
from tests.fakes import WordHashEmbedder
from tests.gold_house import case
from tests.gold_house import exchange as an_exchange

PERMIT = "A trout permit for the lakes of the north costs {} dollars and is valid for one year."
BOATS = "Boats with an engine are registered at the harbour office before the first trip of the season."
QUESTION = "whatever do they charge grandma for fishing"
REPLY = "Hello! A trout permit for the lakes of the north costs 31 dollars, valid for one year. Good bye."


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def knowledge(request: pytest.FixtureRequest, tmp_path: Path, clock) -> Knowledge:
    url = request.getfixturevalue("postgres_url") if request.param == "postgresql" else None
    settings = KnowledgeSettings(data_dir=tmp_path / "data", database_url=url)
    opened = build_knowledge(settings, clock, WordHashEmbedder())
    yield opened
    opened.engine.dispose()


@pytest.fixture
def town(knowledge: Knowledge, tmp_path: Path, clock) -> Town:
    return Town(knowledge, tmp_path / "town", clock)


class Town:
    """A folder of pages, and one thread."""

    def __init__(self, knowledge: Knowledge, folder: Path, clock) -> None:
        folder.mkdir()
        self.knowledge, self.folder, self.clock = knowledge, folder, clock
        self.pages = {"permits": PERMIT.format(31), "boats": BOATS}

    def read(self, **pages: str | None) -> None:
        """Read the pages, those given changed, or gone where None."""
        self.pages = {name: text for name, text in (self.pages | pages).items() if text}
        rows = [{"page_id": name, "file": f"{name}.html"} for name in self.pages]
        (self.folder / "pages.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
        for name, text in self.pages.items():
            body = f"<html lang=en><title>{name}</title><main><h1>{name}</h1><p>{text}</p></main></html>"
            (self.folder / f"{name}.html").write_text(body)
        source = source_from("folder", "town", path=self.folder)
        assert not ingest_source(self.knowledge, source, self.clock).problems

    def talk(self, reply: str = REPLY, refs: list[dict[str, str]] | None = None, **also: str) -> None:
        """Read one thread."""
        turns = [
            {"role": "citizen", "text": QUESTION},
            {"role": "agent", "text": reply, "refs": refs or []},
        ]
        path = self.folder / "threads.jsonl"
        path.write_text(json.dumps({"thread_id": "t1", "lang": "en", "turns": turns, **also}))
        ingest_source(self.knowledge, source_from("threads", "past", path=path), self.clock)

    @property
    def exchange(self) -> Exchange:
        with reading(self.knowledge.engine) as connection:
            (found,) = exchanges.everything(connection)
        return found

    def found_by_key(self) -> list[Evidence]:
        return [each for each in self.knowledge.search.find(QUESTION, "en", 5) if "exchange" in each.found_by]


def test_a_reply_without_citations_is_a_key_of_the_passage_that_says_it(town: Town) -> None:
    town.read()
    town.talk()
    assert town.exchange.cited == () and town.exchange.gives_key
    assert [each.page.key for each in town.found_by_key()] == ["permits"]


def test_threads_read_before_their_pages_become_keys_with_the_pages(town: Town) -> None:
    town.talk()
    assert town.exchange.stale_since is not None
    town.read()
    assert town.exchange.stale_since is None
    assert [each.page.key for each in town.found_by_key()] == ["permits"]


def test_talk_is_no_key_and_not_stale(town: Town) -> None:
    town.read()
    town.talk("Hello! Which of our services do you mean?")
    assert (town.exchange.gives_key, town.exchange.stale_since) == (False, None)


@pytest.mark.parametrize("refs", [[], [{"page_id": "permits", "text": PERMIT.format(31)}]])
def test_a_reply_whose_price_no_page_has_any_more_is_stale_and_no_key(town: Town, refs) -> None:
    town.read()
    town.talk(refs=refs)
    assert town.found_by_key()
    town.read(permits=PERMIT.format(35))
    assert town.exchange.stale_since == town.clock()
    assert not town.found_by_key()
    (precedent,) = town.knowledge.search.precedents(QUESTION, "en")
    assert precedent.exchange.stale_since  # still shown, as stale
    town.read(permits=PERMIT.format(31))
    assert town.exchange.stale_since is None
    assert [each.page.key for each in town.found_by_key()] == ["permits"]


def test_a_page_that_changed_and_still_says_it_keeps_its_key(town: Town) -> None:
    town.read()
    town.talk(refs=[{"page_id": "permits", "text": PERMIT.format(31)}])
    before = town.exchange.anchors
    town.read(permits=f"Since last year: {PERMIT.format(31)} Children pay nothing.")
    assert town.exchange.anchors != before
    assert [each.page.key for each in town.found_by_key()] == ["permits"]


def test_a_reply_follows_what_it_says_to_another_page(town: Town) -> None:
    town.read()
    town.talk(refs=[{"page_id": "permits", "text": PERMIT.format(31)}])
    town.read(permits=None, fees=PERMIT.format(31))
    assert town.exchange.cited[0].startswith("town:permits#")
    assert [each.page.key for each in town.found_by_key()] == ["fees"]


def test_a_cited_passage_that_is_gone_with_its_words_makes_stale_even_without_figures(town: Town) -> None:
    town.read()
    town.talk(BOATS, refs=[{"page_id": "boats", "text": BOATS}])
    assert town.exchange.gives_key
    town.read(boats=None)
    assert town.exchange.stale_since and not town.exchange.gives_key


def test_what_stands_as_before_is_not_looked_at_again(town: Town) -> None:
    town.read()
    town.talk()
    town.read(boats=f"{BOATS} Rowing boats are free.")
    assert refresh(town.knowledge.engine, town.knowledge.index.keywords, town.clock).looked_at == 0


def test_reading_a_thread_again_keeps_its_state(town: Town) -> None:
    town.read()
    town.talk()
    before = town.exchange
    town.talk()
    assert town.exchange == before


@pytest.mark.parametrize(
    ("written", "leaks"), [("2026-09-20", True), ("2026-09-01T08:00:00Z", False), ("20/09/2026", False)]
)
def test_a_thread_that_is_dated_is_held_apart_by_its_date(town: Town, written: str, leaks: bool) -> None:
    town.read()
    town.talk(date=written)
    asked = case("q", question="how much", asked_at=town.clock())
    assert held_out([asked], [town.exchange]) == ({town.exchange.id} if leaks else set())


@pytest.mark.parametrize("how", ["thread", "date"])
def test_what_leaks_gives_no_key_of_the_evaluation_even_where_it_cited_nothing(town: Town, how: str) -> None:
    town.read()
    town.knowledge.index.sync_exchanges(
        [
            an_exchange("own", QUESTION, REPLY, thread_id="t1", approved_at=town.clock()),
            an_exchange("old", f"{QUESTION} and grandpa too", REPLY, approved_at=town.clock() - timedelta(9)),
        ]
    )
    finish_index(town.knowledge, town.clock)
    asked = {"thread": {"thread": "t1"}, "date": {"asked_at": town.clock() - timedelta(days=1)}}[how]
    with reading(town.knowledge.engine) as connection:
        held = held_out([case("q", question="how much", **asked)], exchanges.everything(connection))
    assert held == {"own"}
    alone = town.knowledge.search.without(held)
    assert [each.exchange.id for each in alone.precedents(QUESTION, "en")] == ["old"]
    assert "exchange" in alone.find(QUESTION, "en")[0].found_by
    assert not [e for e in alone.without({"old"}).find(QUESTION, "en") if "exchange" in e.found_by]
