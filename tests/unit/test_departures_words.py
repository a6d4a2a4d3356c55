"""A sentence that exchanges one word is no longer the page's: must for may, all for some, a word that is not there."""

import pytest

from assistant.citations import Citation, Statement
from assistant.guards.checks import check_statements
from assistant.guards.departures import departures
from knowledge.facts import fact_stands, stated_in
from knowledge.passages import Passage, make_passage

RENT = make_passage(
    "s:/a", 0, ("Renting",), None, "prose",
    "A tenant may end the lease early with written notice. The landlord must keep all receipts of the monthly rent. "
    "Bring a lease and a bill to the office. You must not change the locks.", "en", 0,
)  # fmt: skip
RENEWAL = make_passage(
    "s:/c", 0, ("Renewing",), None, "prose",
    "You can renew 1 year before and up to 2 years after it expires. A form of 2 years or more is not taken. Send us "
    "the forms. They must be complete.", "en", 0,
)  # fmt: skip
LOYER = make_passage(
    "s:/b", 0, ("Louer",), None, "prose",
    "Le locataire peut quitter le logement avec un avis écrit. Le bailleur doit garder certains reçus du loyer "
    "mensuel. Vous ne pouvez pas changer la serrure du logement.", "fr", 0,
)  # fmt: skip

WATER = make_passage(
    "s:/d", 0, ("Wells",), None, "prose",
    "If you have lived beside one of the six wells below at any time between 1953 and 1987, you may be at risk "
    "of certain illnesses that were found later, and you must tell a doctor of it or either of the two clinics: "
    "Northside and Southside.",
    "en", 0,
)  # fmt: skip

COVER = make_passage(
    "s:/f", 0, ("Cover",), None, "prose",
    "If you want to add the second cover to your boat insurance, you must have already applied for the first and been "
    "granted a waiver of the harbour fees. You must apply for the cover within one year of the grant of the waiver "
    "of fees.",
    "en", 0,
)  # fmt: skip

VISIT = make_passage(
    "s:/e", 0, ("Visite",), None, "prose",
    "La visite libre permet de parcourir le musée et ses jardins sans prendre de guide ni de rendez-vous.", "fr", 0,
)  # fmt: skip


def found(text: str, passage: Passage) -> set[tuple[str, bool]]:
    return {(each.kind, each.certain) for each in departures(text, (passage,))}


@pytest.mark.parametrize(
    ("text", "passage", "departure"),
    [
        ("A tenant must end the lease early with written notice.", RENT, ("other_strength", True)),
        ("The landlord may keep all receipts of the monthly rent.", RENT, ("other_strength", True)),
        ("The landlord must keep some receipts of the monthly rent.", RENT, ("other_strength", False)),
        ("Bring a lease or a bill to the office.", RENT, ("other_strength", False)),
        ("A teacher may end the lease early with written notice.", RENT, ("new_word", False)),
        (
            "A landlord may end the lease early with written notice.",
            RENT,
            ("new_word", False),
        ),  # has it elsewhere
        ("The landlord must keep all receipts of the weekly rent.", RENT, ("fact_not_in_source", True)),
        ("You can renew 1 year before and at least 2 years after it expires.", RENEWAL, ("other_side", True)),
        ("They may be complete.", RENEWAL, ("other_strength", True)),  # of two words
        # Between the same words, in a part of a long sentence.
        ("You must be at risk of certain illnesses that were found later.", WATER, ("other_strength", True)),
        ("You may tell a doctor of it.", WATER, ("other_strength", True)),
        ("You have to be at risk of certain illnesses.", WATER, ("other_strength", True)),
        ("You may be at risk of certain clinics that were found later.", WATER, ("new_word", False)),
        ("You must tell a doctor of it or both:", WATER, ("other_strength", False)),
        # Its words are nearly all in a short sentence too.
        (
            "You should have already applied for the cover and been granted a waiver.",
            COVER,
            ("other_strength", True),
        ),
        # The sentence denies something else.
        ("La visite libre ne permet pas de parcourir le musée et ses jardins.", VISIT, ("negation", True)),
        ("Le locataire doit quitter le logement avec un avis écrit.", LOYER, ("other_strength", True)),
        ("Le bailleur doit garder tous reçus du loyer mensuel.", LOYER, ("other_strength", False)),
        ("Le conjoint peut quitter le logement avec un avis écrit.", LOYER, ("new_word", False)),
        ("Le bailleur doit garder certains reçus du loyer annuel.", LOYER, ("fact_not_in_source", True)),
    ],
)
def test_one_word_for_another_is_found(text: str, passage: Passage, departure: tuple[str, bool]) -> None:
    assert departure in found(text, passage)


@pytest.mark.parametrize(
    ("text", "passage"),
    [
        ("You may not change the locks.", RENT),  # forbids as "must not" does
        ("With written notice a tenant may end the lease early.", RENT),
        ("The landlord must keep all receipts of the rent for each month.", RENT),
        ("Renting: a tenant may end it early with written notice.", RENT),  # the heading's word
        ("Vous ne devez pas changer la serrure du logement.", LOYER),
    ],
)
def test_what_means_the_same_is_not(text: str, passage: Passage) -> None:
    assert not {kind for kind, _ in found(text, passage)} & {
        "other_strength",
        "new_word",
        "fact_not_in_source",
    }


def test_the_person_is_told_which_word_the_page_lacks() -> None:
    quote = "A tenant may end the lease early with written notice."
    citation = Citation(RENT.id, RENT.digest, "", "", None, quote, RENT.heading_path)
    statement = Statement(quote.replace("tenant", "teacher"), (citation,))
    (finding,) = check_statements([statement], {RENT.id: RENT})
    assert finding.check == "new_word" and finding.severity == "warn"
    assert "“teacher”" in finding.message.en and "« teacher »" in finding.message.fr


@pytest.mark.parametrize(
    ("said", "source", "stands"),
    [
        ("a monthly fee", "a fee of $5 a month", True),
        ("une redevance annuelle", "5 $ par année", True),
        ("weekly", "hebdomadaire", True),
        ("a weekly fee", "a fee of $5 a month", False),
        ("paid quarterly", "paid every month within 3 months", False),
    ],
)
def test_how_often_is_a_fact(said: str, source: str, stands: bool) -> None:
    (fact,) = stated_in(said)
    assert fact_stands(fact, source) is stands
