"""Which pieces are said with their heading: what leans on it, and a "Yes." or "No." to its question.

To a question put the other way round "yes" says the contrary.
"""

import re

from assistant.composing.candidates import Candidate, Rarity
from assistant.composing.context import LEANS
from assistant.guards.conditions import negations
from assistant.guards.headings import is_bare, ruling_heading
from assistant.understand import Understood
from knowledge.ranking.features import share
from knowledge.words.keywords import words

YES_OR_NO = re.compile(r"(?:[-•–]\s+)?(?:yes|no|oui|non)(?:[.!,;:]|\s(?:if|si|s['’])\b)", re.IGNORECASE)
# “How …?” is not answered by yes or no; “est-ce que” may be.
OPEN = re.compile(
    r"(?:^|[,.;:!?–-]\s*)(?:(?:and|so|but|ok|okay|also|then|if so|et|alors|mais|donc|aussi|bonjour),? )?"
    r"(?:(?:in|for|by|with|on|at|from|to|à|de|depuis|jusqu['’]à|pour|par|avec) )?"
    r"(?:what|who|whom|whose|which|when|where|why|how|que|quoi|qui|quand|où|pourquoi|comment|combien|quel(?:le)?s?"
    r"|qu['’]est-ce)\b",
    re.IGNORECASE,
)
# Of the words of either question, by rarity. The cosine of both tells no wrong "yes" from a right one: « Les moustiques
# peuvent-ils propager le virus ? » is near to « Est-ce que le virus se propage dans l'air ? ».
THE_SAME_QUESTION = 2 / 3


def heading_for(asked: Understood, said: Candidate, rarity: Rarity) -> str:
    """The heading that the piece must not be said without; else "".

    It is one that denies or requires something (`assistant.guards.headings`); that asks another question than the
    citizen, and is answered "yes" or "no"; what "they" or "however" is said of; or what a list is one of.
    """
    passage = said.evidence.passage
    heading = passage.heading_path[-1].strip() if passage.heading_path else ""
    ruling = ruling_heading(said.unit, passage)
    if ruling or said.unit.position or not heading:
        return ruling
    if heading.endswith("?") and YES_OR_NO.match(said.unit.text):
        return "" if _is_asked(asked.asked, heading, passage.language, rarity) else heading
    if said.unit.kind == "list" and is_bare(said.unit) and len(passage.heading_path) > 1:
        return "" if _is_asked(asked.asked, heading, passage.language, rarity) else heading
    return heading if LEANS.match(said.unit.text) else ""


def _is_asked(question: str, heading: str, language: str, rarity: Rarity) -> bool:
    if OPEN.search(question) or bool(negations(question)) != bool(negations(heading)):
        return False
    mine, theirs = words(question, language), words(heading, language)
    return min(share(mine, theirs, rarity), share(theirs, mine, rarity)) >= THE_SAME_QUESTION
