"""A gold question as the assistant understands it: redacted, in a detected language, standing alone.

Mirrors the first steps of `assistant.answer.Answerer.propose`; an integration test holds the two together.
"""

from dataclasses import dataclass

from assistant.standalone import standalone
from assistant.turns import Turn
from eval.cases import Asked
from knowledge.languages import detect
from knowledge.redact import redact
from knowledge.settings import KnowledgeSettings

TOO_SHORT_TO_TELL_WORDS = 4
TURNS_THAT_TELL = 2


@dataclass(frozen=True, slots=True)
class Query:
    """What is searched for."""

    text: str
    language: str


def turns(asked: Asked) -> tuple[Turn, ...]:
    """The history, oldest first, with private data taken out as on arrival."""
    return tuple(Turn(said.role, redact(said.text)) for said in asked.history)


def understood(asked: Asked, settings: KnowledgeSettings) -> Query:
    """The query that drafting searches with; the gold label of the language is not consulted."""
    history = turns(asked)
    text = redact(asked.question)
    context = " ".join([*(turn.text for turn in history[-TURNS_THAT_TELL:]), text])
    telling = context if len(text.split()) < TOO_SHORT_TO_TELL_WORDS else text
    language = detect(telling, settings.languages, settings.languages[0])
    return Query(standalone(text, history, language), language)
