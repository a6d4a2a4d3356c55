"""The index on a real database and a real Chroma stays equal to what was last synced."""

from dataclasses import replace
from pathlib import Path

import pytest

from knowledge import known
from knowledge import pages as page_rows
from knowledge import passages as passage_rows
from knowledge import sources as source_rows
from knowledge.build import Knowledge, build_knowledge
from knowledge.data_dir import owned
from knowledge.database import reading
from knowledge.errors import DataDirBusy
from knowledge.exchanges import Exchange, digest_of
from knowledge.pages import Page
from knowledge.passages import Passage, make_passage
from knowledge.settings import KnowledgeSettings
from knowledge.sources import Source
from tests.fakes import WordHashEmbedder

SECTIONS = {"Fees": "A fishing licence costs $35.", "Where": "Buy a licence online or at a store."}


@pytest.fixture
def embedder() -> WordHashEmbedder:
    return WordHashEmbedder()


@pytest.fixture
def knowledge(tmp_path: Path, clock, embedder) -> Knowledge:
    opened = build_knowledge(KnowledgeSettings(data_dir=tmp_path), clock, embedder)
    with opened.engine.begin() as connection:
        source_rows.save(connection, Source("s", "site"), clock())
    return opened


def a_page(clock, sections: dict[str, str] = SECTIONS, key: str = "/fishing") -> tuple[Page, list[Passage]]:
    identity = page_rows.page_id("s", key)
    page = Page(
        identity, key, "s", f"https://a.example{key}", "Fishing", "en", None, None, None, (), clock(), clock(), "h",
        "indexed",
    )  # fmt: skip
    passages = [
        make_passage(identity, position, ("Fishing", heading), None, "prose", text, "en", 0)
        for position, (heading, text) in enumerate(sections.items())
    ]
    return page, passages


def test_what_is_synced_is_found(knowledge, clock) -> None:
    change = knowledge.index.sync_pages([a_page(clock)])
    knowledge.index.finish()
    assert (change.created, change.embedded) == (2, 2)
    best = knowledge.search.find("how much does a fishing licence cost", "en")[0]
    assert best.passage.text == "A fishing licence costs $35."
    assert best.rank == 1
    assert "lexical" in best.found_by


def test_passages_that_were_read_ahead_are_not_read_again_and_never_out_of_date(
    knowledge, clock, monkeypatch
) -> None:
    knowledge.index.sync_pages([a_page(clock)])
    knowledge.index.finish()
    search = knowledge.search
    assert search.read_ahead(enough=lambda: True) == 0
    assert search.read_ahead() == 2
    read = []
    get_many = passage_rows.get_many
    monkeypatch.setattr(
        passage_rows, "get_many", lambda connection, ids: read.append(ids) or get_many(connection, ids)
    )
    assert search.find("fishing licence cost", "en")[0].passage.text == "A fishing licence costs $35."
    assert not read
    knowledge.index.sync_pages([a_page(clock, SECTIONS | {"Fees": "A fishing licence costs $40."})])
    knowledge.index.finish()
    assert search.find("fishing licence cost", "en")[0].passage.text == "A fishing licence costs $40."


def test_of_an_index_that_cannot_be_remembered_nothing_is_read_ahead(knowledge, clock, monkeypatch) -> None:
    monkeypatch.setattr(known, "REMEMBERED", 1)
    knowledge.index.sync_pages([a_page(clock)])
    assert knowledge.search.read_ahead() == 0


def test_a_second_sync_embeds_nothing(knowledge, clock, embedder) -> None:
    knowledge.index.sync_pages([a_page(clock)])
    before = len(embedder.embedded)
    change = knowledge.index.sync_pages([a_page(clock)])
    assert len(embedder.embedded) == before
    assert (change.unchanged, change.created, change.updated, change.removed) == (2, 0, 0, 0)


def test_only_the_changed_passage_is_embedded_again(knowledge, clock) -> None:
    knowledge.index.sync_pages([a_page(clock)])
    change = knowledge.index.sync_pages([a_page(clock, SECTIONS | {"Fees": "A fishing licence costs $40."})])
    assert (change.updated, change.unchanged, change.embedded) == (1, 1, 1)
    knowledge.index.finish()
    texts = [e.passage.text for e in knowledge.search.find("fishing licence cost", "en")]
    assert "A fishing licence costs $40." in texts
    assert "A fishing licence costs $35." not in texts


def test_a_page_that_is_gone_is_not_found_but_still_accounted_for(knowledge, clock) -> None:
    page, passages = a_page(clock)
    knowledge.index.sync_pages([(page, passages)])
    knowledge.index.remove_page(replace(page, status="gone", reason="gone"))
    knowledge.index.finish()
    assert knowledge.search.find("fishing licence", "en") == []
    with reading(knowledge.engine) as connection:
        assert page_rows.get(connection, page.id).status == "gone"


def test_a_crash_between_vectors_and_database_heals_at_the_next_run(knowledge, clock, monkeypatch) -> None:
    monkeypatch.setattr(page_rows, "save", lambda *_: (_ for _ in ()).throw(RuntimeError("power cut")))
    with pytest.raises(RuntimeError):
        knowledge.index.sync_pages([a_page(clock)])
    monkeypatch.undo()
    assert knowledge.search.find("fishing licence", "en") == []
    assert knowledge.index.sync_pages([a_page(clock)]).created == 2
    knowledge.index.finish()
    assert knowledge.search.find("fishing licence", "en")


def test_removing_one_passage_keeps_the_pages_others(knowledge, clock) -> None:
    knowledge.index.sync_pages([a_page(clock)])
    change = knowledge.index.sync_pages([a_page(clock, {"Fees": SECTIONS["Fees"]})])
    knowledge.index.finish()
    assert change.removed == 1
    assert [e.passage.text for e in knowledge.search.find("fishing licence", "en")] == [SECTIONS["Fees"]]


def test_another_embedder_gets_an_index_of_its_own(tmp_path, knowledge, clock) -> None:
    knowledge.index.sync_pages([a_page(clock)])
    knowledge.index.finish()
    other = WordHashEmbedder("fake:other")
    again = build_knowledge(KnowledgeSettings(data_dir=tmp_path), clock, other)
    assert len(other.embedded) == 4  # two passages and their headings
    assert again.search.find("fishing licence", "en")


def test_past_exchanges_are_found_until_they_expire(knowledge, clock) -> None:
    clock_then = clock()
    exchange = Exchange(
        "e1", "t1", "s", "where can I buy a fishing licence?", "Online.", "en", None, None, (),
        digest_of("q", "Online.", ()), clock_then, None,
    )  # fmt: skip
    knowledge.index.sync_exchanges([exchange])
    assert knowledge.search.precedents("buy fishing licence", "en")[0].exchange.reply == "Online."
    assert knowledge.index.sync_exchanges([exchange]).unchanged == 1
    knowledge.index.sync_exchanges([replace(exchange, digest="other", expires_at=clock_then)])
    assert knowledge.search.precedents("buy fishing licence", "en") == []


def test_a_past_question_leads_to_the_passages_that_its_reply_cited(knowledge, clock) -> None:
    page, passages = a_page(clock, SECTIONS | {"Rules": "Anglers carry proof of purchase."})
    knowledge.index.sync_pages([(page, passages)])
    knowledge.index.finish()
    wording = "who checks papers beside the water"
    assert passages[2].text not in [e.passage.text for e in knowledge.search.find(wording, "en")][:1]
    exchange = Exchange(
        "e1", "t1", None, wording, "Yes.", "en", None, None, (passages[2].id,), "digest", clock(), None
    )  # fmt: skip
    knowledge.index.sync_exchanges([exchange])
    best = knowledge.search.find(wording, "en")[0]
    assert best.passage.id == passages[2].id
    assert "exchange" in best.found_by


def test_a_data_folder_has_one_owner(tmp_path) -> None:
    with owned(tmp_path), pytest.raises(DataDirBusy, match="in use by process"), owned(tmp_path):
        pass
