"""What comes in over the wire: pydantic models of requests. Unknown fields are refused, never silently lost."""

from typing import Annotated, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from assistant.reviewing.review import Reason

Identifier = Annotated[str, Field(max_length=200, min_length=1)]


class Incoming(BaseModel):
    """A request: unknown fields are refused, so that a misspelt one is not silently lost."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=False)


class TurnIn(Incoming):
    """An earlier message of the same conversation."""

    role: Literal["citizen", "agent"] = Field(description="Who wrote it: the citizen, or the government.")
    text: str = Field(min_length=1, max_length=10_000)


class QuestionIn(Incoming):
    """A citizen's question, as it came in."""

    # The real limit is a setting of the assistant, which says so itself; the document names its default.
    text: str = Field(
        description="The citizen's words. At most 10,000 characters, unless configured otherwise.",
        json_schema_extra={"minLength": 1, "maxLength": 10_000, "pattern": r"\S"},
        examples=["how much is a new birth certificate?"],
    )
    channel: str = Field(
        default="web", min_length=1, max_length=40, description="Where it was asked.", examples=["facebook"]
    )
    external_id: Identifier | None = Field(
        default=None,
        description="The sender's own id: sending it again with the same text changes nothing.",
        examples=["fb-1815"],
    )
    thread_id: Identifier | None = Field(default=None, description="The conversation that it belongs to.")
    brand: str | None = Field(default=None, max_length=100, description="The account that was asked.")
    author_ref: str | None = Field(
        default=None, max_length=500, description="The sender's id of the author; kept only as a pseudonym."
    )
    author_name: str | None = Field(default=None, max_length=100, description="How to greet the author.")
    language: str | None = Field(
        default=None, pattern="^[a-z]{2}$", description="Detected when left out.", examples=["en", "fr"]
    )
    history: list[TurnIn] = Field(default=[], max_length=50, description="Earlier turns, oldest first.")
    received_at: AwareDatetime | None = Field(
        default=None, description="When it was asked; now when left out."
    )


class CitationIn(Incoming):
    """Why an edited sentence may be said: a passage, and the words of it that say so."""

    passage_id: str = Field(min_length=1, max_length=440)
    quote: str = Field(min_length=1, max_length=5_000)


class StatementIn(Incoming):
    """One sentence of an edited reply."""

    text: str = Field(min_length=1, max_length=5_000)
    kind: Literal["fact", "courtesy"] = Field(
        default="fact", description="A fact needs a citation; a courtesy states none."
    )
    citations: list[CitationIn] = Field(default=[], max_length=20)


Phrases = Annotated[
    list[Annotated[str, Field(min_length=1, max_length=100)]], Field(min_length=1, max_length=40)
]
Language = Annotated[str, Field(pattern="^(en|fr)$")]


class WordingIn(Incoming):
    """What a notice says in one language."""

    statement: str = Field(min_length=1, max_length=2_000, examples=["Leave Riverton now by Route 4."])
    url: str = Field(
        min_length=1,
        max_length=2_000,
        pattern=r"^\s*https?://",
        description="The page that it stands on.",
        examples=["https://aldermere.example/flood"],
    )


class NoticeIn(Incoming):
    """A statement to give instead of the pages, for what it covers. It waits for two people’s approvals."""

    topics: dict[Language, Phrases] = Field(
        min_length=1,
        description="Words or phrases by language; a question that has all words of one, in any form, is covered.",
        examples=[{"en": ["flood", "evacuation order"], "fr": ["inondation"]}],
    )
    texts: dict[Language, WordingIn] = Field(min_length=1)
    expires_at: AwareDatetime = Field(description="At most 30 days ahead; then it ends by itself.")
    areas: dict[Language, Phrases] = Field(
        default={},
        description="Only questions that name one of these places as well; everywhere when left out.",
    )
    brand: str | None = Field(default=None, min_length=1, max_length=100, description="All when left out.")
    starts_at: AwareDatetime | None = Field(default=None, description="Now when left out.")


EditedReply = Annotated[list[StatementIn], Field(max_length=50)]


class ReplyIn(Incoming):
    """A reply proposed instead of a draft, to be seen before it is decided on."""

    statements: EditedReply


class ReviewIn(Incoming):
    """A person's decision on exactly one version of a draft."""

    draft_version: int = Field(
        ge=1, le=1_000_000, description="The version that was read. A stale one is refused."
    )
    decision: Literal["approve", "edit_and_approve", "reject", "refer"]
    reason_code: Reason | None = Field(
        default=None,
        description="Why, for a rejection: `incorrect` (a fact is wrong), `outdated_source` (the page itself no longer"
        " holds), `incomplete` (part or all of the question stays open), `tone`, `unsafe` (it could do harm), or"
        " `other` (say it in `reason`). What is not ours to answer is referred, not rejected.",
    )
    reason: str | None = Field(default=None, max_length=2_000)
    statements: EditedReply | None = Field(
        default=None, description="The edited reply, for edit_and_approve."
    )
