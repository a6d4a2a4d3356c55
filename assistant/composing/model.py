"""The language model, where one is configured: the only file that knows LangChain's chat models.

Owns how a model is set up, asked and timed, and what it costs. Knows neither what it is asked nor what its answer
is worth.
"""

import threading
from collections.abc import Generator
from contextlib import closing
from queue import Empty, SimpleQueue
from time import monotonic
from typing import Any, NamedTuple, Protocol

from assistant.settings import AssistantSettings
from knowledge.errors import BadConfiguration, ModelUnavailable
from knowledge.texts import Text

LONGEST_ANSWER_TOKENS = 4_096
MATERIAL_FITS_TOKENS = 8_192  # six passages, the thread and the answer; an Ollama server cuts what is longer


class ChatModel(Protocol):
    """Instructions and material in, text out."""

    def stream(self, instructions: str, material: str) -> Generator[str, None, None]:
        """The model's answer, piece by piece; closing it ends the writing. Raises: ModelUnavailable."""
        ...

    @property
    def tokens(self) -> "Tokens":
        """What it has read and written so far."""
        ...


class Tokens(NamedTuple):
    """Tokens that a model has read and written since it was set up, as its server counts them."""

    read: int = 0
    written: int = 0


class LangChainModel:
    """A chat model of any provider that LangChain knows, named as provider:model."""

    def __init__(self, settings: AssistantSettings) -> None:
        self._chat = _chat_model(settings)
        self._timeout_s = settings.model_timeout_s
        self._tokens = Tokens()

    @property
    def tokens(self) -> Tokens:
        """What its servers said that they were asked to read and to write."""
        return self._tokens

    def stream(self, instructions: str, material: str) -> Generator[str, None, None]:
        """The model's answer, all of it within the timeout, retries and all. Raises: ModelUnavailable."""
        pieces: SimpleQueue[str | Exception | None] = SimpleQueue()
        unwanted = threading.Event()
        ends_at = monotonic() + self._timeout_s
        # The clients' own timeouts bound the silence between two bytes, not the whole answer.
        asked = (instructions, material, pieces, unwanted)
        threading.Thread(target=self._read, args=asked, name="model", daemon=True).start()
        try:
            while (left_s := ends_at - monotonic()) > 0:
                piece = pieces.get(timeout=left_s)
                if piece is None:
                    return
                if isinstance(piece, Exception):  # the kind alone is told: the text may quote what was asked
                    raise unavailable(type(piece).__name__) from piece
                yield piece
            raise unavailable("TimeoutError")
        except Empty:
            raise unavailable("TimeoutError") from None
        finally:
            unwanted.set()

    def _read(
        self,
        instructions: str,
        material: str,
        pieces: SimpleQueue[str | Exception | None],
        unwanted: threading.Event,
    ) -> None:
        from langchain_core.messages import HumanMessage, SystemMessage
        from langsmith import tracing_context

        messages = [SystemMessage(instructions), HumanMessage(material)]
        try:
            # A citizen's words go to the configured model alone, whatever tracing the environment asks for.
            with tracing_context(enabled=False), closing(self._chat.stream(messages)) as chunks:
                for chunk in chunks:
                    if unwanted.is_set():  # leaving closes the connection, so that the server stops writing
                        return
                    self._count(chunk)
                    pieces.put(str(chunk.text))
            pieces.put(None)
        except Exception as error:  # each provider raises its own kind
            pieces.put(error)

    def _count(self, chunk: Any) -> None:
        if used := chunk.usage_metadata:
            read, written = self._tokens
            self._tokens = Tokens(read + used["input_tokens"], written + used["output_tokens"])


def _chat_model(settings: AssistantSettings) -> Any:
    try:
        from langchain.chat_models import init_chat_model
    except ImportError as error:
        raise BadConfiguration(
            Text("Model support is not installed.", "La prise en charge des modèles n’est pas installée."),
            next_step=Text('Install "replydesk[models]".', "Installez « replydesk[models] »."),
        ) from error
    provider, _, name = (settings.model or "").partition(":")
    try:
        if not provider or not name:  # LangChain would take such a name, and fail at every question
            raise ValueError(settings.model)
        return init_chat_model(name, model_provider=provider, **_options(provider, settings))
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


def _options(provider: str, settings: AssistantSettings) -> dict[str, Any]:
    options: dict[str, Any] = {"base_url": settings.model_base_url} if settings.model_base_url else {}
    if provider == "ollama":
        within = {"timeout": settings.model_timeout_s}
        return options | {"temperature": 0, "num_ctx": MATERIAL_FITS_TOKENS, "client_kwargs": within}
    if settings.model_api_key:
        options["api_key"] = settings.model_api_key.get_secret_value()
    options |= {"timeout": settings.model_timeout_s, "max_retries": 1}
    # Anthropic's newest models refuse a temperature; without a bound it asks for 64,000 tokens.
    if provider == "anthropic":
        return options | {"max_tokens": LONGEST_ANSWER_TOKENS}
    if provider == "openai":
        options["stream_usage"] = True  # off by default at any other address than OpenAI's own
    return options | {"temperature": 0}


def unavailable(reason: str) -> ModelUnavailable:
    """What is raised when a model gives no answer that can be used, for this reason."""
    return ModelUnavailable(
        Text(f"The language model did not answer usefully ({reason}).",
             f"Le modèle de langue n’a pas répondu utilement ({reason})."),
        kept=Text("The draft uses the pages’ own words.", "Le brouillon reprend les mots mêmes des pages."),
    )  # fmt: skip
