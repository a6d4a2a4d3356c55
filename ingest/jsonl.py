"""Files of one JSON record a line. A broken line is reported by its number, and the rest goes on."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from ingest import complaints
from ingest.fetched import Problem, line_of
from knowledge.texts import Text

_UNSTORABLE = re.compile(rb"\\u(?:d[89a-f]|0000)", re.I)
_Record = TypeVar("_Record", bound=BaseModel)


def read_jsonl(path: Path, model: type[_Record]) -> Iterator[tuple[int, _Record | Problem]]:
    """Each record with its line number, or what is wrong with the line (never its content).

    Raises:
        BadConfiguration: there is no such file, or it cannot be opened.
    """
    try:
        file = path.open("rb")
    except OSError as error:
        raise complaints.unusable(path, error) from error
    with file:
        for number, line in enumerate(file, start=1):
            if line.strip():
                yield number, _record(line_of(path.name, number), line, model)


def _record(where: Text, line: bytes, model: type[_Record]) -> _Record | Problem:
    try:
        value = json.loads(line.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        return Problem(where, _no_json(error))
    try:
        return model.model_validate(_storable(value) if _UNSTORABLE.search(line) else value)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        field = ".".join(map(str, first["loc"])) or "record"
        said = complaints.of_field(first)
        return Problem(where, Text(f"field “{field}” {said.en}", f"le champ « {field} » {said.fr}"))


def _no_json(error: Exception) -> Text:
    if not isinstance(error, json.JSONDecodeError):
        return Text("is not JSON", "n’est pas du JSON")
    return Text(
        f"is not JSON: a mistake at character {error.colno}",
        f"n’est pas du JSON : une erreur au caractère {error.colno}",
    )


def _storable(value: Any) -> Any:
    """The value without half characters and NUL, which JSON can spell and no database takes."""
    if isinstance(value, str):
        return value.replace("\x00", "").encode("utf-8", "replace").decode()
    if isinstance(value, list):
        return [_storable(each) for each in value]
    if isinstance(value, dict):
        return {_storable(name): _storable(each) for name, each in value.items()}
    return value
