"""The demo: a fictional province on this machine, its pages read, its citizens' questions in the inbox.

Everything is the real thing (site over HTTP, crawl, index, worker, signed webhook); only the province is made up.
Its state is one folder, which may be deleted at any time. Knows nothing that `replydesk serve` does not.
"""

import json
import os
import secrets
import subprocess
import sys
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from api.bootstrap import Services
from api.server import address_of, listen
from assistant import people, questions
from assistant.questions import NewQuestion, Turn
from knowledge.database import reading
from knowledge.errors import BadConfiguration
from knowledge.texts import Text

CHECKOUT = Path(__file__).parents[1]
SAMPLE = CHECKOUT / "tests" / "sample"
SITE_PORT = 8100
EVERY_NTH_QUESTION = 6
PEOPLE = (
    ("manager", "Mira Manager", "manager"),
    ("content", "Colin Content", "content"),
    ("admin", "Ada Admin", "admin"),
)


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
        json.dump({name: getattr(kept, name) for name in Keepsake.__dataclass_fields__}, file)
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
    """The province's site in a process of its own; gives its address, ends with the block."""
    command = [sys.executable, "-m", "tests.sample.server", "--port", str(kept.site_port)]
    command += [
        "--webhook-secret",
        kept.webhook_secret,
        "--replies-file",
        str((folder / "replies.jsonl").resolve()),
    ]
    site = subprocess.Popen(command, cwd=CHECKOUT, stdout=subprocess.PIPE, text=True)
    try:
        assert site.stdout is not None
        line = site.stdout.readline()
        if "http://" not in line:
            raise BadConfiguration(
                Text("The sample site did not start.", "Le site d’exemple n’a pas démarré."),
                next_step=Text("Its own message is above.", "Son message est ci-dessus."),
            )
        yield line.split(": ", 1)[1].strip()
    finally:
        site.terminate()
        site.wait(timeout=10)


def add_people(services: Services, password: str) -> None:
    """One person of each role, all with the demo's password; those who are there stay."""
    with services.engine.begin() as connection:
        for login, name, role in PEOPLE:
            if people.by_login(connection, login) is None:
                people.add(
                    connection, login=login, name=name, role=role, password=password, clock=services.clock
                )


def sample_questions() -> list[dict[str, Any]]:
    """A mix of the sample's questions: both languages, every kind."""
    lines = (SAMPLE / "gold.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines[::EVERY_NTH_QUESTION]]


def send_questions(services: Services, asked: list[dict[str, Any]]) -> Iterator[int]:
    """Put them into the inbox, received over the last quarter of an hour or so; yields how many are in."""
    now = services.clock()
    for number, each in enumerate(asked):
        # Spread without order: most still in time, some close to the promised 15 minutes, a few late.
        age = timedelta(seconds=20 + number * 397 % 1100)
        new = NewQuestion(
            text=each["question"],
            channel=each["channel"],
            external_id=f"demo-{each['id']}",
            brand="aldermere",
            author_name=each.get("author"),
            language=each["lang"],
            history=tuple(Turn(turn["role"], turn["text"]) for turn in each["history"]),
            received_at=now - age,
        )
        with services.engine.begin() as connection:
            questions.receive(connection, new, services.clock, services.assistant.settings)
        yield number + 1


def still_to_draft(services: Services) -> int:
    """How many questions wait for the worker."""
    with reading(services.engine) as connection:
        return questions.counts(connection).get("received", 0)
