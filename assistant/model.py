"""The language model, where one is configured: the only file that knows LangChain's chat models.

The model sees passages under the names S1, S2, …; a name that it was not given is dropped, and a statement
left without a source is dropped with it. It never sees an address and cannot write one that is kept.
"""

import hashlib
import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

from pydantic import BaseModel, ValidationError

from assistant.citations import Statement, cite
from assistant.facts import contains
from assistant.settings import AssistantSettings
from assistant.turns import Turn
from assistant.units import units_of
from knowledge.errors import BadConfiguration, ModelUnavailable
from knowledge.keywords import words
from knowledge.search import Evidence
from knowledge.texts import Text

PROMPT = Path(__file__).parent / "prompts" / "draft.md"
PASSAGES_SHOWN = 6
LANGUAGES = {"en": "English", "fr": "French"}


class ChatModel(Protocol):
    """Instructions and material in, text out."""

    def complete(self, instructions: str, material: str) -> str:
        """The model's answer. Raises: ModelUnavailable."""
        ...


class WrittenStatement(BaseModel):
    """One statement as the model returns it."""

    text: str
    sources: list[str]
    quote: str = ""


class WrittenReply(BaseModel):
    """The model's whole answer."""

    statements: list[WrittenStatement]


class ModelWriter:
    """Has a model write statements over given passages, and keeps only those that cite one of them."""

    def __init__(self, model: ChatModel, name: str, statements_at_most: int) -> None:
        self._model = model
        self._at_most = statements_at_most
        self._prompt = PROMPT.read_text(encoding="utf-8")
        self.name = name
        self.prompt_version = hashlib.sha256(self._prompt.encode()).hexdigest()[:12]

    def write(
        self, question: str, history: Sequence[Turn], evidence: Sequence[Evidence], language: str
    ) -> tuple[Statement, ...]:
        """Statements with citations of `evidence` alone. Raises: ModelUnavailable."""
        shown = {f"S{each.rank}": each for each in evidence[:PASSAGES_SHOWN]}
        instructions = self._prompt.format(
            language=LANGUAGES.get(language, language), statements_at_most=self._at_most
        )
        material = {
            "thread": [{"role": turn.role, "text": turn.text} for turn in history],
            "question": question,
            "passages": [
                {"name": name, "page": e.page.title, "text": e.passage.text_with_heading}
                for name, e in shown.items()
            ],
        }
        answer = self._model.complete(instructions, json.dumps(material, ensure_ascii=False))
        statements = (_statement(each, shown) for each in _parsed(answer).statements[: self._at_most])
        return tuple(each for each in statements if each is not None)


class LangChainModel:
    """A chat model of any provider that LangChain knows, named as provider:model."""

    def __init__(self, settings: AssistantSettings) -> None:
        self._chat = _chat_model(settings)

    def complete(self, instructions: str, material: str) -> str:
        """The model's answer. Raises: ModelUnavailable."""
        from langchain_core.messages import HumanMessage, SystemMessage

        try:
            answer = self._chat.invoke([SystemMessage(instructions), HumanMessage(material)])
        except (
            Exception
        ) as error:  # each provider raises its own kind; the kind alone is told, never the text
            raise _unavailable(type(error).__name__) from error
        return str(answer.text)


def _chat_model(settings: AssistantSettings) -> Any:
    try:
        from langchain.chat_models import init_chat_model
    except ImportError as error:
        raise BadConfiguration(
            Text("Model support is not installed.", "La prise en charge des modèles n’est pas installée."),
            next_step=Text('Install "replydesk[models]".', "Installez « replydesk[models] »."),
        ) from error
    provider, _, name = (settings.model or "").partition(":")
    options: dict[str, Any] = {"temperature": 0}
    if settings.model_base_url:
        options["base_url"] = settings.model_base_url
    if settings.model_api_key and provider != "ollama":
        options["api_key"] = settings.model_api_key.get_secret_value()
    if provider == "ollama":
        options["client_kwargs"] = {"timeout": settings.model_timeout_s}
    else:
        options |= {"timeout": settings.model_timeout_s, "max_retries": 1}
    try:
        return init_chat_model(name, model_provider=provider, **options)
    except Exception as error:
        raise BadConfiguration(
            Text(
                f"The model {settings.model!r} cannot be set up ({type(error).__name__}).",
                f"Le modèle {settings.model!r} ne peut pas être préparé ({type(error).__name__}).",
            ),
            next_step=Text(
                "Write REPLYDESK_ASSISTANT_MODEL as provider:name and give its key.",
                "Écrivez REPLYDESK_ASSISTANT_MODEL sous la forme fournisseur:nom et donnez sa clé.",
            ),
        ) from error


def _parsed(answer: str) -> WrittenReply:
    match = re.search(r"\{.*\}", answer, re.DOTALL)
    try:
        return WrittenReply.model_validate_json(match.group() if match else answer)
    except ValidationError as error:
        raise _unavailable("answer is not the JSON asked for") from error


def _statement(written: WrittenStatement, shown: dict[str, Evidence]) -> Statement | None:
    cited = [shown[name] for name in dict.fromkeys(written.sources) if name in shown]
    text = " ".join(written.text.split())
    if not cited or not text:
        return None
    return Statement(text, tuple(cite(e.page, e.passage, _quote(e, written.quote, text)) for e in cited))


def _quote(evidence: Evidence, offered: str, text: str) -> str:
    passage = evidence.passage
    if offered.strip() and contains(passage.text, offered):
        return offered
    # The words of the passage nearest to what the model wrote stand in for a quote that does not.
    wanted = set(words(text, passage.language))
    return max(units_of(passage.text), key=lambda u: len(wanted & set(words(u.text, passage.language)))).text


def _unavailable(reason: str) -> ModelUnavailable:
    return ModelUnavailable(
        Text(f"The language model did not answer usefully ({reason}).",
             f"Le modèle de langue n’a pas répondu utilement ({reason})."),
        kept=Text("The draft uses the pages’ own words.", "Le brouillon reprend les mots mêmes des pages."),
    )  # fmt: skip
