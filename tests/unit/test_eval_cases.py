"""Gold files: what is read, what is named as broken, and what the answering side can never see."""

import json
from dataclasses import fields
from pathlib import Path

import pytest

from eval.cases import Asked, read_gold
from knowledge.errors import BadInput


def gold(path: Path, *lines: object) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines), "utf-8")
    return path


def test_a_broken_line_is_named_by_number_and_the_rest_goes_on(tmp_path: Path) -> None:
    file = gold(
        tmp_path / "gold.jsonl",
        "\ufeff" + json.dumps({"id": "a", "question": "Fees?"}),
        "{not json",
        "",
        {"id": "b", "question": "  "},
        {"id": "a", "question": "Again?"},
        {"id": "c", "question": "Coût ?", "lang": "fr", "sources": [{"page_id": "p"}]},
    )
    read = read_gold([file])
    assert [case.id for case in read.cases] == ["a", "c"]
    assert [line.number for line in read.broken] == [2, 4, 5]
    assert "line 2" in read.broken[0].message.en and "ligne 2" in read.broken[0].message.fr


def test_a_line_that_is_not_utf8_is_named_too(tmp_path: Path) -> None:
    file = tmp_path / "gold.jsonl"
    file.write_bytes(b'{"id": "a", "question": "caf\xe9"}\n{"id": "b", "question": "ok"}\n')
    assert [line.number for line in read_gold([file]).broken] == [1]


def test_a_file_without_one_case_is_an_error_that_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="No question could be read"):
        read_gold([gold(tmp_path / "gold.jsonl", "nothing")])
    with pytest.raises(BadInput, match="cannot be read"):
        read_gold([tmp_path / "absent.jsonl"])


def test_what_is_asked_has_no_room_for_gold() -> None:
    assert {field.name for field in fields(Asked)} == {"id", "question", "history"}


def test_a_set_is_named_after_its_folder_and_noise_can_be_left_out(tmp_path: Path) -> None:
    first = gold(tmp_path / "north" / "gold.jsonl", {"id": "a", "question": "q", "clean": False})
    second = gold(tmp_path / "north" / "gold_headings.jsonl", {"id": "b", "question": "q"})
    read = read_gold([first, second])
    assert [case.set_name for case in read.cases] == ["north", "north/gold_headings"]
    assert [case.id for case in read.clean_only().cases] == ["b"]
