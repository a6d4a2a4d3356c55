"""The pages of saved folders (`pages.jsonl` beside HTML files) as a stock recipe is given them."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from eval import jsonl
from eval.jsonl import BrokenLine


@dataclass(frozen=True, slots=True)
class SavedPage:
    """One page on disk; `key` is what gold calls it."""

    key: str
    url: str | None
    file: Path


class _PageLine(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)
    page_id: str
    url: str | None = None
    file: str


def saved_pages(folders: Sequence[Path]) -> tuple[tuple[SavedPage, ...], tuple[BrokenLine, ...]]:
    """The pages of all folders whose files are there, in order, and the broken lines of their lists."""
    pages: list[SavedPage] = []
    broken: list[BrokenLine] = []
    for folder in folders:
        for _, line in jsonl.read(folder / "pages.jsonl", _PageLine):
            if isinstance(line, BrokenLine):
                broken.append(line)
            elif (folder / line.file).is_file():
                pages.append(SavedPage(line.page_id, line.url, folder / line.file))
    return tuple(pages), tuple(broken)


def fingerprint(pages: Sequence[SavedPage], recipe: str) -> str:
    """Changes whenever a page, or the recipe that is applied to them, does."""
    digest = hashlib.sha256(recipe.encode())
    for page in pages:
        digest.update(page.key.encode() + b"\x1f" + hashlib.sha256(page.file.read_bytes()).digest())
    return digest.hexdigest()[:16]
