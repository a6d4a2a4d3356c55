"""What a person is shown before they decide, as it goes out over the wire."""

from pydantic import Field

from api.schemas.outgoing import Outgoing


class Finding(Outgoing):
    """What a check says of a draft; `statement` counts from 0."""

    check: str
    severity: str
    statement: int | None
    message: str


class AsSent(Outgoing):
    """A reply as it would go out on a channel, in the brand's voice where there is one."""

    channel: str
    text: str = Field(description="Exactly what an approval would send; empty without a reply.")
    length: int = Field(description="As the channel counts.")
    limit: int | None = Field(description="What the channel takes; null without a limit.")
    left_out: list[int] = Field(description="The statements that do not go out there, counted from 0.")
    findings: list[Finding] = Field(description="What the brand and the channel make of it. They only warn.")


class Preview(Outgoing):
    """A reply as it would be sent now, and all that speaks against it. Nothing of it is stored."""

    as_sent: AsSent = Field(description="On the channel where it was asked.")
    elsewhere: list[AsSent] = Field(description="The same on the brand's other channels, to compare.")
    findings: list[Finding] = Field(
        description="What the checks say against the pages as they are now; `block` forbids approval."
    )
    reading_grade: int | None = Field(description="School grade that it reads at (RIX), as of a draft.")
    long_sentences: list[str] = Field(description="The sentences of more than 25 words.")
    frozen: str | None = Field(description="Why a notice keeps it from being approved, where one does.")
    may_be_approved: bool = Field(
        description="Whether a person may approve it: its draft is the one to review, nothing blocks, it fits."
    )
