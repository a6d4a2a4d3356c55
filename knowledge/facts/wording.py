"""Whether words stand in a text, whatever their white space, quotes and list marks."""

import re
import unicodedata
from functools import lru_cache

from knowledge.passages import as_on_page

NO_MARK = re.compile(r"^([ \t]*\d{3,})\.", re.MULTILINE)
# "1 250.50" and "12A" are one word each: "1", "250" and "12" do not stand in them.
TOKEN = re.compile(r"(?<!\d)\d{1,3}(?: \d{3})+(?!\d|-\d)(?:[.,]\d+)?|\d+\w*(?:[.,:]\d+)*|\w+|[^\w\s]")
TEXTS_REMEMBERED = 512


def contains(source: str, quote: str) -> bool:
    """Whether `quote` stands in `source`, from a word's beginning to a word's end.

    White space, typographic variants and list marks aside.
    """
    if comparable(quote) not in comparable(source):
        return False
    wanted = _in_words(quote)
    return wanted == "\n" or wanted in _in_words(source)


@lru_cache(maxsize=TEXTS_REMEMBERED)
def comparable(text: str) -> str:
    """The words alone, squeezed: without list marks and cell bars. A postal code at a line’s end is no mark."""
    return squeezed(as_on_page(NO_MARK.sub(r"\1 .", text)))


def squeezed(text: str) -> str:
    """Comparable form: compatibility characters folded, quotes straight, no white space."""
    return re.sub(r"\s+", "", _folded(text))


@lru_cache(maxsize=TEXTS_REMEMBERED)
def _in_words(text: str) -> str:
    # One word or mark a line, so that a whole line is a whole word.
    tokens = TOKEN.findall(_folded(as_on_page(NO_MARK.sub(r"\1 .", text))))
    return "\n".join(["", *tokens, ""])


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).replace("’", "'").replace("\u2011", "-").replace("\u00ad", "")
