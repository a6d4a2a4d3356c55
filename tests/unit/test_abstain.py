"""Why nothing is drafted: of several reasons the most helpful is told."""

import pytest

from assistant.settings import AssistantSettings
from assistant.understand import Understood
from assistant.withholding.abstain import NOTHING_NEAR, Abstain
from assistant.withholding.referrals import Referral, Referrals
from knowledge.texts import Text
from tests.evidence import evidence

OFFICE = Text("the permit bureau", "le bureau des permis")
TABLE = Referrals([Referral(OFFICE, OFFICE, None, {"en": ["federal permit", "work permit"], "fr": ["visa"]})])
PERMITS = (evidence("Burn permits", score=30.0), evidence("Parking permits", score=29.0))


def why(text: str, sure: float, found=PERMITS, language: str = "en", minimum: float = 0.35) -> str | None:
    settings = AssistantSettings(_env_file=None, minimum_confidence=minimum)
    reason = Abstain(settings, TABLE).why(Understood(text, text, language), found, sure, lambda _: 1.0)
    return reason.status if reason else None


@pytest.mark.parametrize(
    ("text", "language", "sure", "expected"),
    [
        ("???", "en", 0.0, "unanswerable_no_question"),
        ("how are you", "en", 0.9, "unanswerable_no_question"),
        ("work permit", "en", 0.5, "unanswerable_out_of_scope"),
        ("obtenir un visa", "fr", 0.1, "unanswerable_out_of_scope"),
        ("permit", "en", 0.9, "needs_clarification"),
        ("permit", "en", 0.1, "needs_clarification"),
        ("adopt a child", "en", 0.34, "unanswerable_low_confidence"),
        ("adopt a child", "en", NOTHING_NEAR, "unanswerable_low_confidence"),
        ("go team go", "en", 0.14, "unanswerable_no_source"),
        ("burn permit for leaves", "en", 0.35, None),
    ],
)
def test_the_most_helpful_reason_is_told(text: str, language: str, sure: float, expected: str | None) -> None:
    assert why(text, sure, language=language) == expected


def test_the_minimum_decides_and_without_evidence_there_is_no_source() -> None:
    assert why("adopt a child", 0.34, minimum=0.3) is None
    assert why("adopt a child", 0.0, found=()) == "unanswerable_no_source"
