"""The language model, where one is configured: the only file that knows LangChain's chat models.

The model sees passages under the names S1, S2, …; a source that it was not given, or that does not bear the
statement out, is dropped, and a statement left without a source is dropped with it, and counted. It never
sees an address and cannot write one that is kept.
"""

import hashlib
import json
import re
import threading
from collections.abc import Callable, Generator, Sequence
from contextlib import closing
from pathlib import Path
from queue import Empty, SimpleQueue
from time import monotonic
from typing import Any, NamedTuple, Protocol

from pydantic import BaseModel, ValidationError

from assistant.citations import Statement, cite
from assistant.composing.shown import shown_to_model
from assistant.guards.clauses import stands_wholly
from assistant.guards.support import bears_out, quote_for
from assistant.settings import AssistantSettings
from assistant.turns import Turn
from knowledge.errors import BadConfiguration, ModelUnavailable
from knowledge.search import Evidence
from knowledge.texts import Text

PROMPT = Path(__file__).parent / "prompts" / "draft.md"
LANGUAGES = {"en": "English", "fr": "French"}
LONGEST_ANSWER_TOKENS = 4_096
BRACES_TRIED = 8  # the answer's own, the last statement's, and some within words
MATERIAL_FITS_TOKENS = 8_192  # six passages, the thread and the answer; an Ollama server cuts what is longer

OnStatement = Callable[[Statement], None]


class ChatModel(Protocol):
    """Instructions and material in, text out."""

    def stream(self, instructions: str, material: str) -> Generator[str, None, None]:
        """The model's answer, piece by piece; closing it ends the writing. Raises: ModelUnavailable."""
        ...

    @property
    def tokens(self) -> "Tokens":
        """What it has read and written so far."""
        ...


class WrittenStatement(BaseModel):
    """One statement as the model returns it."""

    text: str
    sources: list[str]
    quote: str = ""


class WrittenReply(BaseModel):
    """The model's whole answer."""

    statements: list[WrittenStatement]


class Tokens(NamedTuple):
    """Tokens that a model has read and written since it was set up, as its server counts them."""

    read: int = 0
    written: int = 0


class Written(NamedTuple):
    """What is left of a model's answer; with nothing kept and nothing dropped it said that nothing answers."""

    statements: tuple[Statement, ...]
    dropped: int


class ModelWriter:
    """Has a model write statements over given passages, and keeps only those that cite one of them."""

    def __init__(
        self, model: ChatModel, name: str, statements_at_most: int, prompt: str | None = None
    ) -> None:
        self._model = model
        self._at_most = statements_at_most
        self._prompt = read_prompt(None) if prompt is None else prompt
        self.name = name
        self.prompt_version = hashlib.sha256(self._prompt.encode()).hexdigest()[:12]

    def write(
        self,
        question: str,
        history: Sequence[Turn],
        evidence: Sequence[Evidence],
        language: str,
        on_statement: OnStatement | None = None,
    ) -> Written:
        """Statements with citations of `evidence` alone. Raises: ModelUnavailable.

        `on_statement` hears of each as soon as it is complete; what is returned is what counts.
        """
        shown = shown_to_model(evidence)
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
        answer, told = "", 0
        pieces = self._model.stream(instructions, json.dumps(material, ensure_ascii=False))
        with closing(pieces):
            for piece in pieces:
                answer += piece
                if on_statement is not None and "}" in piece:
                    for each in self._kept(_so_far(answer), shown).statements[told:]:
                        on_statement(each)
                        told += 1
        return self._kept(_parsed(answer), shown)

    @property
    def tokens(self) -> Tokens:
        """What writing has cost so far."""
        return self._model.tokens

    def _kept(self, reply: WrittenReply, shown: dict[str, Evidence]) -> Written:
        offered = reply.statements[: self._at_most]
        kept = [s for s in (_statement(each, shown) for each in offered) if s is not None]
        return Written(tuple(dict.fromkeys(kept)), len(offered) - len(kept))


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
                    raise _unavailable(type(piece).__name__) from piece
                yield piece
            raise _unavailable("TimeoutError")
        except Empty:
            raise _unavailable("TimeoutError") from None
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


def read_prompt(path: Path | None) -> str:
    """The instructions in a file, or those of the package. Raises: BadConfiguration when they cannot be used."""
    try:
        prompt = (path or PROMPT).read_text(encoding="utf-8")
        prompt.format(language="", statements_at_most=1)
    except (OSError, ValueError, LookupError) as error:
        raise BadConfiguration(
            Text(
                f"The instructions in {path} cannot be used ({type(error).__name__}).",
                f"Les instructions de {path} sont inutilisables ({type(error).__name__}).",
            ),
            field="prompt",
            next_step=Text(
                "Name a text file whose only words in braces are {language} and {statements_at_most}; double other "
                "braces.",
                "Indiquez un fichier dont les seuls mots entre accolades sont {language} et {statements_at_most}; "
                "doublez les autres accolades.",
            ),
        ) from error
    return prompt


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


def _parsed(answer: str) -> WrittenReply:
    match = re.search(r"\{.*\}", answer, re.DOTALL)
    try:
        return WrittenReply.model_validate_json(match.group() if match else answer)
    except ValidationError as error:
        raise _unavailable("answer is not the JSON asked for") from error


def _so_far(answer: str) -> WrittenReply:
    # The statements that are whole: up to a brace after which closing the list makes the answer JSON.
    begins = answer.find("{")
    for ends in [match.end() for match in re.finditer("}", answer)][: -BRACES_TRIED - 1 : -1]:
        try:
            return WrittenReply.model_validate_json(answer[begins:ends] + "]}")
        except ValidationError:
            continue
    return WrittenReply(statements=[])


def _statement(written: WrittenStatement, shown: dict[str, Evidence]) -> Statement | None:
    text = " ".join(written.text.split())
    cited = [shown[name] for name in dict.fromkeys(written.sources) if name in shown]
    quoted = [(e, quote_for(text, written.quote, e.passage)) for e in cited]
    stood_on = [(e, q) for e, q in quoted if bears_out(text, q, e.passage)]
    stands = stands_wholly(text, [e.passage for e, _ in stood_on])
    return Statement(text, tuple(cite(e.page, e.passage, q) for e, q in stood_on)) if stands else None


def _unavailable(reason: str) -> ModelUnavailable:
    return ModelUnavailable(
        Text(f"The language model did not answer usefully ({reason}).",
             f"Le modèle de langue n’a pas répondu utilement ({reason})."),
        kept=Text("The draft uses the pages’ own words.", "Le brouillon reprend les mots mêmes des pages."),
    )  # fmt: skip
