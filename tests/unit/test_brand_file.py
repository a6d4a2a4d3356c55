"""The brand file: what it holds, and every mistake in it by line and field, in both languages."""

from pathlib import Path

import pytest

from assistant.voice.brand_file import read_brands, usable_brands
from knowledge.errors import BadConfiguration

SAMPLE = Path(__file__).parents[1] / "sample" / "brands.yaml"


def written(folder: Path, text: str) -> Path:
    file = folder / "brands.yaml"
    file.write_text(text, encoding="utf-8")
    return file


def test_the_samples_brands_can_all_be_used() -> None:
    brands = usable_brands(SAMPLE)
    assert [each.id for each in brands.all] == ["aldermere", "roads"]
    english = brands.default.speech("en")
    assert english.greet("Maria") == "Hello Maria," and english.greet(None) == "Hello,"
    assert english.official_terms["health card"] == "Aldermere Health Card"
    assert brands.default.speech("fr").reading_level == 10


def test_a_brand_is_met_by_its_id_and_its_names_whatever_their_case() -> None:
    brands = usable_brands(SAMPLE)
    assert {each.id for name in ("ALDERMERE", "service aldermere", "@ServiceAldermere", None)
            if (each := brands.named(name))} == {"aldermere"}  # fmt: skip
    assert brands.named("Routes Aldermère") == brands.all[1]
    assert brands.named("nobody") is None


def test_courtesies_alone_are_taken_from_the_default_language() -> None:
    brands = usable_brands(SAMPLE)
    stand_in = brands.default.speech("de")
    assert stand_in.greeting == "Hello {name}," and stand_in.hashtags == ("#Aldermere",)
    assert not stand_in.forbidden and not stand_in.official_terms and stand_in.private_message is None


@pytest.mark.parametrize(
    ("text", "line", "field"),
    [
        ("", 1, "brands"),
        ("- a", 1, "brands"),
        ("brands: []", 1, "brands"),
        ("brands: none", 1, "brands"),
        ("brand:\n  - id: a", 1, "brand"),
        ("brands:\n  - a", 2, "brands"),
        ("brands:\n  - en: {}", 2, "brands.id"),
        ("brands:\n  - id: A b\n    en: {}", 2, "brands.id"),
        ("brands:\n  - id: a", 2, "a"),
        ("brands:\n  - id: a\n    en: {}\n    colour: red", 4, "brands.colour"),
        ("brands:\n  - id: a\n    en: {}\n    en: {}", 4, "brands.en"),
        ("brands:\n  - id: a\n    default_language: fr\n    en: {}", 3, "a.default_language"),
        ("brands:\n  - id: a\n    en: {}\n  - id: b\n    names: ['@A']\n    en: {}", 4, "b.names"),
        ("brands:\n  - id: a\n    names: x\n    en: {}", 3, "a.names"),
        ("brands:\n  - id: a\n    en:\n      greeting: [Hello]", 4, "a.en.greeting"),
        ("brands:\n  - id: a\n    en:\n      greeting: '{name},'", 4, "a.en.greeting"),
        ("brands:\n  - id: a\n    en:\n      greeting: 'Hello {who},'", 4, "a.en.greeting"),
        ("brands:\n  - id: a\n    en:\n      sign_off: Call 1-800-555-0142", 4, "a.en.sign_off"),
        ("brands:\n  - id: a\n    en:\n      sign_off: See https://a.example", 4, "a.en.sign_off"),
        (f"brands:\n  - id: a\n    en:\n      sign_off: {'x' * 201}", 4, "a.en.sign_off"),
        ("brands:\n  - id: a\n    en:\n      reading_level: ²", 4, "a.en.reading_level"),
        ("brands:\n  - id: a\n    en:\n      reading_level: 13", 4, "a.en.reading_level"),
        ("brands:\n  - id: a\n    en:\n      hashtags: [Aldermere]", 4, "a.en.hashtags"),
        ("brands:\n  - id: a\n    en:\n      forbidden: ['']", 4, "a.en.forbidden"),
        ("brands:\n  - id: a\n    en:\n      official_terms: [a]", 4, "a.en.official_terms"),
        ("brands:\n  - id: a\n    en:\n      private_message: '{name}'", 4, "a.en.private_message"),
    ],
)  # fmt: skip
def test_a_mistake_is_named_by_line_and_field(tmp_path: Path, text: str, line: int, field: str) -> None:
    file = written(tmp_path, text)
    assert (line, field) in {(each.line, each.field) for each in read_brands(file).complaints}
    with pytest.raises(BadConfiguration) as caught:
        usable_brands(file)
    assert f"line {line}, {field}" in caught.value.what.en and f"ligne {line}" in caught.value.what.fr
    assert caught.value.next_step is not None


def test_all_mistakes_are_found_at_once(tmp_path: Path) -> None:
    file = written(
        tmp_path, "brands:\n  - id: a\n    en: {greeting: [], hashtags: [x, y], reading_level: high}"
    )
    assert len(read_brands(file).complaints) == 4


@pytest.mark.parametrize(
    ("content", "told"), [(None, "cannot be read"), (b"\xff\xfe\x00", "cannot be read"), (b"a: [", "line 1")]
)
def test_what_is_no_yaml_file_says_so(tmp_path: Path, content: bytes | None, told: str) -> None:
    file = tmp_path / "brands.yaml"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(BadConfiguration, match=told):
        read_brands(file)
