"""What the desk says, in each language: reads `texts/*.yaml`. Owns no sentence itself."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Protocol

import yaml

FOLDER = Path(__file__).parent / "texts"
LANGUAGES = {"en": "English", "fr": "Français"}


class Translate(Protocol):
    """`t(key, **values)`: the sentence under `key`, with its values put in."""

    def __call__(self, key: str, /, **values: object) -> str:
        """The sentence; raises KeyError for a key that no file has."""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All sentences by language and dotted key."""

    sentences: Mapping[str, Mapping[str, str]]

    def in_language(self, language: str) -> Translate:
        """The `t` of one language."""
        return partial(self.say, language)

    def has(self, key: str) -> bool:
        """Whether there is a sentence under this key."""
        return key in self.sentences["en"]

    def say(self, language: str, key: str, /, **values: object) -> str:
        """The sentence; with `count`, the form for one or for several (in French, 0 is one)."""
        texts = self.sentences["fr" if language.startswith("fr") else "en"]
        if key not in texts and "count" in values:
            number = values["count"]
            single = number in {0, 1} if language.startswith("fr") else number == 1
            key = f"{key}.{'one' if single else 'other'}"
        return texts[key].format_map(values)


def read_catalogue(folder: Path = FOLDER) -> Catalogue:
    """Read every language's file."""
    return Catalogue(
        {
            language: dict(_flat(yaml.safe_load((folder / f"{language}.yaml").read_text("utf-8"))))
            for language in LANGUAGES
        }
    )


def _flat(node: Mapping[str, Any], prefix: str = "") -> list[tuple[str, str]]:
    pairs: list[tuple[str, str]] = []
    for key, value in node.items():
        if isinstance(value, Mapping):
            pairs.extend(_flat(value, f"{prefix}{key}."))
        else:
            pairs.append((f"{prefix}{key}", str(value).strip()))
    return pairs
