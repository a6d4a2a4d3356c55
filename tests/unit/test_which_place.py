"""Of several places of a kind it is asked which is meant, unless one is named or a page answers for all of them."""

import pytest

from assistant.understand import Understood
from assistant.withholding.clarify import MARGIN, WHICH_PLACE, ask_back, choices, question_back
from assistant.withholding.which_place import points_at_a_place, several_places
from tests.evidence import evidence

LIBRARIES = [
    evidence("Alder Street Library", score=24.0),
    evidence("Town of Aldermere | Harbour Library", score=23.0),
    evidence("Alder  Street Library", score=22.5, rank=3),
    evidence("Get a library card", score=22.0),
    evidence("Hillside Library", score=15.0),
]
POOLS = [
    evidence("Piscine de Beaulieu", language="fr"),
    evidence("Piscine Valmont – Ville d’Aldermere", language="fr"),
]


def places(text: str, found=LIBRARIES, language: str = "en", thread: str = "") -> list[str]:
    return several_places(Understood(text, f"{thread}\n{text}", language), found, MARGIN)


@pytest.mark.parametrize(
    "text", ["When does the library open?", "library hours", "is the local LIBRARY open on sunday"]
)
def test_near_pages_that_are_named_for_several_places_are_the_choices(text: str) -> None:
    assert places(text) == ["Alder Street Library", "Harbour Library"]


@pytest.mark.parametrize(
    "text", ["à quelle heure ouvre la piscine ?", "Horaire piscine", "on peut se baigner a la Piscine?"]
)
def test_in_french_too(text: str) -> None:
    assert places(text, POOLS, "fr") == ["Piscine de Beaulieu", "Piscine Valmont"]


def test_accents_are_not_needed() -> None:
    titles = ("Bibliothèque Gabrielle", "Bibliothèque du Nord")
    assert (
        len(places("les heures de la bibliotheque", [evidence(each, language="fr") for each in titles], "fr"))
        == 2
    )


@pytest.mark.parametrize(
    "text",
    [
        "When does the Harbour Library open?",
        "is the library on alder street open?",
        "when does the library in Brossard open?",  # a place that no page has
        "Can a library lend films?",  # libraries in general
        "when does the pool open?",
        "how do I renew my licence?",
    ],
)
def test_who_says_which_or_asks_of_none_of_them_is_answered(text: str) -> None:
    assert places(text) == []


def test_a_thread_that_names_one_is_answer_enough() -> None:
    assert places("and on Sunday, is the library open?", thread="the Harbour Library please") == []


def test_a_best_page_for_all_of_them_or_one_alone_is_answer_enough() -> None:
    general = evidence("Public libraries", "All libraries open at 9:00.", score=25.0)
    assert places("When does the library open?", [general, *LIBRARIES]) == []
    assert places("When does the library open?", [LIBRARIES[0], LIBRARIES[2], LIBRARIES[4]]) == []
    assert places("When does the library open?", [evidence("Find a Library"), evidence("The Library")]) == []
    assert places("When does the library open?", []) == []
    assert places("wann öffnet die library", language="de") == []


def test_the_question_back_names_them() -> None:
    found = choices(Understood("library hours", "library hours", "en"), LIBRARIES)
    assert found is not None
    assert ask_back(found).message.en == "Do you mean “Alder Street Library” or “Harbour Library”?"


def points(text: str, found=POOLS, language: str = "en", thread: str = "", replied: str = "") -> bool:
    return points_at_a_place(Understood(text, f"{thread}\n{text}", language, replied), found)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("what does this library provide for the public?", "en"),
        ("Does this Superior Court publish a judges roster?", "en"),
        ("are these swimming pools heated", "en"),
        ("Cette piscine est-elle chauffée ?", "fr"),
        ("est-ce que ce grand musée est gratuit", "fr"),
    ],
)
def test_a_place_that_is_only_pointed_at_is_asked_for(text: str, language: str) -> None:
    assert points(text, LIBRARIES, language)
    assert points(text, [], language)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("is this the right form for the library", "en"),
        ("does this library in Brossard lend films", "en"),
        ("does this program pay for a school", "en"),
        ("Est-ce que les piscines sont ouvertes ?", "fr"),
        ("est ce que les parcs ferment", "fr"),
        ("wo ist this library", "de"),
    ],
)
def test_who_points_at_no_place_or_names_it_is_answered(text: str, language: str) -> None:
    assert not points(text, LIBRARIES, language)


def test_a_thread_or_the_only_page_says_which_is_pointed_at() -> None:
    assert not points("are these clinics open at night", thread="the Causeway VA Clinic")
    assert not points("is this clinic open at night", replied="The Causeway clinic is near you.")
    assert not points("is this library open", LIBRARIES[:1])


def test_the_question_back_asks_for_the_name() -> None:
    asked = Understood("is this pool heated", "is this pool heated", "en")
    found = question_back(asked, LIBRARIES)
    assert found is not None and found.message == WHICH_PLACE
    assert question_back(Understood("is it heated", "is it heated", "en"), LIBRARIES) is None
