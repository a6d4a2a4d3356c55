"""Settings of the doors, from `REPLYDESK_API_…` in the environment or `.env`."""

from typing import Literal

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class ApiSettings(BaseSettings):
    """Where the desk and the API are served, and to whom for how long."""

    model_config = SettingsConfigDict(
        env_prefix="REPLYDESK_API_", env_file=".env", extra="ignore", frozen=True
    )

    host: str = Field(
        default="127.0.0.1", description="Address to listen on; the default is this machine only."
    )
    port: int = Field(default=8000, ge=0, le=65535, description="Port to listen on; 0 takes any free one.")
    public_url: str | None = Field(
        default=None, description="Address under which people reach the desk, where a proxy stands in front."
    )
    session_hours: int = Field(
        default=12, ge=1, le=720, description="Hours until a signed-in person signs in again."
    )
    secure_cookies: bool = Field(
        default=False,
        description="Send the session cookie over HTTPS only; always so where the public address is https.",
    )
    max_body_bytes: int = Field(
        default=1_000_000,
        ge=1_000,
        description="Largest request that is read; a larger one is refused with 413.",
    )
    sign_in_attempts: int = Field(
        default=5, ge=1, description="Wrong passwords for one login from one address before it has to wait."
    )
    sign_in_pause_s: int = Field(default=300, ge=1, description="Seconds that it has to wait then.")
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        default="info", description="The least important message that is logged."
    )
    log_format: Literal["console", "json"] = Field(
        default="console", description="Log lines for people (console) or for machines (json)."
    )

    @property
    def cookies_are_secure(self) -> bool:
        """Whether the session cookie travels over HTTPS only."""
        return self.secure_cookies or (self.public_url or "").startswith("https://")
