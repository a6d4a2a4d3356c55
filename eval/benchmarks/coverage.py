"""How often an answer stands on a gold source, the more of the questions are answered the surer ones first. Pure.

A text **meets** a gold source when it is from the source's page and half of the 8-character shingles of the shorter of
the two (white space, case and punctuation removed) stand in the other. So a long passage that holds a short source
and a short quote out of a long source are judged alike. A gold source without text is met by its page alone.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from eval.benchmarks.shingles import HALF, shingles
from eval.cases import Case, GoldSource
from eval.results import Cited, Found

COVERAGES = (0.5, 0.6, 0.7, 0.8, 0.9, 1.0)
UNSURE = float("-inf")  # of an answer that was withheld: it comes last, and is not right


@dataclass(frozen=True, slots=True)
class Judged:
    """One answer: how sure its system is of it (on the system's own scale), and whether it is right."""

    sure: float
    right: bool


def meets(source: GoldSource, page_id: str, text: str) -> bool:
    """Whether the text shows the source, as this module's docstring defines it."""
    if page_id != source.page_id:
        return False
    wanted = shingles(source.text or "")
    if not wanted:
        return True
    held = shingles(text, len(min(wanted)))  # of a "Yes" there is no longer one
    return bool(held) and len(wanted & held) >= HALF * min(len(wanted), len(held))


def stands_on_gold(case: Case, shown: Sequence[Cited | Found]) -> bool:
    """Whether one of the quotes or passages meets one of the gold sources."""
    texts = [(each.page_id, each.quote if isinstance(each, Cited) else each.text) for each in shown]
    return any(meets(source, *each) for each in texts for source in case.sources)


def accuracy_by_coverage(judged: Mapping[str, Judged]) -> dict[float, float]:
    """The share of right answers among the surest of each of `COVERAGES`; at least one is answered."""
    ordered = sorted(judged, key=lambda case_id: (-judged[case_id].sure, case_id))
    found: dict[float, float] = {}
    for coverage in COVERAGES:
        answered = ordered[: max(1, round(coverage * len(ordered)))]
        found[coverage] = sum(judged[case_id].right for case_id in answered) / max(1, len(answered))
    return found
