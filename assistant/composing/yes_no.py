"""Whose question a "Yes." or "No." on a page answers: to a question put the other way round it says the contrary."""

import re

from assistant.composing.candidates import Candidate, Rarity
from assistant.guards.conditions import negations
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


def question_answered(asked: Understood, said: Candidate, rarity: Rarity) -> str:
    """The heading whose question the piece answers with "yes" or "no", if the citizen asked another; else ""."""
    passage = said.evidence.passage
    heading = passage.heading_path[-1].strip() if passage.heading_path else ""
    if said.unit.position or not heading.endswith("?") or not YES_OR_NO.match(said.unit.text):
        return ""
    return "" if _is_asked(asked.asked, heading, passage.language, rarity) else heading


def _is_asked(question: str, heading: str, language: str, rarity: Rarity) -> bool:
    if OPEN.search(question) or bool(negations(question)) != bool(negations(heading)):
        return False
    mine, theirs = words(question, language), words(heading, language)
    return min(share(mine, theirs, rarity), share(theirs, mine, rarity)) >= THE_SAME_QUESTION
