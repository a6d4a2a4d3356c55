"""Makes sources from what a person typed on the command line, checked as a source file is."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from ingest import complaints
from ingest.entries import Entry
from ingest.sources import to_source
from knowledge.errors import BadConfiguration
from knowledge.sources import Source
from knowledge.texts import Text

_ENTRY: TypeAdapter[Entry] = TypeAdapter(Entry)


def source_from(kind: str, default_id: str, **fields: Any) -> Source:
    """One source from its fields; those that are None are left out.

    Raises:
        BadConfiguration: naming the field at fault.
    """
    values = {name: value for name, value in fields.items() if value is not None and value != []}
    values["id"] = values.get("id") or name_from(default_id)
    try:
        return to_source(_ENTRY.validate_python({"kind": kind, **values}), Path.cwd())
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        field = ".".join(str(part) for part in first["loc"][1:]) or "kind"
        said = complaints.of_field(first)
        raise BadConfiguration(
            Text(f"The field “{field}” {said.en}.", f"Le champ « {field} » {said.fr}."),
            field=field,
            next_step=Text(
                "Correct it, then run the command again.", "Corrigez-le, puis relancez la commande."
            ),
        ) from None


def name_from(text: str) -> str:
    """An id for a source from its address or path."""
    return (
        re.sub(r"[^a-zA-Z0-9]+", "-", text.rsplit("://", maxsplit=1)[-1]).strip("-").lower()[:80] or "source"
    )
