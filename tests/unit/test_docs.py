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


FLOORS = ("assistant", "ingest", "knowledge", "eval", "api", "tests")
NAMED = re.compile(rf"`((?:{'|'.join(FLOORS)})(?:/[\w.-]+)+/?|(?:{'|'.join(FLOORS)})(?:\.\w+)+)`")


def stands_for_something(name: str) -> bool:
    if "/" in name:
        return (ROOT / name).exists()
    path, rest = ROOT, name.split(".")
    while rest and (path / rest[0]).is_dir():
        path, rest = path / rest[0], rest[1:]
    if not rest:
        return True
    module, inside = path / f"{rest[0]}.py", rest[1:]
    source = module if module.exists() else path / "__init__.py"
    wanted = inside if module.exists() else rest
    return source.exists() and all(
        re.search(rf"\b{each}\b", source.read_text(encoding="utf-8")) for each in wanted
    )


@pytest.mark.parametrize("floor", [*FLOORS, "docs"])
def test_modules_named_in_documents_and_docstrings_are_there(floor: str) -> None:
    files = [path for path in (ROOT / floor).rglob("*") if path.suffix in {".py", ".md"}]
    assert files
    named = [(path.name, name) for path in files for name in NAMED.findall(path.read_text(encoding="utf-8"))]
    assert [pair for pair in named if not stands_for_something(pair[1])] == []
