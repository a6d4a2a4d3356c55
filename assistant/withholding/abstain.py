"""Why there is no draft: the decision to withhold one, with its reason and the one thing to do instead.

Reads what search found and the referral table; writes no statement.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.guards.checks import Finding
from assistant.settings import AssistantSettings
from assistant.understand import Understood
from assistant.withholding import clarify
from assistant.withholding.referrals import Rarity, Referrals, referred
from knowledge.search import Evidence
from knowledge.words.keywords import words

NO_QUESTION = "unanswerable_no_question"
NO_SOURCE = "unanswerable_no_source"
LOW_CONFIDENCE = "unanswerable_low_confidence"
OUT_OF_SCOPE = "unanswerable_out_of_scope"
# Below this nothing is near. On the sample's questions (docs/abstention.md) it holds 10 of the 40 that no page
# answers, small talk mostly, and none of the 110 that some page does.
NOTHING_NEAR = 0.15


@dataclass(frozen=True, slots=True)
class Abstention:
    """The status of a question that is not drafted, and what a person is told of it."""

    status: str
    findings: tuple[Finding, ...] = ()

    @property
    def pages_are_far(self) -> bool:
        """Whether only the pages stand in the way: another language may have one that is nearer."""
        return self.status in {NO_SOURCE, LOW_CONFIDENCE}


class Abstain:
    """Decides, before anything is written, whether a draft is withheld, and why."""

    def __init__(self, settings: AssistantSettings, referrals: Referrals) -> None:
        self._settings = settings
        self._referrals = referrals

    def why(
        self, question: Understood, evidence: Sequence[Evidence], sure: float, rarity: Rarity
    ) -> Abstention | None:
        """The reason to draft nothing; None where the evidence is good enough.

        Of several the most helpful counts: whose business it is, then what to ask back, then how far the pages are.
        """
        if not words(question.query, question.language):
            return Abstention(NO_QUESTION)
        referral = self._referrals.whose(
            question,
            evidence,
            sure,
            rarity,
            minimum_confidence=self._settings.minimum_confidence,
            minimum_share=self._settings.referral_share,
        )
        if referral is not None:
            return Abstention(OUT_OF_SCOPE, (referred(referral),))
        back = clarify.question_back(question, evidence)
        if back:
            return Abstention(clarify.STATUS, (back,))
        if sure < self._settings.minimum_confidence:
            return Abstention(LOW_CONFIDENCE if sure >= NOTHING_NEAR else NO_SOURCE)
        return None
