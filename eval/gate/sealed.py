"""Files that carry a digest of their own content: read, and told apart from those that were touched since."""

import json
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from eval.runs.record import digest_of
from knowledge.errors import BadInput
from knowledge.texts import Text

Record = TypeVar("Record", bound=BaseModel)


def read_sealed(path: Path, model: type[Record]) -> tuple[Record, bool]:
    """The record of a JSON file, and whether it is still as it was written.

    Raises:
        BadInput: the file is missing, is no JSON, or is no record of this version.
    """
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise _unreadable(path, Text(f"{error.strerror}", f"{error.strerror}")) from error
    except (ValueError, RecursionError) as error:
        raise _unreadable(path, Text("it is not JSON", "ce n’est pas du JSON")) from error
    if not isinstance(data, dict):
        raise _unreadable(path, Text("it holds no record", "il ne contient aucun enregistrement"))
    digest = data.pop("digest", None)
    try:
        record = model.model_validate(data)
    except ValidationError as error:
        first = ".".join(str(each) for each in error.errors(include_input=False, include_url=False)[0]["loc"])
        why = Text(f"unknown format, at {first}", f"format inconnu, à {first}")
        raise _unreadable(path, why) from error
    return record, digest == digest_of(record)


def _unreadable(path: Path, why: Text) -> BadInput:
    return BadInput(
        Text(f"{path} cannot be read: {why.en}.", f"{path} est illisible : {why.fr}."),
        next_step=Text(
            "Name a report folder that `replydesk eval run` wrote, and a file that `replydesk eval baseline` wrote.",
            "Indiquez un dossier écrit par `replydesk eval run` et un fichier écrit par `replydesk eval baseline`.",
        ),
    )
