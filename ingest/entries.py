"""The fields of a source file, as people write them. Checks each entry; knows neither YAML nor the database."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, AnyHttpUrl, BaseModel, ConfigDict, Field
from pydantic_core import PydanticCustomError


def _pattern(value: str) -> str:
    try:
        re.compile(value)
    except re.error as error:
        raise PydanticCustomError("no_pattern", "no pattern", {"position": (error.pos or 0) + 1}) from None
    return value


Pattern = Annotated[str, AfterValidator(_pattern)]
SourceId = Annotated[str, Field(pattern=r"^[a-zA-Z0-9][a-zA-Z0-9._-]{0,79}$")]
Language = Annotated[str, Field(pattern=r"^[a-z]{2}$")]


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid")

    id: SourceId
    brand: str | None = Field(default=None, max_length=100)
    owner: str | None = Field(default=None, max_length=200)


class SiteEntry(_Entry):
    """A site to crawl; patterns are searched in the whole address, and deny outweighs allow."""

    kind: Literal["site"]
    url: AnyHttpUrl
    languages: list[Language] | None = None
    max_pages: int | None = Field(default=None, ge=1)
    max_depth: int | None = Field(default=None, ge=0)
    sitemaps: list[AnyHttpUrl] | None = None
    allow: list[Pattern] | None = None
    deny: list[Pattern] | None = None
    hosts: list[str] | None = Field(default=None, description="Further hosts that belong to the site.")
    delay_s: float | None = Field(default=None, ge=0)
    timeout_s: float | None = Field(default=None, gt=0)


class FolderEntry(_Entry):
    """A saved crawl: `pages` lists what is in `path`."""

    kind: Literal["folder"]
    path: Path
    pages: str = "pages.jsonl"
    languages: list[Language] | None = None


class ThreadsEntry(_Entry):
    """A file of past questions with the replies that people gave."""

    kind: Literal["threads"]
    path: Path
    channel: str | None = Field(default=None, max_length=40)


Entry = Annotated[SiteEntry | FolderEntry | ThreadsEntry, Field(discriminator="kind")]
