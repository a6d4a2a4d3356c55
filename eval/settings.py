"""Settings of measuring, from `REPLYDESK_EVAL_…` in the environment or `.env`."""

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class EvalSettings(BaseSettings):
    """Which model judges answers where one does, and what tokens cost."""

    model_config = SettingsConfigDict(
        env_prefix="REPLYDESK_EVAL_", env_file=".env", extra="ignore", frozen=True
    )

    judge: str | None = Field(
        default=None,
        description="Language model that judges answers, as provider:name; without it, no figure needs a model.",
    )
    judge_base_url: str | None = Field(
        default=None,
        description="Address of the judge's OpenAI-compatible or Ollama server, where it is not the provider's.",
    )
    judge_api_key: SecretStr | None = Field(default=None, description="Key of the judge's provider.")
    judge_timeout_s: float = Field(
        default=60.0, gt=0, description="Longest wait for one of the judge's answers, in seconds."
    )
    entailment: str | None = Field(
        default=None,
        description="Sentence-transformers cross-encoder trained on entailment, as a name or folder; judges answers.",
    )
    price_input_per_million: float | None = Field(
        default=None,
        ge=0,
        description="Price of a million tokens that the drafting model reads; without it, no cost is reported.",
    )
    price_output_per_million: float | None = Field(
        default=None, ge=0, description="Price of a million tokens that the drafting model writes."
    )
