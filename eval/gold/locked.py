"""What a lock remembers of gold: a stable file format, beside the gold as `NAME.lock.json`. Compares nothing."""

import hashlib
import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

import ingest
from eval import jsonl
from knowledge.texts import Text

FORMAT: Literal["replydesk-gold-lock/1"] = "replydesk-gold-lock/1"
Standing = Literal["whole", "mostly", "no"]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class SourceLock(_Part):
    """A gold source when it was locked; `page_digest` is None for a page that was not indexed."""

    page: str
    page_digest: str | None
    stood: Standing


class CaseLock(_Part):
    """A case when it was locked; `digest` is `Case.digest`, over its annotations."""

    digest: str
    sources: tuple[SourceLock, ...]


class GoldLock(_Part):
    """A gold file when it was locked; `reader` is what `reader_digest` gave."""

    format: Literal["replydesk-gold-lock/1"] = FORMAT
    reader: str
    cases: Mapping[str, CaseLock]

    @property
    def digest(self) -> str:
        """SHA-256 of the content, kept in the file so that a touched lock is known."""
        plain = json.dumps(self.model_dump(mode="json"), sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(plain.encode()).hexdigest()


@cache
def reader_digest() -> str:
    """A digest of the code that reads pages: under another reader, a lost text says nothing of its page."""
    digest = hashlib.sha256()
    for file in sorted(Path(ingest.__path__[0]).glob("*.py")):
        digest.update(file.name.encode() + b"\x00" + file.read_bytes())
    return digest.hexdigest()[:16]


def lock_path(gold: Path) -> Path:
    """Where a gold file's lock lies: `gold.jsonl` is locked by `gold.lock.json`."""
    return gold.with_suffix(".lock.json")


def write_lock(path: Path, lock: GoldLock) -> None:
    """Write the lock, a line a case, whole or not at all."""
    whole = lock.model_dump(mode="json")
    cases = [f"  {_plain(key)}: {_plain(case)}" for key, case in sorted(whole["cases"].items())]
    head = f' "format": {_plain(lock.format)},\n "digest": {_plain(lock.digest)},\n "reader": {_plain(lock.reader)}'
    with jsonl.replacing(path) as handle:
        handle.write("{\n" + head + ',\n "cases": {\n' + ",\n".join(cases) + "\n }\n}\n")


def read_lock(path: Path) -> GoldLock | Text | None:
    """The lock; None where there is none; why it cannot be trusted, where it was touched or is malformed."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        digest = data.pop("digest", None)
        lock = GoldLock.model_validate(data)
    except FileNotFoundError:
        return None
    except (OSError, ValueError, AttributeError, ValidationError) as error:
        kind = type(error).__name__
        return Text(
            f"{path.name} is no lock of this version ({kind})",
            f"{path.name} n’est pas un verrou de cette version ({kind})",
        )
    if digest == lock.digest:
        return lock
    return Text(
        f"{path.name} was changed after it was written", f"{path.name} a été modifié après avoir été écrit"
    )


def _plain(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
