"""The documents are held against the code: settings, dependencies, commands, links between pages."""

import re
import tomllib
from pathlib import Path

import pytest
from pydantic_settings import BaseSettings

from api.settings import ApiSettings
from assistant.settings import AssistantSettings
from eval.settings import EvalSettings
from ingest.settings import IngestSettings
from knowledge.settings import KnowledgeSettings

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]


def names(settings: type[BaseSettings]) -> set[str]:
    prefix = settings.model_config["env_prefix"]
    return {prefix + field.upper() for field in settings.model_fields}


@pytest.mark.parametrize("path", [".env.example", "docs/configuration.md"])
def test_every_setting_is_documented_and_nothing_else(path: str) -> None:
    known = set().union(
        *map(names, (KnowledgeSettings, IngestSettings, AssistantSettings, ApiSettings, EvalSettings))
    )
    written = set(re.findall(r"REPLYDESK_[A-Z]+_[A-Z_]+[A-Z]", (ROOT / path).read_text(encoding="utf-8")))
    assert written == known


def test_every_dependency_earns_its_line() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = project["dependencies"] + [
        each for extra in project["optional-dependencies"].values() for each in extra
    ]
    declared = {re.split(r"[\[<>=]", each)[0] for each in wanted}
    rows = re.findall(
        r"^\| ([a-z0-9-]+) \|", (ROOT / "docs/dependencies.md").read_text(encoding="utf-8"), re.M
    )
    assert set(rows) - {"package"} == declared


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\((?!https?://|#)([^)#]+)", page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), f"{page.name} links to {target}"
