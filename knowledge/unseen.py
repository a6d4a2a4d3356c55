"""Letters that no screen shows: what is written in them is said to machines behind a reader's back."""

import re

# Soft hyphen, direction marks and overrides, joiners, variation selectors, and the tags of U+E0000, which spell all of
# ASCII unseen. The zero-width space is white space, and stays with whoever tidies that.
UNSEEN = re.compile(
    "[\u00ad\u061c\u115f\u1160\u180e\u200c-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\uffa0"
    "\U000e0000-\U000e0fff]"
)


def without_unseen(text: str) -> str:
    """The text as a reader sees it, less the letters that are not seen."""
    return UNSEEN.sub("", text)
