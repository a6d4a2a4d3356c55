"""Where a command finds the state, and the relational store alone, which several processes may share."""

from pathlib import Path

from sqlalchemy import Engine

from knowledge.database import migrate, open_engine, sqlite_url
from knowledge.settings import KnowledgeSettings


def knowledge_settings(data_dir: Path | None) -> KnowledgeSettings:
    """As configured, but in `data_dir` where a command names one."""
    return KnowledgeSettings() if data_dir is None else KnowledgeSettings(data_dir=data_dir)


def open_database(data_dir: Path | None) -> Engine:
    """The store, migrated; a server may run meanwhile."""
    settings = knowledge_settings(data_dir)
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    url = settings.database_url.get_secret_value() if settings.database_url else sqlite_url(settings.data_dir)
    engine = open_engine(url)
    migrate(engine)
    return engine
