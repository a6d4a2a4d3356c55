"""What the next sentence of a page takes back: "However, …", « Sauf … ». A rule without it says more than the page."""

import re
from collections.abc import Mapping, Sequence

from assistant.citations import Statement
from knowledge.facts import contains
from knowledge.passages import Passage
from knowledge.units import units_of
from knowledge.words.keywords import words

EXCEPTS = re.compile(
    r"(?:however|but|except|unless|exceptions?|sauf|hormis|toutefois|cependant|néanmoins|mais|en revanche|par contre"
    r"|à moins|à l['’]exception)\b",
    re.IGNORECASE,
)
TOLD = 1 / 2  # of its words: the exception is said, in other words


def exception_left_out(
    statement: Statement, reply: Sequence[Statement], passages: Mapping[str, Passage]
) -> str:
    """The first sentence that takes something back of what the statement quotes, and that no statement says; or ""."""
    said = "\n".join(each.text for each in reply)
    for citation in statement.citations:
        passage = passages.get(citation.passage_id)
        following = _after(citation.quote, passage) if passage else ""
        if passage and EXCEPTS.match(following) and not _is_told(following, said, passage.language):
            return following
    return ""


def _after(quote: str, passage: Passage) -> str:
    """What stands behind the last piece of the passage that the quote has, or is a part of."""
    texts = [unit.text for unit in units_of(passage.text)]
    quoted = [n for n, text in enumerate(texts) if contains(quote, text) or contains(text, quote)]
    return texts[quoted[-1] + 1] if quoted and quoted[-1] + 1 < len(texts) else ""


def _is_told(exception: str, said: str, language: str) -> bool:
    wanted = set(words(exception, language))
    return contains(said, exception) or len(wanted & set(words(said, language))) >= TOLD * len(wanted)
