"""Approved replies as files in a folder, where no webhook is configured. Nothing reads them back."""

import os
from pathlib import Path

from assistant.channels import OutgoingReply, TemporarilyRefused
from assistant.channels.payload import payload
from assistant.channels.troubles import OUTBOX


class FileChannel:
    """Writes each reply to one JSON file, named by its idempotency key: sent twice, it is there once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def send(self, message: OutgoingReply) -> None:
        """Write the file, whole or not at all. Raises: TemporarilyRefused."""
        final = self._folder / f"{message.idempotency_key}.json"
        unfinished = final.with_suffix(".unfinished")
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            with unfinished.open("wb") as file:
                file.write(payload(message))
                file.flush()
                os.fsync(file.fileno())
            unfinished.replace(final)
        except OSError as error:
            raise TemporarilyRefused(OUTBOX) from error
