"""Settings of the assistant, from `REPLYDESK_ASSISTANT_…` in the environment or `.env`."""

from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class AssistantSettings(BaseSettings):
    """How answers are drafted, by when, and where approved replies go."""

    model_config = SettingsConfigDict(
        env_prefix="REPLYDESK_ASSISTANT_", env_file=".env", extra="ignore", frozen=True
    )

    model: str | None = Field(
        default=None,
        description="Language model as provider:name (openai:…, anthropic:…, ollama:…); without it, extractive.",
    )
    model_base_url: str | None = Field(
        default=None,
        description="Address of an OpenAI-compatible or Ollama server, where it is not the provider's.",
    )
    model_api_key: SecretStr | None = Field(default=None, description="Key of the model's provider.")
    model_timeout_s: float = Field(
        default=20.0, gt=0, description="Longest wait for the model's whole answer, in seconds."
    )
    rewrite_follow_ups: bool = Field(
        default=False,
        description="Have the model rewrite a follow-up to stand alone, for search only; without it, a rule does.",
    )
    rewrite_timeout_s: float = Field(
        default=5.0, gt=0, description="Longest wait for that rewriting, in seconds; then the rule does."
    )
    brands: Path | None = Field(
        default=None,
        description="File of the brands and their voices (docs/brands.md); without it, replies go out as they stand.",
    )
    prompt: Path | None = Field(
        default=None, description="File with the model's instructions; without it, those of the package."
    )
    webhook_url: str | None = Field(
        default=None,
        description="Where approved replies are posted; without it, they are written to the data folder's outbox.",
    )
    webhook_secret: SecretStr | None = Field(
        default=None, description="Standard Webhooks secret, whsec_ and base64; needed with webhook_url."
    )
    webhook_timeout_s: float = Field(
        default=10.0, gt=0, description="Longest wait for the webhook, in seconds."
    )
    answer_within_minutes: int = Field(default=15, ge=1, description="Promised time to a first answer.")
    resolve_within_hours: int = Field(default=24, ge=1, description="Promised time to a resolution.")
    max_question_characters: int = Field(default=10_000, ge=100, description="Longest question accepted.")
    undo_s: float = Field(default=5.0, ge=0, description="Seconds in which an approval can be undone.")
    lease_s: float = Field(
        default=60.0, gt=0, description="After so many seconds a dead worker's task is taken over."
    )
    minimum_confidence: float = Field(
        default=0.5, ge=0, le=1, description="Below this, a question counts as one that no page answers."
    )
    referrals: Path | None = Field(
        default=None,
        description="File of what is another government's business (docs/abstention.md); without it, none is told.",
    )
    referral_share: float = Field(
        default=0.25,
        ge=0,
        le=1,
        description="Least share of a question's words that an entry of that file has to take up.",
    )
    statements_at_most: int = Field(
        default=4,
        ge=1,
        le=20,
        description="Longest draft, in statements; an answer to the very question, said whole, may have twice as many.",
    )
