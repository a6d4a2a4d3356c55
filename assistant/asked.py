"""Which kind of fact a question asks for, and whether a text has one: an amount, a time, a way to reach someone.

English and French. Says nothing about whether the fact is the right one.
"""

import re
from collections.abc import Sequence

MONTHS = (
    "january february march april may june july august september october november december "
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre"
)
WEEKDAYS = (
    "mondays? tuesdays? wednesdays? thursdays? fridays? saturdays? sundays? lundis? mardis? mercredis? jeudis?"
    " vendredis? samedis? dimanches?"
)
SPANS = "days? weeks? months? years? hours? minutes? jours? semaines? mois ans? heures? h am pm"


def _words(alternatives: str) -> str:
    return rf"\b(?:{'|'.join(alternatives.split())})\b"


# For each kind: how it is asked for, and how it is written.
KINDS: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...] = (
    (
        re.compile(
            _words(
                "costs? fees? price pay charge amount combien co[uû]te? co[uû]ts? tarifs? prix frais payer montant"
            )
            + r"|\bhow much\b",
            re.IGNORECASE,
        ),
        re.compile(r"[$€£]\s?\d|\d\s?[$€£]|\d\s?(?:dollars|euros)\b|\bfree\b|\bgratuit", re.IGNORECASE),
    ),
    (
        re.compile(
            _words("when deadline until hours date due expires? quand délais? durée horaires? heures?")
            + r"|\bhow (?:long|many (?:days|weeks|months|years|hours))\b|\bwhat time\b"
            + r"|\bcombien de (?:temps|jours|semaines|mois)\b|\bjusqu",
            re.IGNORECASE,
        ),
        re.compile(
            rf"\d\s?(?:{'|'.join(SPANS.split())})\b|{_words(MONTHS)}|\b(?:19|20)\d\d\b"
            rf"|\b\d\d?:\d\d\b|\d\s?[ap]\.m\.|{_words(WEEKDAYS)}|{_words('noon midnight midi minuit')}",
            re.IGNORECASE,
        ),
    ),
    (
        re.compile(
            _words("phone telephone call number contact téléphone numéro appeler joindre contacter"),
            re.IGNORECASE,
        ),
        re.compile(r"\d{3}[ .-]\d{3}[ .-]\d{4}|\b0\d(?:[ .]\d\d){4}|\S@\S"),
    ),
)


def kinds_asked(question: str) -> tuple[re.Pattern[str], ...]:
    """How the kinds of fact that the question asks for are written; empty when it asks for none of them."""
    return tuple(written for asked, written in KINDS if asked.search(question))


def has_one(text: str, kinds: Sequence[re.Pattern[str]]) -> bool:
    """Whether the text has a fact of one of these kinds."""
    return any(written.search(text) for written in kinds)
