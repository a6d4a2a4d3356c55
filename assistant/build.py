"""Makes the assistant's parts from its settings and an opened knowledge floor. Chooses the adapters."""

from dataclasses import dataclass

from assistant.answer import Answerer
from assistant.channels import Channel
from assistant.channels.outbox import FileChannel
from assistant.channels.webhook import WebhookChannel
from assistant.model import LangChainModel, ModelWriter, read_prompt
from assistant.settings import AssistantSettings
from assistant.worker import Worker
from knowledge.build import Knowledge
from knowledge.clock import Clock
from knowledge.errors import BadConfiguration
from knowledge.texts import Text

OUTBOX = "outbox"


@dataclass(frozen=True, slots=True)
class Assistant:
    """What the doors are handed."""

    answerer: Answerer
    channel: Channel
    worker: Worker
    settings: AssistantSettings


def build_assistant(settings: AssistantSettings, knowledge: Knowledge, clock: Clock) -> Assistant:
    """The drafting pipeline, the channel and the worker. Raises: BadConfiguration."""
    answerer = build_answerer(settings, knowledge)
    channel = _channel(settings, knowledge)
    worker = Worker(knowledge.engine, answerer, channel, knowledge.index, clock, settings)
    return Assistant(answerer, channel, worker, settings)


def build_answerer(settings: AssistantSettings, knowledge: Knowledge) -> Answerer:
    """The pipeline alone, as the evaluation uses it: what is measured is what is served."""
    writer = None
    if settings.model:
        prompt = read_prompt(settings.prompt)
        writer = ModelWriter(LangChainModel(settings), settings.model, settings.statements_at_most, prompt)
    return Answerer(knowledge, settings, writer)


def _channel(settings: AssistantSettings, knowledge: Knowledge) -> Channel:
    if settings.webhook_url is None:
        return FileChannel(knowledge.settings.data_dir / OUTBOX)
    if settings.webhook_secret is None:
        raise BadConfiguration(
            Text(
                "A webhook address is set without its secret, so replies could not be signed.",
                "Une adresse de webhook est indiquée sans son secret : les réponses ne pourraient être signées.",
            ),
            field="webhook_secret",
            next_step=Text(
                "Set REPLYDESK_ASSISTANT_WEBHOOK_SECRET (whsec_…).",
                "Définissez REPLYDESK_ASSISTANT_WEBHOOK_SECRET (whsec_…).",
            ),
        )
    return WebhookChannel(
        settings.webhook_url, settings.webhook_secret.get_secret_value(), settings.webhook_timeout_s
    )
