"""A table that lost its columns: a figure alone in its line belongs to the label above it, wherever pieces are cut."""

import pytest

from assistant.guards.columns import under_another_line
from assistant.guards.departures import departures
from knowledge.passages import Passage, make_passage
from knowledge.units import LONGEST_LEAD_IN

LABELS = [f"{number / 4 + 1:g} parts" for number in range(LONGEST_LEAD_IN)]
FEES = [f"{1000 + 37 * number} $" for number in range(LONGEST_LEAD_IN)]


def table(fees: list[str]) -> str:
    return "\n".join(line for pair in zip(LABELS, fees, strict=True) for line in pair)


def exchanged(one: int, two: int) -> list[str]:
    fees = list(FEES)
    fees[one], fees[two] = fees[two], fees[one]
    return fees


def passage_of(text: str, language: str = "fr") -> Passage:
    return make_passage("s:/a", 0, ("Rebate",), None, "prose", text, language, 0)


@pytest.mark.parametrize("lead", ["", "The rebate:\n", "The rebate\nby household:\n"])
@pytest.mark.parametrize(("one", "two"), [(0, 1), (6, 7), (7, 8), (14, 15), (2, 13)])
def test_two_figures_that_change_places_are_found_wherever_pieces_are_cut(
    lead: str, one: int, two: int
) -> None:
    passage = passage_of(table(FEES))
    found = [each for each in departures(lead + table(exchanged(one, two)), [passage]) if each.certain]
    assert "fact_beside_other_words" in {each.kind for each in found}


@pytest.mark.parametrize(
    "said", [table(FEES), f"The rebate:\n{table(FEES)}", "\n".join(table(FEES).split("\n")[4:9])]
)
def test_figures_below_their_labels_stand(said: str) -> None:
    assert under_another_line(said, [table(FEES)]) is None


def test_a_figure_under_either_of_two_tables_stands() -> None:
    first, second = "Adults\n40 $\nChildren\n20 $", "Adults\n50 $\nChildren\n20 $"
    assert under_another_line("Adults\n50 $", [first, second]) is None
    assert under_another_line("Adults\n20 $", [first, second]) is not None


def test_a_figure_below_a_heading_or_a_sentence_is_not_judged_here() -> None:
    page = "Fees\nAdults\n40 $\nChildren\n20 $"
    assert under_another_line("Fees\n40 $", [page]) is None
    assert under_another_line("You pay:\n40 $", [page]) is None
