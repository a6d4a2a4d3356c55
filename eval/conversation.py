"""A gold question as the assistant understands it, through the assistant's own code."""

from assistant.turns import Turn
from assistant.understand import Understood, understand
from eval.cases import Asked
from knowledge.redact import redact
from knowledge.settings import KnowledgeSettings


def turns(asked: Asked) -> tuple[Turn, ...]:
    """The history, oldest first, with private data taken out as on arrival."""
    return tuple(Turn(said.role, redact(said.text)) for said in asked.history)


def understood(asked: Asked, settings: KnowledgeSettings) -> Understood:
    """What drafting searches with, but for a model's rewriting; the gold label of the language is not consulted."""
    return understand(asked.question, turns(asked), settings.languages)
