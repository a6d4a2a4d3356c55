"""Whether a draft takes up the whole question: its share of the words, and the parts that nothing in it answers.

English and French. A part is named as missing only where that is plain: it asks for a kind of fact that the draft has
nowhere, or none of its telling words stands in the draft. It never says that an answer is right.
"""

import re
from collections.abc import Callable, Sequence

from assistant.asked import KINDS, has_one, kinds_asked
from assistant.citations import Statement
from assistant.guards.checks import Finding
from assistant.understand import Understood
from knowledge.texts import Text
from knowledge.words.keywords import words

CHECK = "partial"
SHORTEST_PART_WORDS = 2
SENTENCE_END = re.compile(r"[?!.…]+(?=\s|$)|\n+")
WH = (
    r"how|what|whats|when|where|who|which|why"
    r"|combien|comment|quand|quel|quelle|quels|quelles|où|pourquoi|est-ce|à quel|à quelle|jusqu"
)
VERB = (
    r"is|are|do|does|did|can|could|will|would|should|must|may"
    r"|faut|peut|peux|puis-je|dois|doit|avez-vous|acceptez-vous"
)
# A word that asks counts anywhere, a verb only where it opens: "I start in May" asks nothing.
ASKS = re.compile(rf"\b(?:{WH})\b|^(?:{VERB})\b", re.IGNORECASE)
# "and when …", ", can I …", "pis combien …": a conjunction or a comma before a word that asks.
JOINED = re.compile(
    r"\s*(?:,\s*(?:(?:and|or|et|ou|pis)\s+)?|\s(?:and|or|plus|et|ou|pis)\s+)" rf"(?=(?:{WH}|{VERB})\b)",
    re.IGNORECASE,
)
AMOUNT, TIME, CONTACT = (written for _, written in KINDS)
# Kinds of fact whose absence is plain to see: how each is asked for without a doubt, and how it is written.
PLACE = re.compile(
    r"\b(?:online|counter|office|centre|center|mail|person|vendors?|court|hospital|en ligne|comptoir|bureau|poste"
    r"|personne|vendeurs?|tribunal|hôpital)\b|https?://|\.example\b|\S@\S|\d+,? [A-Z]\w+ (?:Street|Avenue|Road)",
    re.IGNORECASE,
)
DOCUMENT = re.compile(
    r"\b(?:documents?|proof|certificate|passport|id|form|card|letter|bill|preuve|certificat|passeport|pièce"
    r"|formulaire|carte|lettre|facture)\b",
    re.IGNORECASE,
)
# Kinds of fact whose absence is plain to see: how each is asked for without a doubt, and how it is written.
PLAIN_KINDS = (
    (
        r"\bhow much (?:is|are|does|do|will|for)\b|\bwhat (?:does|will|would) \w+ cost\b"
        r"|\bwhat(?:’s|'s|s| is) the (?:fee|price|cost)\b|\bcombien (?:ça |ca )?co[uû]te|\bcombien pour\b"
        r"|\bquels? (?:est le prix|sont les (?:frais|tarifs))",
        AMOUNT,
    ),
    (
        r"^when\b|\bhow (?:long|soon)\b|\bwhat time\b|\bhow many (?:days|weeks|months)\b"
        r"|^(?:et |c(?:’|')?est |jusqu(?:’|'|a |’à |'à )?)?quand\b|\bcombien de (?:temps|jours|semaines|mois)\b"
        r"|\bà quelle heure\b|\bdate limite\b",
        TIME,
    ),
    (
        r"\b(?:phone|telephone) number\b|\bnumber (?:to|can i|do i) (?:call|phone)\b"
        r"|\bnuméro de téléphone\b|\bà quel numéro\b",
        CONTACT,
    ),
    (r"^where\b|^où\b", PLACE),
    (
        r"\bwhat (?:documents?|papers?|id)\b|\bwhat (?:do|should|must) i (?:need to )?bring\b"
        r"|\bquels? (?:documents?|papiers?|pièces?)\b|\bque (?:dois-je|faut-il) apporter\b",
        DOCUMENT,
    ),
)

Rarity = Callable[[str], float]


def share(question: Understood, statements: Sequence[Statement], rarity: Rarity) -> float:
    """The share of the question's words, weighted by rarity, that the reply or its headings take up; 0 to 1."""
    wanted = {stem: rarity(stem) for stem in words(question.asked, question.language)}
    there = set(words(_said(statements), question.language))
    total = sum(wanted.values())
    return round(sum(w for stem, w in wanted.items() if stem in there) / total, 3) if total else 0.0


def missing(question: Understood, statements: Sequence[Statement]) -> tuple[str, ...]:
    """The parts of the question, in the citizen's own redacted words, that plainly no statement answers."""
    said = _said(statements)
    there = set(words(said, question.language))
    asked = parts(question.asked)
    return tuple(part for part in asked if _is_missing(part, question.language, said, there, len(asked) > 1))


def partial(left_out: Sequence[str]) -> Finding:
    """Says which parts of the question the draft leaves open."""
    english = ", ".join(f"“{part}”" for part in left_out)
    french = ", ".join(f"« {part} »" for part in left_out)
    return Finding(
        CHECK,
        "warn",
        None,
        Text(
            f"The draft is partial. Not answered: {english}.",
            f"Le projet est partiel. Sans réponse : {french}.",
        ),
    )


def parts(asked: str) -> tuple[str, ...]:
    """What is asked, one question at a time, in order; the whole where nothing tells them apart."""
    found: list[str] = []
    for sentence in SENTENCE_END.split(asked):
        for piece in JOINED.split(sentence):
            part = " ".join(piece.split()).strip(" ,;:–-")
            if ASKS.search(part) and len(part.split()) >= SHORTEST_PART_WORDS:
                found.append(part)
    return tuple(dict.fromkeys(found)) or (" ".join(asked.split()),)


def _is_missing(part: str, language: str, said: str, there: set[str], one_of_several: bool) -> bool:
    if has_one(said, kinds_asked(part)):
        return False
    kinds = [written for asked, written in PLAIN_KINDS if re.search(asked, part, re.IGNORECASE)]
    if kinds:
        return not has_one(said, kinds)
    telling = set(words(part, language))
    return one_of_several and bool(telling) and not telling & there


def _said(statements: Sequence[Statement]) -> str:
    headings = (path for each in statements for cited in each.citations for path in cited.heading_path)
    return "\n".join([*(each.text for each in statements), *headings])
