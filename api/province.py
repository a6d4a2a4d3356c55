"""The demo's fictional province: where its files are, its site as a process, and what stays from start to start.

Owns no data of the desk; the province's own code lives with the tests that use it too.
"""

import json
import os
import secrets
import subprocess
import sys
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from api.server import address_of, listen
from knowledge.errors import BadConfiguration
from knowledge.texts import Text

CHECKOUT = Path(__file__).parents[1]
SAMPLE = CHECKOUT / "tests" / "sample"
SITE_PORT = 8100
SITE_STOPS_WITHIN_S = 10
EVERY_NTH_QUESTION = 6


@dataclass(frozen=True, slots=True)
class Keepsake:
    """What must stay the same from one start to the next; kept in the demo's folder, readable by its owner."""

    password: str
    webhook_secret: str
    site_port: int
    ready: bool = False


def keepsake(folder: Path) -> Keepsake:
    """The one kept in `folder`, or a new one."""
    try:
        return Keepsake(**json.loads((folder / "demo.json").read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return Keepsake(
            secrets.token_urlsafe(9), "whsec_" + b64encode(secrets.token_bytes(24)).decode(), SITE_PORT
        )


def keep(folder: Path, kept: Keepsake) -> None:
    """Write it down, whole or not at all."""
    folder.mkdir(parents=True, exist_ok=True)
    fresh = folder / "demo.json.new"
    with os.fdopen(
        os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8"
    ) as file:
        json.dump(asdict(kept), file)
    fresh.replace(folder / "demo.json")


def require_sample() -> None:
    """Raises: BadConfiguration where the sample province is not there, as in an installed package."""
    if not (SAMPLE / "sources.yaml").exists():
        raise BadConfiguration(
            Text(
                "The demo’s fictional province is not here; it comes with the project’s checkout.",
                "La province fictive de la démonstration n’est pas ici; elle vient avec le dépôt du projet.",
            ),
            next_step=Text(
                "Clone the project and run: make demo.", "Clonez le projet et lancez : make demo."
            ),
        )


def free_port(wanted: int) -> int:
    """`wanted`, or one of the hundred ports after it."""
    with listen("127.0.0.1", wanted, further=100) as listener:
        return int(address_of(listener).rsplit(":", 1)[1])


@contextmanager
def sample_site(folder: Path, kept: Keepsake) -> Iterator[str]:
    """The province's site in a process of its own; gives its address, ends with the block.

    It ends with this process too, even where that is killed: its standard input ends then.
    """
    command = [sys.executable, "-m", "tests.sample.server", "--port", str(kept.site_port)]
    command += [
        "--until-input-ends",
        "--webhook-secret",
        kept.webhook_secret,
        "--replies-file",
        str((folder / "replies.jsonl").resolve()),
    ]
    site = subprocess.Popen(
        command,
        cwd=CHECKOUT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        line = site.stdout.readline() if site.stdout is not None else ""
        if "http://" not in line:
            raise BadConfiguration(
                Text("The sample site did not start.", "Le site d’exemple n’a pas démarré."),
                next_step=Text("Its own message is above.", "Son message est ci-dessus."),
            )
        yield line.split(": ", 1)[1].strip()
    finally:
        site.terminate()
        try:
            site.wait(timeout=SITE_STOPS_WITHIN_S)
        finally:
            site.kill()


def sample_questions() -> list[dict[str, Any]]:
    """A mix of the sample's questions: both languages, every kind."""
    lines = (SAMPLE / "gold.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines[::EVERY_NTH_QUESTION]]
