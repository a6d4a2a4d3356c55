"""A model may reword what a page says, not turn it round, loosen it or add to it."""

import pytest

from assistant.guards.support import bears_out, quote_for
from knowledge.passages import make_passage

ENGLISH = make_passage(
    "s:/a", 0, ("Passports", "Renewal"), None, "prose",
    "You cannot renew a passport online. Bring two photos to the office. "
    "If you are under 16, a parent signs the form. The form is at the office.", "en", 0,
)  # fmt: skip
FRENCH = make_passage(
    "s:/b", 0, ("Permis", "Pêche"), None, "prose",
    "Le permis coûte 35 $ par année. Vous ne pouvez pas le renouveler par courriel.", "fr", 0,
)  # fmt: skip


def borne_out(text: str, passage, offered: str = "") -> bool:
    return bears_out(text, quote_for(text, offered, passage), passage)


@pytest.mark.parametrize(
    ("text", "passage"),
    [
        ("You can’t renew your passport online.", ENGLISH),
        ("Please bring 2 photos to the office.", ENGLISH),
        ("If you are under 16, the form is signed by a parent.", ENGLISH),
        ("Un permis coûte 35 $ par année.", FRENCH),
        ("On ne peut pas renouveler le permis par courriel.", FRENCH),
    ],
)
def test_other_words_for_the_same_thing_are_borne_out(text, passage) -> None:
    assert borne_out(text, passage)


@pytest.mark.parametrize(
    ("text", "passage"),
    [
        ("You can renew a passport online.", ENGLISH),
        ("You need not bring photos to the office.", ENGLISH),
        ("A parent signs the form.", ENGLISH),
        ("Bring twenty photos to the office.", ENGLISH),
        ("Bring four photos to the office.", ENGLISH),
        ("The form is free at the office.", ENGLISH),
        ("Passports take a few weeks to arrive by courier.", ENGLISH),
        ("Vous pouvez renouveler le permis par courriel.", FRENCH),
        ("Le permis est gratuit.", FRENCH),
        ("", ENGLISH),
    ],
)
def test_what_is_turned_round_loosened_or_added_is_not(text, passage) -> None:
    assert not borne_out(text, passage)


def test_words_cut_out_of_their_sentence_do_not_hide_what_it_denies() -> None:
    assert not borne_out("You can renew a passport online.", ENGLISH, offered="renew a passport online")
