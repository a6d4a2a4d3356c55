"""Suggested synonyms: what citizens call it, beside what the page that answered them calls it."""

import re
from pathlib import Path

import pytest
from sqlalchemy import Engine
from typer.testing import CliRunner

from api.commands.synonyms import app
from knowledge import exchanges as exchange_rows
from knowledge import pages as page_rows
from knowledge import passages as passage_rows
from knowledge import sources as source_rows
from knowledge.database import migrate, open_engine, reading, sqlite_url
from knowledge.exchanges import Exchange, digest_of
from knowledge.pages import Page
from knowledge.passages import make_passage
from knowledge.sources import Source
from knowledge.suggestions import log_likelihood_ratio, suggestions
from knowledge.words.synonym_file import read_synonyms
from knowledge.words.synonyms import Synonyms

PAGES = {
    "permit": ("Accessible parking permit", "Ask your doctor to sign the form."),
    "plates": ("Vehicle registration", "Renew each year, at a counter."),
    "trash": ("Waste collection", "Put it at the curb on Monday."),
}
ASKED = {
    "permit": (
        "how do i get a handicap sticker",
        "lost my handicap sticker hi",
        "handicap sticker for dad??",
    ),
    "plates": ("what does it cost for a car", "can i pay by card", "when is the counter open hi"),
    "trash": ("is it monday or tuesday", "my bin was missed hi", "who picks up a sofa"),
}


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    (tmp_path / "data").mkdir()
    return tmp_path / "data"


@pytest.fixture
def engine(data_dir: Path, clock) -> Engine:
    engine = open_engine(sqlite_url(data_dir))
    migrate(engine)
    with engine.begin() as connection:
        source_rows.save(connection, Source("s", "site"), clock())
        for key, (title, text) in PAGES.items():
            page = Page(
                f"s:{key}", key, "s", None, title, "en", None, None, None, (), clock(), clock(), "h", "indexed"
            )  # fmt: skip
            page_rows.save(connection, page)
            passage = make_passage(page.id, 0, (title,), None, "prose", text, "en", 0)
            passage_rows.replace_page(connection, page.id, [passage])
            exchange_rows.save(connection, [asked(key, n, passage.id) for n in range(len(ASKED[key]))])
    return engine


def asked(key: str, number: int, passage_id: str) -> Exchange:
    question = ASKED[key][number]
    return Exchange(
        f"{key}{number}", f"{key}{number}", None, question, "Yes.", "en", None, None, (passage_id,),
        digest_of(question, "Yes.", ()),
    )  # fmt: skip


def test_the_citizens_phrase_stands_beside_the_heading_that_answered_it(engine) -> None:
    with reading(engine) as connection:
        (found,) = suggestions(connection, Synonyms(), 3)
    assert (found.wording, found.term, found.threads) == ("handicap sticker", "accessible parking permit", 3)


def test_what_the_file_has_already_is_not_suggested(engine) -> None:
    known = Synonyms([{"en": ("handicap sticker", "accessible parking permit")}])
    with reading(engine) as connection:
        assert suggestions(connection, known, 3) == []


def test_fewer_threads_than_asked_for_suggest_nothing(engine) -> None:
    with reading(engine) as connection:
        assert suggestions(connection, Synonyms(), 4) == []


def test_the_ratio_is_dunnings() -> None:
    assert log_likelihood_ratio(10, 20, 50, 100) == pytest.approx(0.0, abs=1e-9)  # as often as by chance
    assert log_likelihood_ratio(110, 2552, 221, 31777) == pytest.approx(270.72, abs=0.01)  # "the swiss"


def test_suggestions_are_lines_of_a_synonym_file(engine, data_dir, tmp_path) -> None:
    out = tmp_path / "suggested.yaml"
    arguments = ["suggest", "--data-dir", str(data_dir), "--out", str(out)]
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code == 0, result.output
    assert "suggestions are in" in result.output
    read = read_synonyms(out, ("en", "fr"))
    assert read.complaints == ()
    assert read.synonyms.expand("a handicap sticker", "en") == ("accessible parking permit",)
    assert re.search(r"# 3 threads, \d", out.read_text(encoding="utf-8"))
    edited = out.read_text(encoding="utf-8")
    assert CliRunner().invoke(app, arguments).exit_code != 0
    assert out.read_text(encoding="utf-8") == edited


def test_nothing_to_suggest_is_said(engine, data_dir) -> None:
    result = CliRunner().invoke(app, ["suggest", "--data-dir", str(data_dir), "--threads", "9"])
    assert "9 threads or more" in result.output


def test_checking_names_each_line_that_is_left_out(tmp_path) -> None:
    file = tmp_path / "synonyms.yaml"
    file.write_text("en:\n  - [snow tires, winter tires]\n  - [alone]\n", encoding="utf-8")
    result = CliRunner().invoke(app, ["check", str(file)])
    assert result.exit_code == 1
    assert "line 3, left out" in result.output
    assert "1 groups" in result.output or "1 group" in result.output


def test_checking_without_a_file_says_how_to_name_one() -> None:
    result = CliRunner().invoke(app, ["check"])
    assert result.exit_code == 1
    assert "REPLYDESK_KNOWLEDGE_SYNONYMS" in result.output
