"""What a person is shown before they decide: a reply as it would go out now, and all that speaks against it.

The desk's page and the API show the same, made by what makes the reply itself. Stores nothing, decides nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from assistant.citations import Statement
from assistant.emergencies.grounds import standing
from assistant.guards.checks import Finding, blocking
from assistant.intake.inbox import Question
from assistant.reviewing.drafts import Draft
from assistant.reviewing.frozen import why_frozen
from assistant.reviewing.reply import as_sent, objections
from assistant.voice import plain_text, plainness
from assistant.voice.brands import Brands
from assistant.voice.rendering import Rendering, elsewhere, rendered
from knowledge.passages import Passage
from knowledge.texts import Text


@dataclass(frozen=True, slots=True)
class AsSent:
    """A reply as it goes out on a channel, which counts its `length`; `left_out` are places of statements, from 0."""

    channel: str
    text: str
    length: int
    limit: int | None
    left_out: tuple[int, ...]
    findings: tuple[Finding, ...]

    @property
    def over(self) -> int:
        """By how much it is too long."""
        return max(0, self.length - self.limit) if self.limit is not None else 0

    @property
    def sentences_left_out(self) -> str:
        """The numbers of the sentences that do not go out, from 1."""
        return ", ".join(str(place + 1) for place in self.left_out)


@dataclass(frozen=True, slots=True)
class Preview:
    """A reply as it would be sent, and what the checks say of it now; of no reply, all is empty.

    `sources` are the cited passages that stand; `frozen` says why a notice is in the way, where one is.
    """

    as_sent: AsSent
    elsewhere: tuple[AsSent, ...]
    findings: tuple[Finding, ...]
    grade: int | None
    long_sentences: tuple[str, ...]
    sources: Mapping[str, Passage]
    frozen: Text | None
    under_review: bool

    @property
    def may_be_approved(self) -> bool:
        """Whether nothing stands in the way of an approval by whoever has the question."""
        in_the_way = self.frozen is not None or blocking(self.findings) or self.as_sent.over
        return self.under_review and bool(self.as_sent.text) and not in_the_way


def of_draft(
    connection: Connection, draft: Draft, question: Question, now: datetime, brands: Brands
) -> Preview:
    """The draft as it would go out; its findings are those of now, and what it was made with that nobody rechecks."""
    made_with = tuple(each for each in draft.findings if not draft.statements or each.severity == "warn")
    return _preview(connection, draft.statements, question, draft, now, brands, made_with)


def of_reply(
    connection: Connection,
    statements: Sequence[Statement],
    question: Question,
    draft: Draft | None,
    now: datetime,
    brands: Brands,
) -> Preview:
    """Other words instead of the draft's, as they would go out; without a draft nothing can be approved."""
    return _preview(connection, statements, question, draft, now, brands, ())


def _preview(
    connection: Connection,
    statements: Sequence[Statement],
    question: Question,
    draft: Draft | None,
    now: datetime,
    brands: Brands,
    made_with: tuple[Finding, ...],
) -> Preview:
    grounds = standing(connection, [cited.passage_id for each in statements for cited in each.citations], now)
    final = [as_sent(each, grounds) for each in statements]
    found = objections(connection, final, grounds, question) if final else ()
    own = plainness.stated(final)
    under_review = draft is not None and question.is_reviewable and question.current_draft_id == draft.id
    return Preview(
        as_sent=_sent(question.channel, rendered(final, question, brands)),
        elsewhere=tuple(_sent(*each) for each in elsewhere(final, question, brands).items()),
        findings=(*found, *made_with),
        grade=plainness.grade(own, question.language),
        long_sentences=plainness.long_sentences(own),
        sources=grounds.passages,
        frozen=why_frozen(connection, question, draft, now) if draft is not None and under_review else None,
        under_review=under_review,
    )


def _sent(channel: str, rendering: Rendering) -> AsSent:
    return AsSent(
        channel,
        rendering.text,
        plain_text.length_of(rendering.text, channel),
        plain_text.limit_of(channel),
        rendering.left_out,
        rendering.findings,
    )
