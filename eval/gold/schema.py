"""A line of a gold file, as people and programs write it. Owns the format; reads no file."""

from typing import Any, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

SCHEMA_ID = "replydesk-gold/1"


class _Edge(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class TurnLine(_Edge):
    """An earlier turn of the conversation."""

    role: Literal["citizen", "agent"]
    text: str


class SourceLine(_Edge):
    """A place where a right answer stands; any one of them is enough."""

    page_id: str = Field(
        min_length=1, description="The page's key: its id in a saved folder, its path on a site."
    )
    text: str | None = Field(
        default=None,
        description="The words that answer, as they stand on the page; without them the page alone is judged.",
    )
    relevance: int = Field(default=1, ge=1, description="How much better than 1, for graded judgements.")


class CaseLine(_Edge):
    """One gold question."""

    id: str = Field(min_length=1, description="Never used twice, never given to another question.")
    question: str = Field(min_length=1, pattern=r"\S", description="As a citizen typed it.")
    history: tuple[TurnLine, ...] = Field(default=(), description="Earlier turns, the oldest first.")
    answer: str | None = Field(default=None, description="A good answer, for comparing wordings.")
    answerable: bool = Field(default=True, description="Whether any page answers it.")
    sources: tuple[SourceLine, ...] = ()
    lang: str = Field(default="en", min_length=2)
    clean: bool = Field(default=True, description="False marks noise, which is left out of scores.")
    dialogue: str | None = Field(default=None, description="The conversation that it is part of.")
    topic: str | None = None
    domain: str | None = Field(default=None, description="Taken for the topic where there is none.")
    turn: int = Field(default=1, ge=1, description="Which turn of the citizen it is, from 1.")
    difficulty: str | None = Field(default=None, description="easy, medium or hard; derived if absent.")
    thread: str | None = Field(
        default=None, description="The thread where it was really asked; the dialogue if absent."
    )
    asked_at: AwareDatetime | None = Field(
        default=None, description="When it was really asked, with a time zone."
    )
    origin: str | None = Field(default=None, description="Where the case comes from.")
    proposed: bool = Field(
        default=False, description="True until a person has confirmed the case: it is not measured."
    )
    version: Literal[1] = 1


def json_schema() -> dict[str, Any]:
    """The JSON Schema of a line."""
    return {"$id": SCHEMA_ID, **CaseLine.model_json_schema()}
