"""Whether words stand in a text, whatever their white space, quotes and list marks."""

import re
import unicodedata

from knowledge.passages import as_on_page

NO_MARK = re.compile(r"^([ \t]*\d{3,})\.", re.MULTILINE)


def contains(source: str, quote: str) -> bool:
    """Whether `quote` stands in `source`; white space, typographic variants and list marks aside."""
    return comparable(quote) in comparable(source)


def comparable(text: str) -> str:
    """The words alone, squeezed: without list marks and cell bars. A postal code at a line’s end is no mark."""
    return squeezed(as_on_page(NO_MARK.sub(r"\1 .", text)))


def squeezed(text: str) -> str:
    """Comparable form: compatibility characters folded, quotes straight, no white space."""
    plain = unicodedata.normalize("NFKC", text).replace("’", "'").replace("\u2011", "-").replace("\u00ad", "")
    return re.sub(r"\s+", "", plain)
