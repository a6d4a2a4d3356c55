"""Which of the passages found for a question a model is shown, and under which names. Writes nothing."""

from collections.abc import Sequence

from knowledge.search import Evidence

PASSAGES_SHOWN = 6


def shown_to_model(evidence: Sequence[Evidence]) -> dict[str, Evidence]:
    """The best passages by name: S1, S2, …, after their ranks.

    One with not a word of the question, where others have some, is about something else: search fills its list,
    and a model is not to be told what such a page would have it say. Of 824 marked answers of four real sites, the
    passages of 4 had no word of their question.
    """
    best = evidence[:PASSAGES_SHOWN]
    asked_for = [each for each in best if each.coverage > 0 or "exchange" in each.found_by]
    return {f"S{each.rank}": each for each in asked_for or best}
