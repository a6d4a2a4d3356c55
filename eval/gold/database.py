"""Opens the database of a data folder for work on gold, which needs neither vectors nor a model."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine, make_url

from eval.gold.pages import PagesRead, pages_in
from knowledge import exchanges
from knowledge.data_dir import owned
from knowledge.database import migrate, open_engine, reading, sqlite_url
from knowledge.errors import BadInput
from knowledge.exchanges import Exchange
from knowledge.settings import KnowledgeSettings
from knowledge.texts import Text


@dataclass(frozen=True, slots=True)
class Database:
    """What a data folder holds in rows."""

    engine: Engine
    settings: KnowledgeSettings

    def pages(self) -> PagesRead:
        """All pages, as they are read."""
        return pages_in(self.engine, self.settings.languages)

    def exchanges(self) -> list[Exchange]:
        """All past exchanges, by id."""
        with reading(self.engine) as connection:
            return exchanges.everything(connection)


@contextmanager
def database(data_dir: Path | None) -> Iterator[Database]:
    """The database of a data folder, owned until the block ends.

    Raises:
        DataDirBusy: another process owns it.
        BadInput: there is none.
    """
    settings = KnowledgeSettings() if data_dir is None else KnowledgeSettings(data_dir=data_dir)
    url = settings.database_url.get_secret_value() if settings.database_url else sqlite_url(settings.data_dir)
    file = make_url(url).database if url.startswith("sqlite") else None
    if file and not Path(file).is_file():
        raise _nothing_there(settings.data_dir)
    with owned(settings.data_dir):
        engine = open_engine(url)
        try:
            migrate(engine)
            yield Database(engine, settings)
        finally:
            engine.dispose()


def _nothing_there(folder: Path) -> BadInput:
    return BadInput(
        Text(f"The data folder {folder} holds nothing.", f"Le dossier de données {folder} est vide."),
        next_step=Text(
            "Fill it first: replydesk ingest SOURCES.yaml --data-dir DIR.",
            "Remplissez-le d’abord : replydesk ingest SOURCES.yaml --data-dir DOSSIER.",
        ),
    )
