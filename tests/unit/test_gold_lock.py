"""A lock notices everything that comes loose: an annotation, a case, the lock itself."""

import json
from pathlib import Path

import pytest

from eval.cases import read_gold
from eval.gold.lock import check_lock, lock, newly_lost
from eval.gold.locked import lock_path, write_lock
from tests.gold_house import FEE, page, pages

LINES = [
    {"id": "q1", "question": "How much?", "sources": [{"page_id": "fishing", "text": FEE}]},
    {"id": "q2", "question": "Where?", "sources": [{"page_id": "shops"}], "note": "mine"},
]
PAGES = pages(page("fishing", FEE), page("shops", "Everywhere."))


def write(path: Path, lines: list[dict]) -> Path:
    path.write_text("".join(json.dumps(each) + "\n" for each in lines), "utf-8")
    return path


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    file = write(tmp_path / "gold.jsonl", LINES)
    write_lock(lock_path(file), lock(read_gold([file]).cases, PAGES))
    return file


def test_without_a_lock_there_is_nothing_to_break(tmp_path: Path) -> None:
    assert check_lock([write(tmp_path / "gold.jsonl", LINES)]).state == "none"


def test_what_was_locked_holds_and_is_trusted(gold: Path) -> None:
    found = check_lock([gold])
    assert (found.state, found.problems) == ("holds", ())
    assert set(found.locked) == {"q1", "q2"} and found.locked["q1"].sources[0].stood == "whole"


def test_the_same_gold_and_pages_give_the_same_lock_byte_for_byte(gold: Path, tmp_path: Path) -> None:
    write_lock(tmp_path / "again.json", lock(read_gold([gold]).cases, PAGES))
    assert (tmp_path / "again.json").read_bytes() == lock_path(gold).read_bytes()


def test_order_spacing_and_labels_of_ones_own_break_no_lock(gold: Path) -> None:
    gold.write_text(
        "\n".join(json.dumps({**each, "mood": "calm"}, indent=None) + " " for each in LINES[::-1])
    )
    assert check_lock([gold]).state == "holds"


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ([{**LINES[0], "question": "How much then?"}, LINES[1]], "q1: its annotation was changed"),
        ([LINES[0], {**LINES[1], "answerable": False}], "q2: its annotation was changed"),
        ([*LINES, {"id": "q3", "question": "When?"}], "q3: added"),
        (LINES[:1], "q2: removed"),
    ],
)
def test_a_change_is_named_by_its_case(gold: Path, lines: list[dict], said: str) -> None:
    found = check_lock([write(gold, lines)])
    assert found.state == "broken" and len(found.problems) == 1 and said in found.problems[0]
    assert all(each.fr for each in found.told)


@pytest.mark.parametrize(("old", "new"), [('"stood": "whole"', '"stood": "no"'), ("{", "[")])
def test_a_lock_that_was_touched_is_known_and_not_trusted(gold: Path, old: str, new: str) -> None:
    file = lock_path(gold)
    file.write_text(file.read_text("utf-8").replace(old, new, 1), "utf-8")
    found = check_lock([gold])
    assert found.state == "broken" and "gold.lock.json" in found.problems[0] and not found.locked


def test_a_changed_case_is_not_trusted_but_the_others_are(gold: Path) -> None:
    write(gold, [{**LINES[0], "question": "How much then?"}, LINES[1]])
    assert set(check_lock([gold]).locked) == {"q2"}


def test_under_another_reader_nothing_of_the_lock_can_call_a_page_changed(
    gold: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("eval.gold.lock.reader_digest", lambda: "another")
    found = check_lock([gold])
    assert (found.state, found.outdated, found.locked) == ("holds", ("gold.lock.json",), {})


def test_locking_again_names_what_no_longer_stands(gold: Path) -> None:
    cases = read_gold([gold]).cases
    assert newly_lost(lock(cases, PAGES), lock(cases, pages(page("fishing", "Ask.")))) == ("q1", "q2")
    assert newly_lost(lock(cases, PAGES), lock(cases, PAGES)) == ()
