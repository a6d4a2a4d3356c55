"""What a text denies and what it requires: negations and conditions, English and French, counted and compared.

English and French together: a page may mix them, and no word of one list means the contrary in the other.
"""

import re
from collections import Counter

from knowledge.words.keywords import words

NEGATION = re.compile(
    r"\b(?:not|never|none|cannot|without|neither|nor|nothing|nobody|pas|jamais|aucune?|sans|ni|nulle?|rien)\b"
    r"|\bno\b(?!\.?\s?\d)|n't\b"
    # Other words for the same: "no fee" is "free", what is not allowed is forbidden.
    r"|(?<!feel )(?<!-)\bfree\b(?! to\b)(?!-)|\bgratuit(?:e|s|es|ement)?\b|\bforbidden\b|\bprohibited\b|\bexempt\b"
    r"|\binterdite?s?\b|\bexempté|\bclosed\b|\bfermée?s?\b",
    re.IGNORECASE,
)
# "No more than", "cannot exceed" deny nothing, they set a limit, which other words set too.
LIMIT = re.compile(
    r"\b(?:no|not|cannot|can't|n't)(?: \w+){0,3} (?:more|later|less|fewer|longer) than\b"
    r"|(?:\bnot|\bcannot|n't)(?: \w+)? exceed\w*"
    r"|(?:\bn(?:e |')(?:\w+ ){1,3})?\b(?:pas|jamais)(?: \w+){0,3} (?:plus|moins) (?:de\b|d'|tard\b)"
    r"|\bn(?:e |')(?:\w+ ){0,2}(?:dépass|excèd|excéd)\w* (?:pas|jamais)\b"
    r"|\bn(?:e |')(?:\w+ ){1,2}(?:pas|jamais) (?:dépasser|excéder)\b",
    re.IGNORECASE,
)
OTHER_LIMIT = re.compile(
    r"\b(?:at most|at least|up to|maximum|minimum|within|under|(?:less|fewer) than|limit\w*|at the latest|au plus|"
    r"au moins|moins de|jusqu|maximale?|minimale?|dans les|plafond\w*)\b|\bjusqu'",
    re.IGNORECASE,
)
# French "ne", which mostly has its "pas"; with "que" it says "only".
NE = re.compile(r"\b(?:ne\b|n'(?!importe|est-ce)(?=\w))", re.IGNORECASE)
NE_PAS = re.compile(
    r"\b(?:ne\b|n'(?!importe|est-ce)(?=\w))(?:\s?[\w'-]+){1,4}?\s(?:pas|plus|jamais|aucune?|nulle?|rien|personne|ni)\b",
    re.IGNORECASE,
)
NE_QUE = re.compile(r"\b(?:ne\b|n'(?=\w))(?:\s?[\w'-]+){1,4}?\s(?:que\b|qu')", re.IGNORECASE)
FRENCH_PARTNER = re.compile(r"\b(?:pas|jamais|aucune?|ni|nulle?|rien)\b", re.IGNORECASE)
CONDITIONS = {
    "if": r"\bif\b|\bsi\b|\bs'ils?\b|\bprovided\b|\bas long as\b|\bin (?:the event|case)\b|\bà condition\b|\bpourvu\b"
    r"|\ben cas d",
    "unless": r"\bunless\b|\bexcept\b|\bother than\b|\bsauf\b|\bhormis\b|\bà moins\b|\bexcepté|\bà l'exception\b",
    "only": r"\bonly\b|\bsolely\b|\bexclusively\b|\bseulement\b|\bseule?s?\b|\buniquement\b|\bexclusivement\b",
    "before": r"\bbefore\b|\buntil\b|\bprior to\b|\bno later than\b|\bavant\b|\bjusqu|\bau plus tard\b",
}
_CONDITIONS = {name: re.compile(pattern, re.IGNORECASE) for name, pattern in CONDITIONS.items()}
WINDOW = 4  # words after a negation among which the first telling one is denied
TOKEN = re.compile(r"[\w'-]+")


def negations(text: str) -> int:
    """How often the text denies; "ne … pas" once, "ne … que" never."""
    plain = LIMIT.sub(" ", _plain(text))
    only = len(NE_QUE.findall(plain)) if not FRENCH_PARTNER.search(plain) else 0
    pairs = len(NE_PAS.findall(plain))
    plain = NE_PAS.sub(" ", plain)
    return pairs + len(NEGATION.findall(plain)) + max(0, len(NE.findall(plain)) - only)


def conditions(text: str) -> Counter[str]:
    """How often the text says "if", "unless", "only" and "before", by any word for them."""
    plain = _plain(text)
    found = Counter({name: len(pattern.findall(plain)) for name, pattern in _CONDITIONS.items()})
    if not FRENCH_PARTNER.search(plain):
        found["only"] += len(NE_QUE.findall(plain))
    return +found


def restricts(text: str) -> bool:
    """Whether the text denies or requires anything."""
    return bool(text) and (negations(text) > 0 or bool(conditions(text)))


def unlimited(said: str, source: str) -> bool:
    """Whether the source says "no more than" (or later, less, …) more often than what is said, in any words for it."""
    have, need = (len(LIMIT.findall(_plain(each))) for each in (said, source))
    others, theirs = (len(OTHER_LIMIT.findall(_plain(each))) for each in (said, source))
    return need > have + max(0, others - theirs)


def dropped(said: str, source: str) -> list[str]:
    """The kinds of condition that the source has more often than what is said."""
    have, need = conditions(said), conditions(source)
    return [name for name in CONDITIONS if need[name] > have[name]]


def turned_round(said: str, source: str, language: str) -> bool:
    """Whether a word that one of the texts denies stands in the other undenied."""
    return denies_more(said, source, language) or denies_more(source, said, language)


def denies_more(one: str, other: str, language: str) -> bool:
    """Whether a word that `one` denies stands in the other undenied."""
    return bool((_denied(one, language) & set(words(other, language))) - _denied(other, language))


def _denied(text: str, language: str) -> set[str]:
    """The first telling word behind each negation: "renew" of "you cannot renew", "exige" of "n’exige pas"."""
    tokens = TOKEN.findall(_plain(text))
    found: set[str] = set()
    for place, token in enumerate(tokens):
        own = words(token, language) if token.casefold().startswith("n'") else []
        if not own and not NEGATION.search(token) and not NE.fullmatch(token):
            continue
        following = own or words(" ".join(tokens[place + 1 : place + 1 + WINDOW]), language)
        found |= set(following[:1])
    return found


def _plain(text: str) -> str:
    return text.replace("’", "'")
