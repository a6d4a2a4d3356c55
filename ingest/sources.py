"""Source files: YAML to `Source`. Names file, line and field of whatever is wrong; starts no reading.

A file is taken whole or not at all, so that a typing mistake never half-changes what is known.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NoReturn

import yaml
from pydantic import TypeAdapter, ValidationError

from ingest import complaints
from ingest.entries import Entry, SiteEntry
from knowledge.errors import BadConfiguration
from knowledge.sources import Source
from knowledge.texts import Text

_VARIABLE = re.compile(r"\$\{(\w+)(?::-([^}]*))?\}")
_ENTRY: TypeAdapter[Entry] = TypeAdapter(Entry)


def read_sources(path: Path, environment: Mapping[str, str] | None = None) -> list[Source]:
    """The sources that a file lists; `${NAME}` and `${NAME:-default}` come from the environment.

    Raises:
        BadConfiguration: naming the file, the line and the field at fault.
    """
    environment = os.environ if environment is None else environment
    reading = _Reading(path)
    try:
        root = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (
            (mark.line + 1, mark.column + 1) if mark is not None else (1, 1)
        )  # a mark counts from 0
        reading.fail(line, None, _no_yaml(column))
    except yaml.YAMLError:
        reading.fail(1, None, _no_yaml(1))
    except (OSError, UnicodeDecodeError) as error:
        raise complaints.unusable(path, error) from error
    entries = reading.entries(root)
    sources = [reading.source(node, environment) for node in entries]
    for place, source in enumerate(sources):
        if Counter(each.id for each in sources[:place])[source.id]:
            reading.fail(
                _line(entries[place], "id"),
                "id",
                Text(f"“{source.id}” is used twice", f"« {source.id} » est utilisé deux fois"),
            )
    return sources


class _Reading:
    """One file being read: knows where each value stands."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def fail(self, line: int, field: str | None, problem: Text) -> NoReturn:
        """Raise what is wrong, where."""
        named = Text(f", field “{field}”:", f", champ « {field} » :") if field else Text(":", " :")
        raise BadConfiguration(
            Text(
                f"{self.path.name}, line {line}{named.en} {problem.en}.",
                f"{self.path.name}, ligne {line}{named.fr} {problem.fr}.",
            ),
            field=field,
            next_step=Text(
                "Correct the file, then run the command again.",
                "Corrigez le fichier, puis relancez la commande.",
            ),
        )

    def entries(self, root: yaml.Node | None) -> list[yaml.MappingNode]:
        """The entries under "sources", each a mapping."""
        listed = _field(root, "sources")
        if not isinstance(listed, yaml.SequenceNode) or not listed.value:
            self.fail(
                root.start_mark.line + 1 if root else 1,
                "sources",
                Text("must be a list of sources", "doit être une liste de sources"),
            )
        for node in listed.value:
            if not isinstance(node, yaml.MappingNode):
                self.fail(
                    node.start_mark.line + 1,
                    "sources",
                    Text(
                        "each source must be a set of fields",
                        "chaque source doit être un ensemble de champs",
                    ),
                )
        return list(listed.value)

    def source(self, node: yaml.MappingNode, environment: Mapping[str, str]) -> Source:
        """One entry as a source."""
        values = self._values(node, environment)
        try:
            entry = _ENTRY.validate_python(values)
        except ValidationError as error:
            first = error.errors(include_url=False)[0]
            # The first step of the place is the kind, which pydantic chose the model by.
            place = [str(part) for part in first["loc"] if part not in {"site", "folder", "threads"}] or [
                "kind"
            ]
            self.fail(_line(node, place[0]), ".".join(place), complaints.of_field(first))
        return to_source(entry, self.path.parent)

    def _values(self, node: yaml.Node, environment: Mapping[str, str]) -> Any:
        if isinstance(node, yaml.MappingNode):
            return {str(key.value): self._values(value, environment) for key, value in node.value}
        if isinstance(node, yaml.SequenceNode):
            return [self._values(value, environment) for value in node.value]
        if node.tag == "tag:yaml.org,2002:bool":
            return node.value  # no field is a yes or no; "no" is a language and may be a name
        value = yaml.SafeLoader("").construct_object(node)
        if not isinstance(value, str):
            return value

        def replaced(found: re.Match[str]) -> str:
            name, default = found[1], found[2]
            if name not in environment and default is None:
                self.fail(
                    node.start_mark.line + 1,
                    name,
                    Text("is not set in the environment", "n’est pas défini dans l’environnement"),
                )
            return environment.get(name) or default or ""

        return _VARIABLE.sub(replaced, value)


def _no_yaml(column: int) -> Text:
    return Text(
        f"is no valid YAML: look at indentation, colons and quotes about column {column}",
        f"n’est pas du YAML valide : vérifiez le retrait, les deux-points et les guillemets vers la colonne {column}",
    )


def to_source(entry: Entry, folder: Path) -> Source:
    """A checked entry as a `Source`; paths are meant from `folder`, the source file's own."""
    options = entry.model_dump(
        exclude={"id", "kind", "brand", "owner", "url"}, exclude_none=True, mode="json"
    )
    if "path" in options:
        options["path"] = str((folder / Path(options["path"]).expanduser()).resolve())
    base_url = str(entry.url) if isinstance(entry, SiteEntry) else None
    return Source(entry.id, entry.kind, entry.brand, entry.owner, base_url, options)


def _field(node: yaml.Node | None, name: str) -> yaml.Node | None:
    if not isinstance(node, yaml.MappingNode):
        return None
    values: Sequence[tuple[yaml.Node, yaml.Node]] = node.value
    return next((value for key, value in values if key.value == name), None)


def _line(node: yaml.Node, name: str) -> int:
    """The line of a field, or of the entry where the field is absent."""
    found = _field(node, name)
    return (found or node).start_mark.line + 1
