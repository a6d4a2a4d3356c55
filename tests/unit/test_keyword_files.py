"""Keyword indexes in files: read again instead of built again, never believed when they do not fit."""

from pathlib import Path

import numpy as np

from knowledge.words.keyword_files import KeywordFiles
from knowledge.words.keywords import KeywordIndex, words

MARKS = [("a", "1"), ("b", "2"), ("c", "3")]
TEXTS = ["Fishing permits cost $31.", "Winter tires are compulsory.", "A permit for trout fishing."]


class Asked:
    """Gives the texts and counts how often it was asked for them."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self) -> list[str]:
        self.times += 1
        return TEXTS


def test_a_kept_index_answers_as_the_built_one_and_asks_for_no_text(tmp_path: Path) -> None:
    texts = Asked()
    built = KeywordFiles(tmp_path).index("en", MARKS, texts)
    kept = KeywordFiles(tmp_path).index("en", MARKS, texts)
    assert texts.times == 1
    query = words("trout permit", "en")
    assert np.array_equal(built.scores(query), kept.scores(query))
    assert (
        built.best(query, 3)
        == kept.best(query, 3)
        == KeywordIndex("en", ["a", "b", "c"], TEXTS).best(query, 3)
    )
    assert [built.rarity(word) for word in query] == [kept.rarity(word) for word in query]
    assert kept.rarity("never") == built.rarity("never")


def test_a_changed_passage_builds_anew_and_leaves_one_folder(tmp_path: Path) -> None:
    texts = Asked()
    KeywordFiles(tmp_path).index("en", MARKS, texts)
    KeywordFiles(tmp_path).index("fr", MARKS, texts)
    KeywordFiles(tmp_path).index("en", [*MARKS[:2], ("c", "4")], texts)
    assert texts.times == 3
    assert sorted(each.name[:3] for each in tmp_path.iterdir()) == ["en-", "fr-"]


def test_what_a_killed_process_or_a_bad_disk_left_is_built_again(tmp_path: Path) -> None:
    texts = Asked()
    KeywordFiles(tmp_path).index("en", MARKS, texts)
    (folder,) = tmp_path.iterdir()
    (folder / "rarity.json").write_text("{")
    (tmp_path / ".new-left").mkdir()
    again = KeywordFiles(tmp_path).index("en", MARKS, texts)
    assert texts.times == 2
    assert again.best(words("tires", "en"), 1)[0][0] == "b"
    assert [each.name for each in tmp_path.iterdir()] == [folder.name]


def test_an_empty_language_is_kept_too(tmp_path: Path) -> None:
    for _ in range(2):
        assert KeywordFiles(tmp_path).index("fr", [], list).best(["x"], 3) == []


def test_a_folder_that_cannot_be_written_costs_only_time(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    assert KeywordFiles(blocked).index("en", MARKS, Asked()).best(words("trout", "en"), 1)[0][0] == "c"
