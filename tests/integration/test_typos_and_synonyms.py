"""Search over a real index: a typo and a citizens' wording lead to the page that says it otherwise."""

from pathlib import Path

import pytest

from knowledge import pages as page_rows
from knowledge import sources as source_rows
from knowledge.build import Knowledge, build_knowledge
from knowledge.pages import Page
from knowledge.passages import make_passage
from knowledge.settings import KnowledgeSettings
from knowledge.sources import Source
from tests.fakes import WordHashEmbedder

TEXTS = {
    "plates": "Vehicle registration renewal costs $104 a year.",
    "fishing": "A fishing licence costs $28.",
    "camping": "A campsite opens at seven.",
}
FILE = "en:\n  - [licence plate sticker, vehicle registration renewal]\n"


def opened(folder: Path, clock, synonyms: Path | None) -> Knowledge:
    settings = KnowledgeSettings(data_dir=folder, synonyms=synonyms)
    knowledge = build_knowledge(settings, clock, WordHashEmbedder())
    with knowledge.engine.begin() as connection:
        source_rows.save(connection, Source("s", "site"), clock())
    for key, text in TEXTS.items():
        page = Page(
            page_rows.page_id("s", key), key, "s", None, key, "en", None, None, None, (), clock(), clock(), "h",
            "indexed",
        )  # fmt: skip
        knowledge.index.sync_pages([(page, [make_passage(page.id, 0, (), None, "prose", text, "en", 0)])])
    knowledge.index.finish()
    return knowledge


def lexical(knowledge: Knowledge, query: str) -> list[str]:
    found = knowledge.search.find(query, "en")
    return [each.page.key for each in found if "lexical" in each.found_by]


def test_a_typo_is_searched_as_what_it_meant_and_counts_as_said(tmp_path, clock) -> None:
    knowledge = opened(tmp_path / "d", clock, None)
    assert lexical(knowledge, "campsiet") == ["camping"]
    (found,) = (each for each in knowledge.search.find("campsiet", "en") if each.page.key == "camping")
    assert found.coverage == pytest.approx(1.0)


def test_a_citizens_wording_finds_the_page_once_the_file_has_it(tmp_path, clock) -> None:
    file = tmp_path / "synonyms.yaml"
    file.write_text(FILE, encoding="utf-8")
    query = "my licence plate sticker"
    assert "plates" not in lexical(opened(tmp_path / "without", clock, None), query)
    assert "plates" in lexical(opened(tmp_path / "with", clock, file), query)


def test_without_exchanges_the_same_words_are_still_searched_otherwise(tmp_path, clock) -> None:
    search = opened(tmp_path / "d", clock, None).search.without(["e1"])
    assert search.find("campsiet", "en")[0].page.key == "camping"
