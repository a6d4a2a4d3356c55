"""A source file is taken whole, or refused with the place of the first mistake."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ingest.build import source_from
from ingest.sources import read_sources
from knowledge.errors import BadConfiguration

GOOD = """\
sources:
  - id: province
    kind: site
    url: ${SITE:-https://province.example}/en
    brand: province
    languages: [en, fr]
    deny: ["/archive/"]
  - id: saved
    kind: folder
    path: crawl
  - {id: replies, kind: threads, path: threads.jsonl, channel: email}
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "sources.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_every_kind_of_source_is_read(tmp_path: Path) -> None:
    site, folder, threads = read_sources(written(tmp_path, GOOD), {})
    assert (site.kind, site.base_url, site.brand) == ("site", "https://province.example/en", "province")
    assert site.options == {"languages": ["en", "fr"], "deny": ["/archive/"]}
    assert folder.options == {"path": str(tmp_path / "crawl"), "pages": "pages.jsonl"}
    assert threads.options == {"path": str(tmp_path / "threads.jsonl"), "channel": "email"}


def test_a_variable_comes_from_the_environment(tmp_path: Path) -> None:
    assert (
        read_sources(written(tmp_path, GOOD), {"SITE": "http://127.0.0.1:8"})[0].base_url
        == "http://127.0.0.1:8/en"
    )


@pytest.mark.parametrize(
    ("text", "line", "field", "said"),
    [
        ("sources:\n  - id: a\n   kind: site\n", 3, None, "no valid YAML"),
        ("sources: [\n", 2, None, "no valid YAML"),
        ("", 1, "sources", "must be a list"),
        ("pages: []\n", 1, "sources", "must be a list"),
        ("sources:\n  - just text\n", 2, "sources", "set of fields"),
        ("sources:\n  - id: a\n    kind: ftp\n", 3, "kind", "site, folder or threads"),
        ("sources:\n  - id: a\n", 2, "kind", "is missing"),
        ("sources:\n  - id: a\n    kind: site\n", 2, "url", "is missing"),
        ("sources:\n  - kind: site\n    url: nonsense\n    id: a\n", 3, "url", "web address"),
        (
            "sources:\n  - id: a\n    kind: folder\n    path: x\n    max_pages: 3\n",
            5,
            "max_pages",
            "not known",
        ),
        (
            "sources:\n  - id: a\n    kind: site\n    url: https://a.example\n    deny: ['(']\n",
            5,
            "deny.0",
            "regular",
        ),
        (
            "sources:\n  - {id: a, kind: site, url: 'https://a.example', max_pages: 0}\n",
            2,
            "max_pages",
            "1 or more",
        ),
        (
            "sources:\n  - {id: a, kind: site, url: 'https://a.example', timeout_s: 0}\n",
            2,
            "timeout_s",
            "than 0",
        ),
        (
            "sources:\n  - {id: a, kind: site, url: 'https://a.example', delay_s: x}\n",
            2,
            "delay_s",
            "a number",
        ),
        ("sources:\n  - {id: a b, kind: folder, path: x}\n", 2, "id", "written"),
        ("sources:\n  - {id: a, kind: folder, path: x, languages: en}\n", 2, "languages", "a list"),
        (
            "sources:\n  - {id: a, kind: folder, path: x}\n  - {id: a, kind: folder, path: y}\n",
            3,
            "id",
            "twice",
        ),
        ("sources:\n  - id: a\n    kind: site\n    url: ${NOT_SET}\n", 4, "NOT_SET", "not set"),
    ],
)
def test_a_mistake_is_named_by_file_line_and_field(
    tmp_path: Path, text: str, line: int, field: str | None, said: str
) -> None:
    with pytest.raises(BadConfiguration) as caught:
        read_sources(written(tmp_path, text), {})
    english, french = caught.value.in_language("en"), caught.value.in_language("fr")
    assert f"sources.yaml, line {line}" in english
    assert f"sources.yaml, ligne {line}" in french
    assert said in english
    assert not re.search(r"\b(is|must|should|Input|the)\b", french), "no English in the French"
    assert caught.value.field == field
    assert "Nothing was changed." in english


def test_a_name_that_yaml_takes_for_a_no_stays_a_name(tmp_path: Path) -> None:
    text = "sources:\n  - {id: no, kind: folder, path: x, languages: [no, en]}\n"
    source = read_sources(written(tmp_path, text))[0]
    assert (source.id, source.options["languages"]) == ("no", ["no", "en"])


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadConfiguration, match="cannot be used"):
        read_sources(tmp_path / "none.yaml", {})


def test_a_source_from_the_command_line_gets_a_name() -> None:
    source = source_from(
        "site", "https://a.example/en", url="https://a.example/en", id=None, max_pages=5, languages=["fr"]
    )
    assert (source.id, source.options) == ("a-example-en", {"max_pages": 5, "languages": ["fr"]})
    with pytest.raises(BadConfiguration, match="url"):
        source_from("site", "x", url="x")
