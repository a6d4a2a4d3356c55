"""The desk's sentences: the same in both languages, all used by key, none written into a template."""

import re
import string
from pathlib import Path

import pytest

from api.web.texts import read_catalogue

WEB = Path(__file__).parents[2] / "api" / "web"
TEMPLATES = sorted((WEB / "templates").glob("*.html"))
CATALOGUE = read_catalogue()
EN, FR = CATALOGUE.sentences["en"], CATALOGUE.sentences["fr"]
SPOKEN_ATTRIBUTE = re.compile(r'(?:title|alt|placeholder|aria-label|aria-description)="([^"]*)"')


def holes(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


def test_both_languages_have_the_same_sentences_with_the_same_holes() -> None:
    assert set(EN) == set(FR)
    assert {key: holes(EN[key]) for key in EN} == {key: holes(FR[key]) for key in FR}


def test_no_sentence_is_empty_or_was_left_in_the_other_language() -> None:
    assert all(EN.values()) and all(FR.values())
    same = {key for key in EN if EN[key] == FR[key] and len(EN[key].split()) > 3}
    assert {key for key in same if not re.fullmatch(r"[\W\d]*(\{\w+\}[\W\d]*)+(UTC)?", EN[key])} == set()


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_no_template_holds_words_of_its_own(template: Path) -> None:
    source = re.sub(r"\{#.*?#\}", "", template.read_text("utf-8"), flags=re.S)
    source = re.sub(r"\{% block body_class %\}.*?\{% endblock %\}", "", source)  # a name for the style sheet
    source = re.sub(r"\{%.*?%\}", "", source, flags=re.S)
    source = re.sub(r"\{\{.*?\}\}", "", source, flags=re.S)
    attributes = "".join(SPOKEN_ATTRIBUTE.findall(source))
    shown = re.sub(r"<[^>]*>", " ", source)
    assert re.findall(r"[^\W\d_]{2,}", f"{attributes} {shown}") == []


def test_every_key_that_is_named_exists() -> None:
    sources = [*TEMPLATES, *WEB.rglob("*.py")]
    named = {
        key
        for path in sources
        for key in re.findall(r"""\bt\(\s*['"]([a-z_.]+)['"]\s*[,)]""", path.read_text("utf-8"))
    }
    missing = {key for key in named if key not in EN and f"{key}.one" not in EN}
    assert missing == set()


def test_every_sentence_is_used() -> None:
    source = "".join(path.read_text("utf-8") for path in [*TEMPLATES, *WEB.rglob("*.py")])
    composed = set(
        re.findall(r"""['"]([a-z_.]+\.)['"]\s*~""", source) + re.findall(r'f"([a-z_.]+\.)m?\{', source)
    )
    counted = {key.removesuffix(".one") for key in EN if key.endswith(".one")}
    keys = {key.removesuffix(".one") for key in EN} - {f"{key}.other" for key in counted}
    literal = {key for key in keys if f"'{key}'" in source or f'"{key}"' in source}
    assert {key for key in keys - literal if f"{key.rpartition('.')[0]}." not in composed} == set()


def test_what_is_one_differs_between_the_languages() -> None:
    assert CATALOGUE.say("en", "inbox.waiting", count=0) == "0 questions waiting"
    assert CATALOGUE.say("fr", "inbox.waiting", count=0) == "0 question en attente"


def test_french_keeps_its_punctuation_from_breaking_off() -> None:
    broken = [key for key, sentence in FR.items() if re.search(r"\w [:?!»]|« ", sentence)]
    assert broken == []
