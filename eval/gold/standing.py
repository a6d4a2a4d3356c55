"""Whether a gold source stands on its page. Owns that one question; the tolerance is that of `eval.matching`."""

from eval.cases import GoldSource
from eval.gold.locked import Standing
from eval.gold.pages import PagesRead
from eval.matching import OCCURS_SHARE, shown, squashed


def standing(source: GoldSource, pages: PagesRead) -> Standing:
    """Whether the source stands on its page: word for word, all but a little, or not.

    `mostly` is what `eval.matching` takes for the text: 90 % of it, in unbroken runs. A source without text stands
    while its page is indexed.
    """
    page = pages.by_key.get(source.page_id)
    if page is None or not page.shown:
        return "no"
    wanted, there = squashed(source.text or ""), pages.squashed(source.page_id)
    if wanted in there:
        return "whole"
    return "mostly" if shown(wanted, there).bit_count() >= OCCURS_SHARE * len(wanted) else "no"
