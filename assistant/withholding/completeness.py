"""Whether a draft takes up the whole question: its share of the words, and the parts that nothing in it answers.

English and French. A part is named as missing only where that is plain: it asks for a kind of fact that the draft has
nowhere, or none of its telling words stands in the draft. It never says that an answer is right.
"""

import re
from collections.abc import Callable, Sequence

from assistant.asked import KINDS, WHEN, has_one, kinds_asked, parts
from assistant.citations import Statement
from assistant.guards.checks import Finding
from assistant.understand import Understood
from knowledge.texts import Text
from knowledge.words.keywords import words

CHECK = "partial"
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
        rf"{WHEN}|\bhow (?:long|soon)\b|\bwhat time\b|\bhow many (?:days|weeks|months)\b"
        r"|\bcombien de (?:temps|jours|semaines|mois)\b"
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
