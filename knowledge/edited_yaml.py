"""YAML files that an organisation's people edit, opened as nodes, so that each mistake can be told by its line.

Knows what may be wrong with any such file; what stands in one, its own reader knows.
"""

from dataclasses import dataclass
from pathlib import Path

import yaml
from yaml import Node

from knowledge.errors import BadConfiguration
from knowledge.texts import Text


@dataclass(frozen=True, slots=True)
class Complaint:
    """A part of a file that is left out, by the line at fault, counted from 1, and why."""

    line: int
    what: Text


def complaint(node: Node, what: Text) -> Complaint:
    """What is wrong with this node."""
    return Complaint(node.start_mark.line + 1, what)


def composed(path: Path, called: Text, setting: str) -> Node | None:
    """The file's root, None of an empty one; `called` names its kind, `setting` is where another can be named.

    Raises: BadConfiguration when there is no such file, or it is no YAML.
    """
    try:
        return yaml.compose(path.read_text(encoding="utf-8-sig"), Loader=yaml.SafeLoader)
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror or "?" if isinstance(error, OSError) else "UTF-8"
        raise BadConfiguration(
            Text(
                f"The {called.en} {path} cannot be read: {why}.",
                f"Le {called.fr} {path} est illisible : {why}.",
            ),
            next_step=Text(
                f"Name another file in {setting}, or none.",
                f"Indiquez un autre fichier dans {setting}, ou aucun.",
            ),
        ) from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        raise BadConfiguration(
            Text(
                f"The {called.en} {path} is not YAML: a mistake near line {line}.",
                f"Le {called.fr} {path} n’est pas du YAML : une erreur près de la ligne {line}.",
            ),
            next_step=QUOTE_IT,
        ) from error


QUOTE_IT = Text(
    "Correct that line; words with a colon, a # or braces stand in quotes.",
    "Corrigez cette ligne ; les mots avec deux-points, # ou accolades se mettent entre guillemets droits.",
)
