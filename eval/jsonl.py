"""Files of one JSON object a line, as measuring reads and writes them. Knows no kind of record.

A broken line is a value with its number, never the end of a run; a file is written whole or not at all.
"""

import json
import os
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from errno import EISDIR
from os import strerror
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from knowledge.errors import BadConfiguration, BadInput
from knowledge.texts import Text

Record = TypeVar("Record", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class BrokenLine:
    """A line that could not be read; it is left out and the rest goes on."""

    file: Path
    number: int
    why: Text

    @property
    def message(self) -> Text:
        """Where and why, as one sentence."""
        return Text(
            f"{self.file}, line {self.number}: {self.why.en} The line was left out, the rest was read.",
            f"{self.file}, ligne {self.number} : {self.why.fr} La ligne a été écartée, le reste a été lu.",
        )


def read(path: Path, model: type[Record]) -> Iterator[tuple[int, Record | BrokenLine]]:
    """The records of a file with their line numbers, from 1; blank lines are passed over.

    Raises:
        BadInput: the file cannot be opened.
    """
    try:
        handle = path.open("rb")
    except OSError as error:
        raise BadInput(
            Text(f"{path} cannot be read: {error.strerror}.", f"{path} est illisible : {error.strerror}."),
            next_step=Text("Check the path.", "Vérifiez le chemin."),
        ) from error
    with handle:
        for number, line in enumerate(handle, start=1):
            content = line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line
            if content.strip():
                yield number, _parsed(path, number, content, model)


def _parsed(path: Path, number: int, content: bytes, model: type[Record]) -> Record | BrokenLine:
    try:
        return model.model_validate(json.loads(content))
    except UnicodeDecodeError:
        return BrokenLine(path, number, Text("it is not UTF-8.", "elle n’est pas en UTF-8."))
    except (json.JSONDecodeError, RecursionError):
        return BrokenLine(path, number, Text("it is not JSON.", "ce n’est pas du JSON."))
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        field = ".".join(str(part) for part in first["loc"]) or "record"
        what = Text(f"{field}: {first['msg']}.", f"champ {field} inacceptable ({first['type']}).")
        return BrokenLine(path, number, what)


def write(path: Path, records: Iterable[dict[str, Any]]) -> int:
    """Write the records beside `path`, then rename, so that a reader never sees half a file; how many.

    Raises:
        BadConfiguration: the folder cannot be written.
    """
    with replacing(path) as handle:
        total = 0
        for record in records:
            handle.write(json.dumps(record, ensure_ascii=False) + "\n")
            total += 1
    return total


class replacing:  # noqa: N801 - reads as the verb that it is
    """A text file that takes the place of `path` when the block ends well, and vanishes when it does not."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __enter__(self) -> Any:
        """Open the temporary file in the same folder."""
        try:
            if self.path.is_dir():
                raise IsADirectoryError(EISDIR, strerror(EISDIR))
            self.path.parent.mkdir(parents=True, exist_ok=True)
            descriptor, name = tempfile.mkstemp(prefix=f".{self.path.name}.", dir=self.path.parent)
        except OSError as error:
            raise BadConfiguration(
                Text(
                    f"{self.path} cannot be written: {error.strerror}.",
                    f"{self.path} ne peut être écrit : {error.strerror}.",
                ),
                next_step=Text("Name another file.", "Indiquez un autre fichier."),
            ) from error
        self.temporary = Path(name)
        self.handle = os.fdopen(descriptor, "w", encoding="utf-8", errors="backslashreplace")
        return self.handle

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        """Rename into place, or remove."""
        self.handle.close()
        if kind is None:
            self.temporary.chmod(0o644)
            self.temporary.replace(self.path)
        else:
            self.temporary.unlink(missing_ok=True)
