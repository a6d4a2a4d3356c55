"""Guard: every amount, date, time, number, telephone number, address and link of a draft stands in its sources.

The rule is that of the checks before approval (`assistant.checks`): a statement's facts stand in the passages that it
cites. A result names the page and the quote, not the passage, so what is searched is the quote and the lines around
it on the page, as far as the longest passage reaches. A quote that does not stand on its page proves nothing. Where
the text of a page is not at hand the quote is taken at its word, unless the whole index is known.
"""

from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

from eval.material import Material
from eval.measures.guards import guard, in_drafts
from eval.results import Answer, Cited
from ingest.passages import SIZES
from knowledge.facts import Fact, fact_stands, facts_in, squeezed
from knowledge.passages import as_on_page
from knowledge.texts import Text

PAGES_REMEMBERED = 1024
PERSONAL = {"phone", "email"}


@dataclass(frozen=True, slots=True)
class _Page:
    """A page's lines, its squeezed text, and where in that text each line ends."""

    lines: tuple[str, ...]
    text: str
    ends: tuple[int, ...]

    def around(self, quote: str) -> str | None:
        """The lines that hold the quote, and those within a passage's reach; None where it does not stand."""
        wanted = squeezed(as_on_page(quote))
        at = self.text.find(wanted) if wanted else -1
        if at < 0:
            return None
        first = bisect_right(self.ends, max(0, at - SIZES.longest_whole))
        last = bisect_right(self.ends, at + len(wanted) + SIZES.longest_whole)
        return "\n".join(self.lines[first : last + 1])


def _invented(answer: Answer, material: Material) -> list[str]:
    found = []
    for number, stated in enumerate(answer.statements, start=1):
        facts = facts_in(stated.text)
        around = [_around(cited, material) for cited in stated.citations] if facts else []
        quotes = [cited.quote for cited, text in zip(stated.citations, around, strict=False) if text]
        # Most facts stand in a quote, which is a short text to look through.
        sources = [*quotes, *around]
        found += [_words(number, fact) for fact in facts if not any(fact_stands(fact, s) for s in sources)]
    return found


def _around(cited: Cited, material: Material) -> str:
    page = material.page_text(cited.page_id)
    if page is None:
        return "" if material.index_known else cited.quote
    return _page(page).around(cited.quote) or ""


def _words(number: int, fact: Fact) -> str:
    what = f"a {fact.kind}" if fact.kind in PERSONAL else f"the {fact.kind} “{fact.text}”"
    return f"statement {number}: {what} is not in what it cites"


@lru_cache(maxsize=PAGES_REMEMBERED)
def _page(text: str) -> _Page:
    lines = tuple(text.split("\n"))
    parts = [squeezed(as_on_page(line)) for line in lines]
    return _Page(lines, "".join(parts), tuple(accumulate(map(len, parts))))


VIOLATIONS = in_drafts(_invented)
MEASURE = guard(
    "invented_facts",
    Text(
        "Amounts, dates, numbers, telephones and links that no cited page holds.",
        "Montants, dates, nombres, téléphones et liens qu’aucune page citée ne contient.",
    ),
    VIOLATIONS,
)
