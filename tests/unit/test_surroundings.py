"""What is found is shown among its neighbours: whole ones, then as many of their sentences as fit."""

from sqlalchemy import Connection, create_engine

from knowledge.passages import Passage, make_passage
from knowledge.surroundings import around, as_read

LONGEST = 120
MANY = "First of many. Second of many. Third of many. Fourth of many. Fifth of many. Sixth of many. Last of many."


def page_of(*texts: str) -> list[Passage]:
    return [make_passage("s:/a", n, ("Park",), None, "prose", text, "en", n) for n, text in enumerate(texts)]


def shown(page: list[Passage], *found: int) -> list[str]:
    with create_engine("sqlite://").connect() as connection:
        return shown_by(connection, page, found)


def shown_by(connection: Connection, page: list[Passage], found: tuple[int, ...]) -> list[str]:
    pages = {page[0].page_id: page}
    return [as_read(each) for each in around(connection, [page[n] for n in found], LONGEST, pages)]


def test_a_neighbour_that_fits_is_shown_whole() -> None:
    page = page_of("Gates are old.", "Trails are steep.", "Dogs may come.")
    assert shown(page, 1) == ["Park\nGates are old.\nTrails are steep.\nDogs may come."]


def test_of_one_that_does_not_the_nearest_sentences_are() -> None:
    (behind,) = shown(page_of("Trails are steep.", MANY), 0)
    assert behind == "Park\nTrails are steep.\n" + "\n".join(MANY.replace(". ", ".|").split("|")[:6])
    (before,) = shown(page_of(MANY, "Trails are steep.", "Dogs may come."), 1)
    assert before.startswith("Park\nThird of many.\nFourth of many.") and len(before) <= LONGEST
    assert before.endswith("Trails are steep.\nDogs may come.")


def test_a_part_that_was_shown_does_not_hide_what_is_found_itself() -> None:
    first, second = shown(page_of("Trails are steep.", MANY), 0, 1)
    assert first.endswith("Sixth of many.") and second.endswith("Last of many.")


def test_a_passage_longer_than_all_that_may_be_shown_stands_alone() -> None:
    long = "Trails are steep. " * 10
    assert shown(page_of("Gates are old.", long.strip(), "Dogs."), 1) == [f"Park\n{long.strip()}"]


def test_of_two_neighbours_the_one_that_was_found_too_goes_first() -> None:
    page = page_of(
        "Gates are old. " * 3 + "Old gates.", "Trails are steep.", "Dogs may come. " * 3 + "Good dogs."
    )
    assert "Good dogs." in shown(page, 1)[0] and "Gates are old. Gates" not in shown(page, 1)[0]
    assert "Old gates." in shown(page, 1, 0)[0] and "Good dogs." not in shown(page, 1, 0)[0]
