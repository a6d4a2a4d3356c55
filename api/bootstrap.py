"""Puts the floors together for a running process: knowledge, the assistant, the clock. Knows no HTTP."""

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine

from api.settings import ApiSettings
from assistant.build import Assistant, build_assistant
from assistant.settings import AssistantSettings
from knowledge.build import Knowledge, build_knowledge
from knowledge.clock import Clock, utc_now
from knowledge.database import migrate, open_engine, sqlite_url
from knowledge.settings import KnowledgeSettings


@dataclass(frozen=True, slots=True)
class Services:
    """All that a route may use."""

    knowledge: Knowledge
    assistant: Assistant
    clock: Clock
    settings: ApiSettings

    @property
    def engine(self) -> Engine:
        """The relational store that every floor shares."""
        return self.knowledge.engine


def build_services(
    knowledge_settings: KnowledgeSettings,
    assistant_settings: AssistantSettings,
    settings: ApiSettings,
    clock: Clock = utc_now,
) -> Services:
    """Open everything; the caller holds the data directory (`knowledge.data_dir.owned`)."""
    knowledge = build_knowledge(knowledge_settings, clock)
    assistant = build_assistant(assistant_settings, knowledge, clock)
    return Services(knowledge, assistant, clock, settings)


def knowledge_settings(data_dir: Path | None) -> KnowledgeSettings:
    """As configured, but in `data_dir` where a command names one."""
    return KnowledgeSettings() if data_dir is None else KnowledgeSettings(data_dir=data_dir)


def open_database(data_dir: Path | None) -> Engine:
    """The relational store alone, which other processes may use at the same time."""
    settings = knowledge_settings(data_dir)
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    url = settings.database_url.get_secret_value() if settings.database_url else sqlite_url(settings.data_dir)
    engine = open_engine(url)
    migrate(engine)
    return engine
