"""The data directory and who owns it. Embedded Chroma is corrupted silently by a second process."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from knowledge.errors import BadConfiguration, DataDirBusy
from knowledge.texts import Text

LOCK_NAME = ".lock"


@contextmanager
def owned(data_dir: Path) -> Iterator[Path]:
    """Own `data_dir` (made if absent) until the block ends; the lock dies with the process.

    Raises:
        DataDirBusy: another process of replydesk uses it.
        BadConfiguration: it cannot be made or written.
    """
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
        handle = (data_dir / LOCK_NAME).open("a+", encoding="utf-8")
    except OSError as error:
        raise BadConfiguration(
            Text(
                f"The data folder {data_dir} cannot be used: {error.strerror}.",
                f"Le dossier de données {data_dir} est inutilisable : {error.strerror}.",
            ),
            next_step=Text("Name another with --data-dir.", "Indiquez-en un autre avec --data-dir."),
        ) from error
    with handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            handle.seek(0)
            raise _busy(data_dir, handle.read().strip() or "?") from None
        handle.truncate(0)
        handle.write(str(os.getpid()))
        handle.flush()
        yield data_dir


def _busy(data_dir: Path, owner: str) -> DataDirBusy:
    return DataDirBusy(
        Text(
            f"The data folder {data_dir} is in use by process {owner}.",
            f"Le dossier de données {data_dir} est utilisé par le processus {owner}.",
        ),
        next_step=Text(
            "Stop that process first, or name another folder with --data-dir.",
            "Arrêtez d’abord ce processus, ou indiquez un autre dossier avec --data-dir.",
        ),
    )
