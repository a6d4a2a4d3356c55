"""The ways out: what an approved reply is when it leaves, and what a channel promises.

A channel sends, or says why not; it decides nothing about content and is never asked before a person approved.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from assistant.channels.troubles import explain
from assistant.citations import Statement
from knowledge.errors import BadConfiguration, DeliveryRefused
from knowledge.texts import Text

KEPT = Text("The approved reply is kept.", "La réponse approuvée est conservée.")


@dataclass(frozen=True, slots=True)
class OutgoingReply:
    """An approved reply; the same `idempotency_key` always comes with the same text."""

    delivery_id: str
    idempotency_key: str
    question_id: str
    external_id: str | None
    thread_id: str | None
    channel: str
    brand: str | None
    language: str
    text: str
    statements: tuple[Statement, ...]
    approved_at: datetime


class Channel(Protocol):
    """A port to wherever citizens read their replies."""

    def send(self, message: OutgoingReply) -> None:
        """Hand the reply over, once or more often with the same key.

        Raises: TemporarilyRefused to be called again later; Unacceptable when that would not help.
        """
        ...


class TemporarilyRefused(DeliveryRefused):
    """The channel did not take the reply now; `code` says why, without any of its words."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(explain(code), kept=KEPT)


class Unacceptable(BadConfiguration):
    """The channel will never take this reply as it is configured; `code` says why."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(explain(code), kept=KEPT)
