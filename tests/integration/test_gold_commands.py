"""The commands on gold, on real state: locks follow pages, proposals come from real reviews, and nothing leaks."""

import json
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from assistant.reviewing.learn import learn, next_lesson
from assistant.tables import deliveries
from eval.cases import read_gold
from eval.gold.anchors import anchor
from eval.gold.cli import app
from eval.gold.leaks import held_out
from eval.gold.lock import check_lock, lock
from eval.gold.pages import read_pages
from eval.gold.propose import proposals
from knowledge.build import Knowledge, build_knowledge
from knowledge.clock import Clock
from knowledge.data_dir import owned
from knowledge.database import reading
from knowledge.exchanges import everything
from knowledge.passages import of_page
from knowledge.settings import KnowledgeSettings
from tests.crawling import crawled, opened, source
from tests.fakes import WordHashEmbedder
from tests.gold_house import exchange
from tests.sample.server import SampleSite
from tests.workflow import FEE, HELLO, TIME, Desk, decide, drafted, fact, open_desk, publish

SAMPLE = Path(__file__).parents[1] / "sample" / "gold.jsonl"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def knowledge(folder: Path, clock: Clock):
    with owned(folder):
        opened = build_knowledge(KnowledgeSettings(data_dir=folder), clock, WordHashEmbedder())
        yield opened
        opened.engine.dispose()


@pytest.fixture
def desk(knowledge: Knowledge, clock: Clock) -> Desk:
    return open_desk(knowledge.engine, clock)


@pytest.fixture
def at_rest(folder: Path, clock: Clock) -> Callable[..., Path]:
    """A copy of the state that no process owns, with a page of these texts."""

    def rest(name: str, texts: Sequence[str] = (FEE, TIME), page: str = "births", digest: str = "") -> Path:
        with owned(folder.parent / name):
            other = build_knowledge(
                KnowledgeSettings(data_dir=folder.parent / name), clock, WordHashEmbedder()
            )
            with other.engine.begin() as connection:
                publish(connection, texts, page)
                connection.exec_driver_sql(
                    "UPDATE pages SET content_hash = ?", (digest or f"bytes of {texts}",)
                )
            other.engine.dispose()
        return folder.parent / name

    return rest


def written(path: Path, *lines: dict) -> Path:
    path.write_text("".join(json.dumps(each) + "\n" for each in lines), "utf-8")
    return path


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    return written(
        tmp_path / "gold.jsonl",
        {"id": "fee", "question": "How much?", "sources": [{"page_id": "births", "text": f"{FEE} {TIME}"}]},
        {"id": "none", "question": "Why?", "answerable": False},
    )


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(each) for each in arguments])


def edited(desk: Desk, **also: object) -> str:
    """A reply that a person corrected before approving it; its review's id."""
    with desk.engine.begin() as connection:
        _, draft = drafted(connection, desk.clock, **also)
        passage = of_page(connection, "site:births")[0]
        said = (HELLO, fact(connection, passage, "It costs $35."))
    return decide(desk, draft, decision="edit_and_approve", statements=said).id


def test_a_locked_gold_follows_its_pages(gold: Path, at_rest: Callable[..., Path]) -> None:
    before = at_rest("before")
    assert run("check", "--gold", gold, "--data-dir", before).exit_code == 0
    assert run("lock", "--gold", gold, "--data-dir", before).exit_code == 0
    assert run("check", "--gold", gold, "--data-dir", before).exit_code == 0
    changed = run("check", "--gold", gold, "--data-dir", at_rest("changed", ("Ask at the counter.",)))
    assert changed.exit_code == 1 and "fee: the source on births: changed" in changed.stderr
    moved = run("check", "--gold", gold, "--data-dir", at_rest("moved", page="fees"))
    assert moved.exit_code == 0 and "moved → fees" in moved.stderr
    gone = run("check", "--gold", gold, "--data-dir", at_rest("gone", ("Hello.",), "hello"))
    assert gone.exit_code == 1 and "fee: the source on births: gone" in gone.stderr


def test_a_text_that_our_reader_loses_is_not_called_changed(gold: Path, at_rest: Callable[..., Path]) -> None:
    run("lock", "--gold", gold, "--data-dir", at_rest("before", digest="same bytes"))
    lost = run("check", "--gold", gold, "--data-dir", at_rest("lost", ("Fees",), digest="same bytes"))
    assert lost.exit_code == 1 and "fee: the source on births: not seen on their page" in lost.stderr


def test_locking_again_does_not_wave_lost_sources_through(gold: Path, at_rest: Callable[..., Path]) -> None:
    run("lock", "--gold", gold, "--data-dir", at_rest("before"))
    written_first = gold.with_suffix(".lock.json").read_bytes()
    after = at_rest("after", ("Ask at the counter.",))
    refused = run("lock", "--gold", gold, "--data-dir", after)
    assert refused.exit_code == 1 and "fee" in refused.stderr
    assert gold.with_suffix(".lock.json").read_bytes() == written_first
    assert run("lock", "--gold", gold, "--data-dir", after, "--accept-lost").exit_code == 0


def test_a_broken_lock_or_line_fails_the_check_and_is_named(gold: Path, at_rest: Callable[..., Path]) -> None:
    run("lock", "--gold", gold, "--data-dir", at_rest("before"))
    gold.write_text(gold.read_text("utf-8").replace("How much?", "How much now?") + "{\n", "utf-8")
    found = run("check", "--gold", gold)
    assert found.exit_code == 1
    assert "fee: its annotation was changed" in found.stderr and "line 3: it is not JSON" in found.stderr
    assert run("lock", "--gold", gold, "--data-dir", gold.parent / "before").exit_code == 1


def test_what_cannot_run_says_so_with_its_own_code(gold: Path, tmp_path: Path, knowledge: Knowledge) -> None:
    assert run("check", "--gold", tmp_path / "absent.jsonl").exit_code == 2
    assert run("leaks", "--gold", gold, "--data-dir", tmp_path / "empty").exit_code == 2
    assert not (tmp_path / "empty").exists()
    busy = run("leaks", "--gold", gold, "--data-dir", knowledge.settings.data_dir)
    assert busy.exit_code == 2 and "in use" in busy.stderr


def test_a_corrected_reply_is_proposed_with_its_question_sources_and_moment(desk: Desk, clock) -> None:
    review = edited(desk, text="how much is it? my email is ana@mail.example", thread_id="t1")
    with reading(desk.engine) as connection:
        (case,) = proposals(connection)
    assert (case.id, case.proposed, case.origin) == (f"reply-{review}", True, "approved_with_edits")
    assert case.question.startswith("how much is it?") and "ana@" not in case.question
    assert case.answer == "It costs $35.", "a greeting may hold a name"
    assert [(each.page_id, each.text) for each in case.sources] == [("births", FEE)]
    assert (case.thread, case.asked_at, case.lang) == ("t1", clock(), "en")


def test_only_corrected_replies_of_the_days_asked_for_are_proposed(desk: Desk, clock) -> None:
    with desk.engine.begin() as connection:
        _, draft = drafted(connection, clock)
    decide(desk, draft)
    first, taken_back = edited(desk), edited(desk)
    day = clock()
    clock.advance(days=2)
    later = edited(desk)
    with desk.engine.begin() as connection:
        undone = deliveries.update().where(deliveries.c.review_id == taken_back).values(status="cancelled")
        connection.execute(undone)
        assert [each.id for each in proposals(connection)] == [f"reply-{first}", f"reply-{later}"]
        assert [each.id for each in proposals(connection, before=clock())] == [f"reply-{first}"]
        clock.advance(days=-1)
        assert [each.id for each in proposals(connection, since=clock())] == [f"reply-{later}"]
    assert day < clock()


def test_proposing_again_keeps_what_a_person_has_worked_on(
    desk: Desk, folder: Path, tmp_path: Path, knowledge: Knowledge
) -> None:
    edited(desk)
    copy = _released(knowledge, tmp_path)
    out = tmp_path / "mine.jsonl"
    assert run("propose", "--data-dir", copy, "--out", out).exit_code == 0
    assert run("check", "--gold", out).exit_code == 0
    out.write_text(out.read_text("utf-8").replace("how much", "HOW MUCH"), "utf-8")
    again = run("propose", "--data-dir", copy, "--out", out)
    assert again.exit_code == 0 and "0 proposals added" in again.stderr and "1 were there" in again.stderr
    assert out.read_text("utf-8").count("\n") == 1 and "HOW MUCH" in out.read_text("utf-8")


def test_a_proposed_case_is_never_helped_by_its_own_reply(
    desk: Desk, knowledge: Knowledge, tmp_path: Path, clock
) -> None:
    edited(desk, text="what do I pay to get my papers a second time?", thread_id="t1")
    out = tmp_path / "gold.jsonl"
    with desk.engine.begin() as connection:
        connection.execute(deliveries.update().values(status="sent", sent_at=clock()))
        case = next(iter(proposals(connection)))
    knowledge.index.complete()
    lesson = next_lesson(desk.engine)
    assert lesson is not None
    learn(desk.engine, knowledge.index, lesson, clock)
    knowledge.index.finish()
    out.write_text(case.model_copy(update={"proposed": False}).model_dump_json(), "utf-8")
    cases = read_gold([out]).cases
    with reading(desk.engine) as connection:
        learned = everything(connection)
    held = held_out(cases, learned)
    assert held == {lesson.exchange.id}
    helped, alone = knowledge.search, knowledge.search.without(held)
    assert "exchange" in helped.find(case.question, "en")[0].found_by
    assert all("exchange" not in each.found_by for each in alone.find(case.question, "en"))
    assert helped.precedents(case.question, "en") and not alone.precedents(case.question, "en")
    assert helped.find(case.question, "en")[0].similarity > alone.find(case.question, "en")[0].similarity
    found = run("leaks", "--gold", out, "--data-dir", _released(knowledge, tmp_path))
    assert found.exit_code == 1 and found.stdout == f"{case.id}\t{lesson.exchange.id}\tthread\n"


def test_holding_some_out_leaves_room_for_the_others(knowledge: Knowledge, desk: Desk) -> None:
    past = [exchange(f"e{n:02}", f"what do I pay for a certificate {n}?") for n in range(30)]
    knowledge.index.sync_exchanges(past)
    held = {each.id for each in past[:27]}
    left = knowledge.search.without(held).precedents("what do I pay for a certificate?", "en")
    assert {each.exchange.id for each in left} == {"e27", "e28", "e29"}
    assert (
        knowledge.search.without(held).without({"e27"}).precedents("what do I pay?", "en", 1)[0].exchange.id
        != "e27"
    )


def test_gold_without_leaks_passes(gold: Path, at_rest: Callable[..., Path]) -> None:
    assert run("leaks", "--gold", gold, "--data-dir", at_rest("rest")).exit_code == 0


def test_the_committed_lock_of_the_sample_holds_and_every_source_stands(tmp_path: Path) -> None:
    with SampleSite() as site:
        crawled(tmp_path / "sample", source(site))
    with opened(tmp_path / "sample") as sample:
        found, pages = check_lock([SAMPLE]), read_pages(sample)
    anchored = anchor(read_gold([SAMPLE]), pages, found.locked)
    assert (found.state, found.problems) == ("holds", ())
    assert anchored.counts()["stands"] == sum(anchored.counts().values()) > 100
    assert not anchored.flags and len(anchored.cases) == 150
    fresh = lock(read_gold([SAMPLE]).cases, pages).cases
    assert {key: case.digest for key, case in fresh.items()} == {
        key: case.digest for key, case in found.locked.items()
    } or found.outdated


def _released(knowledge: Knowledge, tmp_path: Path) -> Path:
    """A copy of the database that no process owns."""
    copy = tmp_path / "copy"
    copy.mkdir(exist_ok=True)
    there = copy / "replydesk.sqlite3"
    there.unlink(missing_ok=True)
    with closing(sqlite3.connect(knowledge.settings.data_dir / there.name)) as connection:
        connection.execute("VACUUM INTO ?", (str(there),))
    return copy
