"""A question that is another government's business is referred, and one that our own pages answer never is."""

import pytest

from assistant.understand import Understood
from assistant.withholding.referrals import ANSWERED_FROM, Referral, Referrals, referred, tokens
from knowledge.texts import Text
from tests.evidence import evidence

PASSPORTS = Referral(
    Text("the passport office", "le bureau des passeports"),
    Text("https://passports.example", "https://passports.example/fr"),
    Text("By appointment.", "Sur rendez-vous."),
    {"en": ("passport", "travel document"), "fr": ("passeport",)},
)
ONTARIO = Referral(
    Text("Ontario", "l’Ontario"),
    Text("ontario.example", "ontario.example"),
    None,
    {"en": ("in Ontario", "OHIP"), "fr": ("en Ontario",)},
    {"en": ("here", "moved"), "fr": ("ici",)},
)
TABLE = Referrals((PASSPORTS, ONTARIO))
LICENCES = (evidence("Driver’s licences", "Renew a licence for $80. A passport proves who you are."),)


def whose(
    asked: str, sure: float = 0.2, found=LICENCES, language: str = "en", share: float = 0.25, table=TABLE
):
    question = Understood(asked, asked, language)
    return table.whose(
        question, found, sure, lambda _: 1.0, minimum_confidence=0.35, minimum_share=share
    )  # fmt: skip


@pytest.mark.parametrize(
    ("asked", "language", "expected"),
    [
        ("How do I renew my passport?", "en", PASSPORTS),
        ("Where are TRAVEL DOCUMENTS made?", "en", PASSPORTS),
        ("renouveler mon passeport", "fr", PASSPORTS),
        ("my OHIP card is lost", "en", ONTARIO),
        ("carte perdue en Ontario", "fr", ONTARIO),
        ("documents to travel", "en", None),  # not the phrase
        ("renew my licence", "en", None),
        ("passeport", "en", None),  # another language's word
    ],
)
def test_a_phrase_of_the_table_says_whose_it_is(asked: str, language: str, expected: Referral | None) -> None:
    assert whose(asked, language=language) is expected


@pytest.mark.parametrize(
    "asked", ["a health card from Ontario", "licence got in Ontario, valid here?", "i moved, OHIP card"]
)
def test_coming_from_there_is_not_asking_them(asked: str) -> None:
    assert whose(asked) is None


def test_the_entry_must_take_up_enough_of_the_question() -> None:
    asked = "which identity proof such as a passport counts for replacing lost birth certificates"
    assert whose(asked) is None
    assert whose(asked, share=0.05) is PASSPORTS


def test_what_our_pages_are_about_or_answer_surely_is_ours() -> None:
    asked, ours = "renew my passport", (evidence("Passports"),)
    assert whose(asked, sure=0.5, found=ours) is None
    assert whose(asked, sure=0.5) is PASSPORTS  # that page names passports, and is not about them
    assert whose(asked, sure=0.2, found=ours) is PASSPORTS  # near, and no answer
    assert whose(asked, sure=ANSWERED_FROM) is None


def test_an_empty_table_refers_nothing() -> None:
    assert whose("renew my passport", table=Referrals()) is None


def test_the_finding_names_the_office_and_its_address_in_both_languages() -> None:
    said = referred(PASSPORTS)
    assert (said.check, said.severity) == ("out_of_scope", "warn")
    assert "the passport office: https://passports.example. By appointment." in said.message.en
    assert "le bureau des passeports, https://passports.example/fr. Sur rendez-vous." in said.message.fr
    assert referred(ONTARIO).message.en.endswith("ontario.example.")


def test_everyday_words_stay_in_a_phrase_and_accents_do_not() -> None:
    assert tokens("à l’Étude, in Ontario", "fr")[:2] == ("a", "l")
    assert tokens("in Ontario", "en")[0] == "in"
