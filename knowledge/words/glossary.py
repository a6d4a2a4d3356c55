"""The glossary of public services that ships with the product: what one language calls what the other does.

Written in the format of the synonym file, a file a subject under `terms/`. It carries questions over to another
language (`knowledge.words.carrying`); within one language it changes nothing.
"""

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from knowledge.words.synonym_file import SynonymFile, read_packaged
from knowledge.words.synonyms import Synonyms

TERMS = Path(__file__).parent / "terms"


@lru_cache(maxsize=4)
def glossary(languages: tuple[str, ...]) -> Synonyms:
    """Its groups for these languages, ready to be met in questions; read once, in about half a second."""
    return Synonyms([group for each in glossary_files(languages) for group in each.groups if len(group) > 1])


def glossary_files(languages: Sequence[str]) -> list[SynonymFile]:
    """What each of its files holds, in order of name."""
    return [read_packaged(path, languages) for path in sorted(TERMS.glob("*.yaml"))]
