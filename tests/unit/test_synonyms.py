"""Synonyms: what a question's phrases are also called, and the file in which a content team says so."""

from pathlib import Path

import pytest

from knowledge.errors import BadConfiguration
from knowledge.words.synonym_file import read_synonyms
from knowledge.words.synonyms import Synonyms

EXAMPLE = Path(__file__).parents[2] / "docs" / "synonyms.example.yaml"
STICKER = {"en": ("licence plate sticker", "vehicle registration renewal")}
BOTH = {"en": ("driver's licence", "driving licence"), "fr": ("permis de conduire",)}
SERVED = ("en", "fr")


def written(folder: Path, text: str) -> Path:
    file = folder / "synonyms.yaml"
    file.write_text(text, encoding="utf-8")
    return file


@pytest.mark.parametrize(
    "asked", ["my LICENCE plate sticker?", "licence-plate stickers", "Licénce Plate Sticker"]
)
def test_a_phrase_is_met_whatever_its_case_accents_and_ending(asked: str) -> None:
    assert Synonyms([STICKER]).expand(asked, "en") == ("vehicle registration renewal",)


@pytest.mark.parametrize("asked", ["my licence plate", "sticker for the licence plate", "stickered", ""])
def test_a_part_of_a_phrase_is_not_the_phrase(asked: str) -> None:
    assert Synonyms([STICKER]).expand(asked, "en") == ()


def test_of_two_phrases_that_overlap_the_longer_counts() -> None:
    synonyms = Synonyms([STICKER, {"en": ("licence plate", "tag")}])
    assert synonyms.expand("licence plate sticker", "en") == ("vehicle registration renewal",)
    assert synonyms.expand("a licence plate", "en") == ("tag",)


def test_a_wording_of_two_groups_has_the_others_of_both() -> None:
    synonyms = Synonyms([{"en": ("points", "demerits")}, {"en": ("points", "score")}])
    assert set(synonyms.expand("how many points", "en")) == {"demerits", "score"}


def test_words_of_another_language_are_not_added() -> None:
    synonyms = Synonyms([BOTH])
    assert synonyms.expand("my driver's licence", "en") == ("driving licence",)
    assert synonyms.expand("mon permis de conduire", "fr") == ()


def test_only_stems_that_the_question_lacks_are_added() -> None:
    assert Synonyms([STICKER]).other_stems(["licenc", "plate", "sticker", "renew"], "en") == (
        "vehicl",
        "registr",
    )


def test_an_abbreviation_and_its_words_are_equal_in_every_language(tmp_path) -> None:
    file = written(tmp_path, "abbreviations:\n  SIN: social insurance number\n")
    synonyms = read_synonyms(file, SERVED).synonyms
    assert synonyms.expand("I lost my sin", "en") == ("social insurance number",)
    assert synonyms.expand("my social insurance number", "en") == ("SIN",)
    assert synonyms.expand("j’ai perdu mon SIN", "fr") == ("social insurance number",)


def test_words_that_yaml_takes_for_something_else_stay_words(tmp_path) -> None:
    file = written(tmp_path, "en:\n  - [yes card, 311]\nfr:\n  - [avis, null et non avenu]\n")
    read = read_synonyms(file, SERVED)
    assert read.complaints == ()
    assert read.synonyms.expand("call 311", "en") == ("yes card",)


def test_what_cannot_be_used_is_named_by_its_line_and_the_rest_is_kept(tmp_path) -> None:
    file = written(
        tmp_path,
        "en:\n"  # 1
        "  - [snow tires, winter tires]\n"
        "  - [alone]\n"  # 3
        "  - just words\n"
        "  - [the, of a]\n"  # 5
        "es:\n"  # 6
        "  - [uno, dos]\n"
        "fr: neige\n"  # 8
        "both:\n"
        "  - {en: passport}\n"  # 10
        "  - [passport, passeport]\n"
        "  - {en: passport, de: Pass}\n"  # 12
        "  - {en: passport, fr: passeport}\n"
        "abbreviations:\n"
        "  SIN: [[too, deep]]\n"  # 15
        "  LTC: long-term care\n",
    )
    read = read_synonyms(file, SERVED)
    assert [each.line for each in read.complaints] == [3, 4, 5, 6, 8, 10, 11, 12, 15]
    assert all(each.what.en and each.what.fr != each.what.en for each in read.complaints)
    assert len(read.groups) == 3


def test_a_word_of_every_day_is_no_abbreviation_in_its_language(tmp_path) -> None:
    file = written(tmp_path, "abbreviations:\n  WHO: world health organization\n")
    synonyms = read_synonyms(file, SERVED).synonyms
    assert synonyms.expand("who do I call", "en") == ()
    assert synonyms.expand("le site de WHO", "fr") == ("world health organization",)


@pytest.mark.parametrize("text", ["", "# nothing yet\n", "en:\nfr:\nboth:\nabbreviations:\n"])
def test_an_empty_file_changes_nothing(tmp_path, text: str) -> None:
    read = read_synonyms(written(tmp_path, text), SERVED)
    assert read.complaints == ()
    assert not read.synonyms


def test_a_list_where_sections_are_wanted_is_said(tmp_path) -> None:
    assert [each.line for each in read_synonyms(written(tmp_path, "- [a, b]\n"), SERVED).complaints] == [1]


def test_a_file_that_is_no_yaml_is_refused_with_its_line(tmp_path) -> None:
    with pytest.raises(BadConfiguration, match="near line 3"):
        read_synonyms(written(tmp_path, "en:\n  - [open, never closed\nfr: x\n"), SERVED)


def test_a_file_that_is_not_there_is_refused(tmp_path) -> None:
    with pytest.raises(BadConfiguration, match="cannot be read"):
        read_synonyms(tmp_path / "none.yaml", SERVED)


def test_the_example_has_no_mistake() -> None:
    read = read_synonyms(EXAMPLE, SERVED)
    assert read.complaints == ()
    assert read.synonyms.expand("where do i get a handicap sticker", "en")[-1] == "accessible parking permit"
