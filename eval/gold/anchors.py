"""Where gold sources stand now: found again by their quotes after a re-crawl. Changes no gold and scores nothing.

A source on its page **stands**. One whose words stand on another page has **moved** there. Only evidence takes a
source out of the test: it is **gone** when its site says that the page is, or when a locked page is known no more,
and **changed** when a locked page was fetched with other content and no longer says it as it did. A source that
cannot be seen for any other reason (our reader lost the text, a page was left out or never read, no lock tells) is
**unseen**: it counts as a miss, as it must, and is reported.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from eval.cases import Case, Gold, GoldSource
from eval.gold.locked import CaseLock, SourceLock
from eval.gold.pages import PageRead, PagesRead
from eval.gold.standing import standing
from eval.matching import TELLING_CHARACTERS, squashed
from eval.runs.record import SourceRecord

State = Literal["stands", "moved", "changed", "gone", "unseen"]
Flag = Literal["changed", "gone"]


@dataclass(frozen=True, slots=True)
class Anchor:
    """A gold source with its state; `page` is where it was found, else where the gold says."""

    source: GoldSource
    state: State
    page: str

    @property
    def record(self) -> SourceRecord:
        """As reports hold it, where `stands` includes what nothing speaks against (unseen)."""
        state: Literal["stands", "moved", "changed", "gone"] = (
            "stands" if self.state == "unseen" else self.state
        )
        return SourceRecord(page=self.page, text=self.source.text, state=state)


@dataclass(frozen=True, slots=True)
class Anchored:
    """The gold as the pages are now.

    `cases` are those to score: a moved source names its new page, a changed or gone one is left out. `flags` names
    the cases that wait for a person, since none of their sources holds; they are not in `cases`.
    """

    cases: tuple[Case, ...]
    anchors: Mapping[str, tuple[Anchor, ...]]
    flags: Mapping[str, Flag] = field(default_factory=dict)

    def sources_of(self, case_id: str) -> tuple[SourceRecord, ...]:
        """The sources of a case, flagged or not, as reports hold them; none of a case that is not known."""
        return tuple(each.record for each in self.anchors.get(case_id, ()))

    @property
    def unseen(self) -> tuple[str, ...]:
        """The cases to score of which no source can be seen: misses, unless a page elsewhere says the same."""
        return tuple(
            case.id
            for case in self.cases
            if (found := self.anchors[case.id])
            and not any(each.state in {"stands", "moved"} for each in found)
        )

    def counts(self) -> Mapping[State, int]:
        """How many sources there are in each state."""
        counted = Counter(each.state for found in self.anchors.values() for each in found)
        return {state: counted[state] for state in ("stands", "moved", "changed", "gone", "unseen")}


def anchor(gold: Gold, pages: PagesRead, locked: Mapping[str, CaseLock] | None = None) -> Anchored:
    """Find every gold source on the pages as they are now.

    `locked` is what `eval.gold.lock.check_lock` trusts; without it nothing is called changed.
    """
    cases: list[Case] = []
    anchors: dict[str, tuple[Anchor, ...]] = {}
    flags: dict[str, Flag] = {}
    for case in gold.cases:
        then = _then(case, (locked or {}).get(case.id))
        found = tuple(
            _anchor(source, case.language, pages, before)
            for source, before in zip(case.sources, then, strict=True)
        )
        anchors[case.id] = found
        held = tuple(
            replace(each.source, page_id=each.page) for each in found if each.state not in {"changed", "gone"}
        )
        if found and not held:
            flags[case.id] = "changed" if any(each.state == "changed" for each in found) else "gone"
        else:
            cases.append(replace(case, sources=held))
    return Anchored(tuple(cases), anchors, flags)


def _anchor(source: GoldSource, language: str, pages: PagesRead, then: SourceLock | None) -> Anchor:
    now, page = standing(source, pages), pages.by_key.get(source.page_id)
    same_page = then is not None and page is not None and page.digest == then.page_digest
    edited = now == "mostly" and then is not None and then.stood == "whole" and not same_page
    if now != "no" and not edited:
        return Anchor(source, "stands", source.page_id)
    wanted = squashed(source.text or "")
    elsewhere = None
    if len(wanted) >= TELLING_CHARACTERS and not same_page:
        elsewhere = pages.showing(wanted, language)
    if elsewhere:
        return Anchor(source, "moved", elsewhere)
    return Anchor(source, _missing(page, then), source.page_id)


def _missing(page: PageRead | None, then: SourceLock | None) -> State:
    if page is None:
        return "gone" if then is not None and then.page_digest is not None else "unseen"
    if page.gone:
        return "gone"
    changed = page.shown and then is not None and then.stood != "no" and page.digest != then.page_digest
    return "changed" if changed else "unseen"


def _then(case: Case, locked: CaseLock | None) -> Sequence[SourceLock | None]:
    if locked is None or [each.page for each in locked.sources] != [each.page_id for each in case.sources]:
        return [None] * len(case.sources)
    return locked.sources
