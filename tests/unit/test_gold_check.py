"""The check of gold names every line that is wrong, and why; the format is published as it is read."""

import json
from pathlib import Path

import pytest

from eval.cases import read_gold
from eval.gold.check import check
from eval.gold.schema import json_schema
from knowledge.errors import BadInput

ROOT = Path(__file__).parents[2]
SOURCE = {"page_id": "fishing", "text": "31 dollars"}
SOUND = {"id": "a", "question": "Fees?", "sources": [SOURCE]}
CITIZEN = {"role": "citizen", "text": "Hello"}


def written(path: Path, *lines: object) -> Path:
    path.write_text("\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines), "utf-8")
    return path


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{", "not JSON"),
        ({"question": "Fees?"}, "id: Field required"),
        (SOUND | {"sources": [{"text": "31"}]}, "sources.0.page_id: Field required"),
        (SOUND | {"sources": [{"page_id": ""}]}, "sources.0.page_id"),
        (SOUND | {"sources": [{"page_id": "x", "text": " "}]}, "empty text"),
        (SOUND | {"sources": [SOURCE, SOURCE]}, "given twice"),
        (SOUND | {"sources": []}, "is answerable, but has no source"),
        (SOUND | {"answerable": False}, "not answerable, but has sources"),
        (SOUND | {"history": [CITIZEN, CITIZEN]}, "ends with two messages of the citizen"),
        (SOUND | {"history": [{"role": "citizen", "text": "Fees?"}]}, "ends with the question itself"),
        (SOUND | {"history": [{"role": "robot", "text": "Hello"}]}, "history.0.role"),
        (SOUND | {"history": [{"role": "agent", "text": ""}]}, "a turn of the history is empty"),
        (SOUND | {"difficulty": "so so"}, "easy, medium or hard"),
        (SOUND | {"asked_at": "2026-09-14T12:00:00"}, "asked_at"),
        (SOUND | {"answerabel": True}, "was “answerable” meant?"),
        (SOUND | {"version": 2}, "version"),
    ],
)
def test_every_fault_is_named_with_its_line(tmp_path: Path, line: object, said: str) -> None:
    found = check([written(tmp_path / "gold.jsonl", SOUND | {"id": "first", "question": "Hours?"}, "", line)])
    assert [fault.line for fault in found.faults] == [3]
    assert said in found.faults[0].message.en and "ligne 3" in found.faults[0].message.fr


def test_a_repeated_id_or_question_is_a_fault_over_all_files_or_within_one(tmp_path: Path) -> None:
    one = written(tmp_path / "one.jsonl", SOUND, SOUND | {"id": "b"})
    two = written(tmp_path / "two.jsonl", SOUND)
    found = check([one, two])
    assert [(fault.file.name, fault.line) for fault in found.faults] == [("one.jsonl", 2), ("two.jsonl", 1)]
    assert found.cases == 2


def test_sound_lines_have_no_fault_and_labels_of_ones_own_are_welcome(tmp_path: Path) -> None:
    lines = (
        SOUND | {"split": "dev", "heading": None},
        SOUND | {"id": "b", "proposed": True, "question": "Hours?"},
    )
    found = check([written(tmp_path / "gold.jsonl", *lines)])
    assert (found.faults, found.cases, found.proposed) == ((), 1, 1)


def test_an_empty_or_absent_file_is_not_sound(tmp_path: Path) -> None:
    assert check([written(tmp_path / "gold.jsonl", "")]).faults
    with pytest.raises(BadInput):
        check([tmp_path / "absent.jsonl"])


def test_a_proposal_is_measured_only_when_a_person_has_confirmed_it(tmp_path: Path) -> None:
    file = written(tmp_path / "gold.jsonl", SOUND, SOUND | {"id": "b", "proposed": True})
    assert [case.id for case in read_gold([file]).cases] == ["a"]
    assert [case.id for case in read_gold([file], proposed=True).cases] == ["a", "b"]
    with pytest.raises(BadInput, match="nobody has confirmed"):
        read_gold([written(tmp_path / "gold.jsonl", SOUND | {"proposed": True})])


def test_the_published_schema_is_that_of_the_code() -> None:
    published = json.loads((ROOT / "docs" / "gold.schema.json").read_text("utf-8"))
    assert published == json_schema(), "replydesk eval gold schema > docs/gold.schema.json"


def test_the_sample_gold_is_sound() -> None:
    found = check([ROOT / "tests" / "sample" / "gold.jsonl"])
    assert (found.faults, found.cases) == ((), 150)
