"""Whether a passage shows the text of a gold source. Owns that one question and its constants.

Two texts are compared by their letters and digits alone: white space, case, punctuation, and the marks that
lists are shown with ("- ", "2. ") are ignored. A passage is **right** for a source when

1. the source's text occurs in it: at least 90 % of its characters, in unbroken runs of at least 20 (all of a
   source that is shorter); or
2. the source is longer than the passage, and the passage shows at least half of it, or 400 characters
   of it (about 80 words) where half would be more: no passage of 1,000 characters could
   show half of a source of 2,500.

A source of fewer than 40 characters is too little to be known by its words: it counts only on its own page.
Longer texts count on any page, since the same official text is often published twice.
"""

import re
import unicodedata
from functools import lru_cache

from eval.cases import GoldSource
from eval.results import Found

RUN_CHARACTERS = 20
RUN_STEP = 4
OCCURS_SHARE = 0.9
PART_SHARE = 0.5
PART_CHARACTERS = 400
TELLING_CHARACTERS = 40

_LIST_MARK = re.compile(r"^[ \t]*(?:[-*•–]|\d{1,3}[.)])[ \t]+", re.MULTILINE)
_NOT_LETTERS = re.compile(r"[\W_]+")


@lru_cache(maxsize=100_000)
def squashed(text: str) -> str:
    """The letters and digits of a text, case folded."""
    plain = unicodedata.normalize("NFKC", text)
    return _NOT_LETTERS.sub("", _LIST_MARK.sub("", plain)).casefold()


def shown(source: str, passage: str) -> int:
    """A bit for each character of the squashed `source` that the squashed `passage` shows."""
    length = len(source)
    if not length:
        return 0
    if source in passage:
        return (1 << length) - 1
    if length < RUN_CHARACTERS:
        return 0
    run = (1 << RUN_CHARACTERS) - 1
    mask = 0
    last = length - RUN_CHARACTERS
    for start in (*range(0, last, RUN_STEP), last):
        if source[start : start + RUN_CHARACTERS] in passage:
            mask |= run << start
    return mask


def shown_of(source: GoldSource, found: Found) -> int:
    """As `shown`, for a gold source (which has a text) and a passage found."""
    wanted = squashed(source.text or "")
    if len(wanted) < TELLING_CHARACTERS and found.page_id != source.page_id:
        return 0
    return shown(wanted, squashed(found.text))


def is_right(source: GoldSource, found: Found) -> bool:
    """Whether the passage is right for the source, as this module's docstring defines it."""
    length = len(squashed(source.text or ""))
    characters = shown_of(source, found).bit_count()
    if not characters:
        return False
    if characters >= OCCURS_SHARE * length:
        return True
    longer = length > len(squashed(found.text))
    return longer and characters >= min(PART_SHARE * length, PART_CHARACTERS)
