"""Guard: every fact of a draft, in figures, in words or as a name, stands in its sources.

It looks at the kinds of fact that the checks before approval look at (`assistant.guards`): amounts, numbers, dates and
times in figures and words, telephones, addresses, links, forms and offices. What the checks settle sentence by sentence
it settles by text alone: a line that stands on the page as it is has the page's facts. A result names the page and the
quote, not the passage, so what is searched is the quote and the lines around it on the page, as far as the longest
passage reaches. A quote that does not stand on its page proves nothing. Where the text of a page is not at hand the
quote is taken at its word, unless the whole index is known.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

from eval.material import Material
from eval.measures.guards import guard, in_drafts
from eval.results import Answer, Cited
from ingest.cutting.passages import SIZES
from knowledge.facts import Fact, contains, fact_stands, squeezed, stated_in
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
        looked_at = stated.citations if stated_in(stated.text) else ()
        around = [_around(cited, material) for cited in looked_at]
        quotes = [cited.quote for cited, text in zip(looked_at, around, strict=True) if text]
        # Most facts stand in a quote, which is a short text to look through.
        sources = [*quotes, *around]
        own = "\n".join(line for line in stated.text.split("\n") if not _is_written(line, sources))
        found += [_words(number, each) for each in _stated(own) if not _stands(each, sources)]
    return found


def _stated(text: str) -> list[Fact]:
    """The facts of a text; the month of a day is one with the day."""
    facts = stated_in(text)
    days = {each.unit.removeprefix("month:") for each in facts if each.unit.startswith("month:")}
    return [each for each in facts if each.kind != "month" or each.value not in days]


def _is_written(line: str, sources: Sequence[str]) -> bool:
    """Whether the line stands there as it is: what a name is cut to may hang on the words around it."""
    return any(contains(source, line) for source in sources)


def _stands(fact: Fact, sources: Sequence[str]) -> bool:
    return any(fact_stands(fact, source) for source in sources)


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
