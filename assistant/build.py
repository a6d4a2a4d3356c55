"""Makes the assistant's parts from its settings and an opened knowledge floor. Chooses the adapters."""

import logging
from dataclasses import dataclass, field

from assistant.answer import Answerer
from assistant.channels import Channel
from assistant.channels.outbox import FileChannel
from assistant.channels.webhook import WebhookChannel
from assistant.composing.instructions import read_prompt
from assistant.composing.model import LangChainModel
from assistant.composing.rewrite import Rewriter
from assistant.composing.writer import ModelWriter
from assistant.settings import AssistantSettings
from assistant.voice.brand_file import usable_brands
from assistant.voice.brands import Brands
from assistant.withholding.referral_file import read_referrals
from assistant.withholding.referrals import Referrals
from assistant.worker import Worker
from knowledge.build import Knowledge
from knowledge.clock import Clock
from knowledge.errors import BadConfiguration
from knowledge.texts import Text

OUTBOX = "outbox"
LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Assistant:
    """What the doors are handed."""

    answerer: Answerer
    channel: Channel
    worker: Worker
    settings: AssistantSettings
    brands: Brands = field(default_factory=Brands)


def build_brands(settings: AssistantSettings) -> Brands:
    """The voices in which replies go out; none without a file. Raises: BadConfiguration for any mistake in it."""
    return Brands() if settings.brands is None else usable_brands(settings.brands)


def build_assistant(
    settings: AssistantSettings, knowledge: Knowledge, clock: Clock, brands: Brands | None = None
) -> Assistant:
    """The drafting pipeline, the channel, the worker and the voices, if they are not made yet.

    Raises: BadConfiguration.
    """
    brands = build_brands(settings) if brands is None else brands
    answerer = build_answerer(settings, knowledge)
    channel = _channel(settings, knowledge)
    worker = Worker(knowledge.engine, answerer, channel, knowledge.index, clock, settings)
    return Assistant(answerer, channel, worker, settings, brands)


def build_answerer(settings: AssistantSettings, knowledge: Knowledge) -> Answerer:
    """The pipeline alone, as the evaluation uses it: what is measured is what is served."""
    writer = rewriter = None
    if settings.model:
        prompt = read_prompt(settings.prompt)
        writer = ModelWriter(LangChainModel(settings), settings.model, settings.statements_at_most, prompt)
        if settings.rewrite_follow_ups:
            sooner = settings.model_copy(update={"model_timeout_s": settings.rewrite_timeout_s})
            rewriter = Rewriter(LangChainModel(sooner), knowledge.settings.languages)
    return Answerer(knowledge, settings, writer, rewriter, _referrals(settings, knowledge))


def _referrals(settings: AssistantSettings, knowledge: Knowledge) -> Referrals:
    if settings.referrals is None:
        return Referrals()
    read = read_referrals(settings.referrals, knowledge.settings.languages)
    for each in read.complaints:
        LOG.warning("%s, line %d left out: %s", settings.referrals, each.line, each.what.en)
    return Referrals(read.entries)


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
