"""Keyword indexes kept in files, so that a start reads what an earlier one built. Knows no passage's text.

A folder per language is named by what went into it: the passages' digests and the code that cuts words. A folder
is written beside its place and renamed, so a killed process leaves nothing that looks whole.
"""

import hashlib
import shutil
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from knowledge.words import keywords
from knowledge.words.keywords import KeywordIndex

KEY_CHARACTERS = 16
UNFINISHED = ".new-"


class KeywordFiles:
    """The keyword indexes of one data folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def index(
        self, language: str, marks: Sequence[tuple[str, str]], texts: Callable[[], Sequence[str]]
    ) -> KeywordIndex:
        """The index of the passages with these (id, digest); their `texts` are only asked for to build it."""
        place = self._folder / f"{language}-{_key(language, marks)}"
        ids = [key for key, _ in marks]
        try:
            return KeywordIndex.opened(language, ids, place)
        except (OSError, ValueError, KeyError):  # not built yet, or damaged: built again
            built = KeywordIndex(language, ids, texts())
        self._keep(built, place)
        for old in [*self._folder.glob(f"{language}-*"), *self._folder.glob(f"{UNFINISHED}*")]:
            if old != place:
                shutil.rmtree(old, ignore_errors=True)
        return built

    def _keep(self, built: KeywordIndex, place: Path) -> None:
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            beside = Path(tempfile.mkdtemp(prefix=UNFINISHED, dir=self._folder))
            built.save(beside)
            shutil.rmtree(place, ignore_errors=True)
            beside.replace(place)
        except OSError:  # a full or read-only disk costs the next start its time, nothing else
            return


def _key(language: str, marks: Sequence[tuple[str, str]]) -> str:
    content = hashlib.sha256(Path(keywords.__file__).read_bytes())
    content.update(language.encode())
    for key, digest in marks:
        content.update(f"{key}\x1f{digest}\x1e".encode())
    return content.hexdigest()[:KEY_CHARACTERS]
