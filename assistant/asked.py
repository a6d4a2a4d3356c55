"""What a citizen asks: each question of a message, and which kind of fact it is for, an amount, a time, a way to reach
someone. Whether a text has such a fact; not whether it is the right one.

English and French.
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


# "When" that asks for a time: before a verb, after one of knowing, at the end. "What do I need when I apply?" and « que
# faire quand on déménage ? » ask for none.
_WHEN = (
    r"\bwhen (?:is|are|was|were|do|does|did|can|could|will|would|shall|should|must|may|might|has|have|had)\b",
    r"\bwhen(?:['’]s\b|\s*\?)",
    r"\b(?:know|tell (?:me|us)|find out|say|by|since|until) when\b",
    r"\bquand(?: est-ce\b|\s*\?|\b[^,.?]*\w-(?:t-)?(?:ils?|elles?|on|je|nous|vous)\b)",
    r"\b(?:c['’ ]?est|depuis|pour|sav(?:oir|ez)|dire|jusqu['’ ]?[aà]) quand\b",
)
# Or in all of a question: "when the office opens".
_WHEN_ALONE = (
    r"^(?:and |so )?when\b(?!.*(?:,|\b(?:what|how|which|who|where|why|can|could|do|does|should|will|is|are)\b))",
    r"^(?:et |pis )?quand\b(?!.*(?:,|\b(?:que|quoi|quel(?:le)?s?|comment|combien|qui|où|pourquoi|est-ce|puis-je)\b))",
)
WHEN = "|".join((*_WHEN, *_WHEN_ALONE))


# For each kind: how it is asked for, and how it is written.
KINDS: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...] = (
    (
        re.compile(
            _words("costs? fees? price pay amount co[uû]te? co[uû]ts? tarifs? prix frais payer montant")
            + r"|\bhow much\b|\bcombien\b(?! de (?:temps|jours|semaines|mois|fois)\b)"
            + r"|(?<!\bin )(?<!\ben )\bcharge\b",
            re.IGNORECASE,
        ),
        re.compile(r"[$€£]\s?\d|\d\s?[$€£]|\d\s?(?:dollars|euros)\b|\bfree\b|\bgratuit", re.IGNORECASE),
    ),
    (
        re.compile(
            _words("deadline until hours date expires? délais? durée horaires? heures?")
            + rf"|{WHEN}|\bdue\b(?! to\b)"
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
            _words("phone telephone call number téléphone numéro appeler joindre contacter")
            + r"|(?<!\bin )(?<!\bhave )\bcontact\b(?! with\b)",
            re.IGNORECASE,
        ),
        re.compile(r"\d{3}[ .-]\d{3}[ .-]\d{4}|\b0\d(?:[ .]\d\d){4}|\S@\S"),
    ),
)


SHORTEST_PART_WORDS = 2
SENTENCE_END = re.compile(r"[?!.…]+(?=\s|$)|\n+")
_WH = (
    r"how|what|whats|where|who|which|why"
    r"|combien|comment|quel|quelle|quels|quelles|où|pourquoi|est-ce|à quel|à quelle|jusqu"
)
_VERB = (
    r"is|are|do|does|did|can|could|will|would|should|must|may"
    r"|faut|peut|peux|puis-je|dois|doit|avez-vous|acceptez-vous"
)
# A word that asks counts anywhere, a verb only where it opens: "I start in May" asks nothing.
_ASKS = re.compile(rf"\b(?:{_WH})\b|^(?:{_VERB})\b|{'|'.join(_WHEN)}", re.IGNORECASE)
# "and when …", ", can I …", "pis combien …": a conjunction or a comma before a word that asks.
_JOINED = re.compile(
    r"\s*(?:,\s*(?:(?:and|or|et|ou|pis)\s+)?|\s(?:and|or|plus|et|ou|pis)\s+)"
    rf"(?=(?:{_WH}|when|quand|{_VERB})\b)",
    re.IGNORECASE,
)


def parts(asked: str) -> tuple[str, ...]:
    """What is asked, one question at a time, in order; the whole where nothing tells them apart."""
    found: list[str] = []
    for sentence in SENTENCE_END.split(asked):
        for piece in _JOINED.split(sentence):
            part = " ".join(piece.split()).strip(" ,;:–-")
            if _ASKS.search(part) and len(part.split()) >= SHORTEST_PART_WORDS:
                found.append(part)
    return tuple(dict.fromkeys(found)) or (" ".join(asked.split()),)


def kinds_asked(question: str) -> tuple[re.Pattern[str], ...]:
    """How the kinds of fact that the question asks for are written; empty when it asks for none of them."""
    return tuple(written for asked, written in KINDS if asked.search(question))


def has_one(text: str, kinds: Sequence[re.Pattern[str]]) -> bool:
    """Whether the text has a fact of one of these kinds."""
    return any(written.search(text) for written in kinds)
