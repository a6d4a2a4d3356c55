"""The workflows of docs/ci are held against the commands that they name."""

import re
import shlex
from pathlib import Path
from typing import Any

import pytest
import typer
import yaml

from eval.cli import app as eval_app
from ingest.cli import app as ingest_app

DOCS = Path(__file__).parents[2] / "docs"
GROUPS = {"eval": eval_app, "ingest": ingest_app}
WORKFLOWS = [DOCS / "ci" / "github-actions.yml", DOCS / "ci" / "gitlab-ci.yml"]


def scripts(found: Any) -> list[str]:
    """Every text of a parsed workflow."""
    if isinstance(found, dict):
        return [each for value in found.values() for each in scripts(value)]
    if isinstance(found, list):
        return [each for value in found for each in scripts(value)]
    return [found] if isinstance(found, str) else []


def commands(text: str) -> list[list[str]]:
    """The calls of replydesk in it, as words."""
    return [
        shlex.split(each.partition("#")[0])
        for each in re.findall(r"^.*?\breplydesk (?:--lang \w+ )?((?:ingest|eval) .*)", text, re.M)
    ]


def assert_known(words: list[str]) -> None:
    group, *rest = words
    command: Any = typer.main.get_command(GROUPS[group])
    while hasattr(command, "commands"):
        name = rest.pop(0)
        assert name in command.commands, f"no command {' '.join(words)}"
        command = command.commands[name]
    known = {option for each in command.params for option in (*each.opts, *each.secondary_opts)}
    assert {word for word in rest if word.startswith("--")} <= known, " ".join(words)


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_a_workflow_is_yaml_and_every_command_in_it_exists(path: Path) -> None:
    told = scripts(yaml.safe_load(path.read_text(encoding="utf-8")))
    called = [words for text in told for words in commands(text)]
    assert {tuple(words[:2]) for words in called} == {
        ("ingest", "file"),
        ("eval", "run"),
        ("eval", "gate"),
        ("eval", "trend"),
    }
    for words in called:
        assert_known(words)


def test_every_command_of_the_page_exists() -> None:
    page = (DOCS / "ci.md").read_text(encoding="utf-8")
    fenced = "\n".join(re.findall(r"```sh\n(.*?)```", page, re.S))
    inline = "\n".join(re.findall(r"`(replydesk [^`]+)`", page))
    for words in commands(f"{fenced}\n{inline}"):
        assert_known(words)


def test_no_workflow_names_a_registry() -> None:
    for path in WORKFLOWS:
        assert not re.search(r"https?://|--index-url|pypi|ghcr|docker\.io", path.read_text(encoding="utf-8"))
