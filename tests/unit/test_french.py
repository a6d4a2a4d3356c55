"""French typography sets our words as French does, and changes no fact, no link and no quote."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.voice.french import typeset
from knowledge.facts import facts_in, stated_in

N = "\u00a0"
PIECES = st.sampled_from(
    ["coûte", "25$", "$25", "$1,234.50", "12 000", "12,000", "15 h 30", "15h30", "8:30", "le 3 mai", '"oui"', "«", "»",
     ":", ";", "!", "?", "?!", " ", "  ", "\n", ".", ",", "'", "l'avis", "%", "$", "1 800 555-0142", "819 555 0142",
     "a.b@aldermere.example", "https://aldermere.example/a?b=c:d;e!", "www.aldermere.example", "7", "2026", "(", ")"]
)  # fmt: skip
TEXTS = st.lists(PIECES | st.text(max_size=3), max_size=14).map("".join)


def meaning(text: str) -> list[tuple[str, ...]]:
    return [(each.kind, each.value, each.unit) for facts in (facts_in, stated_in) for each in facts(text)]


@pytest.mark.parametrize(
    ("typed", "as_set"),
    [
        ("Où aller? Ici!", f"Où aller{N}? Ici{N}!"),
        ("Les frais : 25 $; rien d'autre", f"Les frais{N}: 25{N}${N}; rien d’autre"),
        ('Cochez "oui".', f"Cochez «{N}oui{N}»."),
        ("Cochez «oui», puis « non ».", f"Cochez «{N}oui{N}», puis «{N}non{N}»."),
        ("Cela coûte $25, ou 30$.", f"Cela coûte 25{N}$, ou 30{N}$."),
        ("De 8 h 30 à 16 h", f"De 8{N}h{N}30 à 16{N}h"),
        ("De 8h30 à 16h.", f"De 8{N}h{N}30 à 16{N}h."),
        ("12 000 personnes, 5%", f"12{N}000 personnes, 5{N}%"),
        ("Vraiment?!", f"Vraiment{N}?!"),
        ("Appelez le 819 555-0142!", f"Appelez le 819 555-0142{N}!"),
    ],
)
def test_our_words_are_set_as_french_sets_them(typed: str, as_set: str) -> None:
    assert typeset(typed) == as_set


@pytest.mark.parametrize(
    "text",
    [
        "1 800 555-0142",
        "$1,234.50",
        "Voir https://a.example/b?c:d;e",
        "a:b@c.example",
        "8:30",
        "3,14 m",
        "",
    ],
)
def test_what_another_setting_would_change_is_left_alone(text: str) -> None:
    assert typeset(text) == text


def test_a_quote_is_left_as_the_page_has_it() -> None:
    quote = "Frais : 25$!"
    assert typeset(f"La page dit ceci: {quote}", [quote]) == f"La page dit ceci{N}: {quote}"


@settings(deadline=None)
@given(TEXTS)
def test_no_fact_is_ever_changed(text: str) -> None:
    assert meaning(typeset(text)) == meaning(text)


@settings(deadline=None)
@given(TEXTS)
def test_setting_twice_changes_nothing_more(text: str) -> None:
    assert typeset(typeset(text)) == typeset(text)


@settings(deadline=None)
@given(TEXTS, TEXTS, TEXTS)
def test_a_quote_survives_whatever_stands_around_it(before: str, quote: str, after: str) -> None:
    assert not quote.strip() or quote.strip() in typeset(f"{before} {quote} {after}", [quote])


@settings(deadline=None)
@given(TEXTS)
def test_only_spaces_and_marks_are_touched(text: str) -> None:
    def letters(said: str) -> str:
        return "".join(each for each in said if each.isalnum())

    assert letters(typeset(text)) == letters(text)
