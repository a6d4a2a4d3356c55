"""Which of the served languages a text is in. Knows no language that is not served."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any


def detect(text: str, allowed: Sequence[str], default: str) -> str:
    """The most probable of the `allowed` languages (ISO 639-1); `default` where the text gives no sign."""
    if len(allowed) == 1:
        return allowed[0]
    if not any(character.isalpha() for character in text):
        return default
    found = str(_detector(tuple(allowed)).detect(text))
    return found if found in allowed else default


@lru_cache(maxsize=4)
def _detector(allowed: tuple[str, ...]) -> Any:
    # Loaded at first use: the n-gram database takes a moment and 26 MB.
    import eldc

    eldc.init()
    detector = eldc.instance()
    detector.set_languages(list(allowed))
    return detector
