"""No statement passes with a link to a page of an indexed site that did not answer when it was last read."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine, insert

from assistant.citations import Statement, cite
from assistant.guards.checks import blocking, check_statements
from assistant.guards.links import holds_dead_link, known_links, live_among
from knowledge import pages, tables
from knowledge.database import migrate, open_engine, sqlite_url
from knowledge.pages import Page
from knowledge.passages import make_passage

NOW = datetime(2026, 9, 14, tzinfo=UTC)
LIVE = live_among(["https://www.town.example/fees/"])


@pytest.mark.parametrize(
    ("text", "dead"),
    [
        ("See http://town.example/fees#online.", False),
        ("See www.town.example/gone.", True),
        ("Voir https://elsewhere.example/x", False),
        ("No link at all.", False),
    ],
)
def test_a_link_is_dead_when_its_site_is_indexed_and_the_page_is_not(text: str, dead: bool) -> None:
    assert holds_dead_link(text, LIVE) is dead
    assert not holds_dead_link(text, None)


def test_a_dead_link_blocks_even_the_words_of_the_page() -> None:
    text = "See www.town.example/gone."
    page = Page("s:/a", "/a", "s", None, "A", "en", None, None, None, (), NOW, NOW, "h", "indexed")
    passage = make_passage("s:/a", 0, ("A",), None, "prose", text, "en", 0)
    statement = Statement(text, (cite(page, passage, text),))
    found = blocking(check_statements([statement], {passage.id: passage}, LIVE))
    assert [each.check for each in found] == ["dead_link"]
    assert check_statements([statement], {passage.id: passage}) == ()


@pytest.fixture
def engine(tmp_path) -> Engine:
    opened = open_engine(sqlite_url(tmp_path))
    migrate(opened)
    yield opened
    opened.dispose()


def test_what_is_known_of_links_comes_from_the_indexed_pages_that_answered(engine: Engine) -> None:

    with engine.begin() as connection:
        source = {"id": "s", "kind": "site", "options": {}, "created_at": NOW}
        connection.execute(insert(tables.sources).values(source))
        for key, status, reason in [
            ("/a", "indexed", None),
            ("/b", "indexed", "http_5xx"),
            ("/c", "gone", None),
        ]:
            page = Page(
                f"s:{key}", key, "s", f"https://town.example{key}", "A", "en", None, None, None, (), NOW, NOW, "h",
                status, reason,
            )  # fmt: skip
            pages.save(connection, page)
    assert known_links(engine, ["nothing here"]) is None
    known = known_links(engine, ["see https://town.example/a"])
    assert known is not None
    assert [known.is_dead(f"https://town.example{key}") for key in ("/a", "/b", "/c")] == [False, True, True]
