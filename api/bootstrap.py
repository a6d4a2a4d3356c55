"""Puts the floors together for a running process: knowledge, the assistant, the clock. Knows no HTTP."""

from dataclasses import dataclass

from sqlalchemy import Engine

from api.settings import ApiSettings
from assistant.build import Assistant, build_assistant, build_brands
from assistant.settings import AssistantSettings
from knowledge.build import Knowledge, build_knowledge
from knowledge.clock import Clock, utc_now
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
    brands = build_brands(assistant_settings)  # a mistake in the file is told before anything is opened
    knowledge = build_knowledge(knowledge_settings, clock)
    assistant = build_assistant(assistant_settings, knowledge, clock, brands)
    return Services(knowledge, assistant, clock, settings)
