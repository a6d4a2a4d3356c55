"""`.env.example` names every setting, with its default and its description, and nothing else."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from pydantic_settings import BaseSettings

from api.settings import ApiSettings
from assistant.settings import AssistantSettings
from eval.settings import EvalSettings
from ingest.settings import IngestSettings
from knowledge.settings import KnowledgeSettings

EXAMPLE = (Path(__file__).parents[2] / ".env.example").read_text(encoding="utf-8")
ALL = (KnowledgeSettings, IngestSettings, AssistantSettings, ApiSettings, EvalSettings)


def written(default: Any) -> str:
    if default is None:
        return ""
    if isinstance(default, bool | tuple):
        return json.dumps(default)
    return str(default)


@pytest.mark.parametrize("settings", ALL)
def test_every_setting_is_there_with_its_default_and_what_it_is_for(settings: type[BaseSettings]) -> None:
    for name, field in settings.model_fields.items():
        line = f"#{settings.model_config['env_prefix']}{name.upper()}={written(field.default)}\n"
        assert f"# {field.description}\n{line}" in EXAMPLE


def test_nothing_else_is_there() -> None:
    named = set(re.findall(r"^#?(REPLYDESK_\w+)=", EXAMPLE, flags=re.MULTILINE))
    known = {f"{each.model_config['env_prefix']}{name.upper()}" for each in ALL for name in each.model_fields}
    assert named == known
