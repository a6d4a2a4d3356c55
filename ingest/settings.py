"""Settings of reading the web, from `REPLYDESK_INGEST_…` in the environment or `.env`."""

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class IngestSettings(BaseSettings):
    """How sites are asked, and what is taken from them."""

    model_config = SettingsConfigDict(
        env_prefix="REPLYDESK_INGEST_", env_file=".env", extra="ignore", frozen=True
    )

    user_agent: str = Field(
        default="replydesk/0.1",
        description="What the crawler calls itself; add a page where site owners reach you: replydesk/0.1 (+https://…).",
    )
    max_pages: int = Field(default=5000, ge=1, description="Pages asked of one site in one run.")
    max_depth: int = Field(default=12, ge=1, description="Links followed from the start page to a page.")
    max_body_bytes: int = Field(
        default=10_000_000, ge=10_000, description="Longer pages and files are left out."
    )
    timeout_s: float = Field(default=20.0, gt=0, description="Seconds that one page may take to answer.")
    delay_s: float = Field(
        default=0.5, ge=0, description="Seconds between two requests to a host (loopback: none)."
    )
    concurrency_per_host: int = Field(default=4, ge=1, le=32, description="Requests to one host at a time.")
    least_text_characters: int = Field(default=40, ge=1, description="Pages with less text are left out.")
    batch_pages: int = Field(default=32, ge=1, description="Pages that are embedded and stored together.")
