"""A whole desk in a process of its own, for browsers.

`python -m tests.e2e.server DATA_DIR FOLDER WEBHOOK SECRET MODEL`; MODEL is the address of an OpenAI-compatible
server, or empty. Everything is real but the embedder. The first line that it prints is JSON: where it is, and a
machine's token.
"""

import json
import sys
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from api import tokens
from api.bootstrap import Services
from api.logs import set_up_logs
from api.server import listen, run
from api.settings import ApiSettings
from assistant.build import build_assistant
from assistant.intake import people
from assistant.settings import AssistantSettings
from ingest.sync import ingest_source
from knowledge.build import build_knowledge
from knowledge.clock import utc_now
from knowledge.settings import KnowledgeSettings
from knowledge.sources import Source
from tests.fakes import WordHashEmbedder

PATIENCE_S = 60.0
PASSWORD = "correct horse battery"
PEOPLE = (
    ("mira", "Mira", "manager"),
    ("noah", "Noah", "manager"),
    ("colin", "Colin", "content"),
    ("ada", "Ada", "admin"),
)


def main(data_dir: Path, folder: Path, webhook: str, secret: str, model: str) -> None:
    settings = ApiSettings(_env_file=None, log_level="warning")  # type: ignore[call-arg]
    set_up_logs(settings)
    knowledge = build_knowledge(KnowledgeSettings(data_dir=data_dir), utc_now, WordHashEmbedder())
    source = Source("aldermere", "folder", owner="Service Aldermere", options={"path": str(folder)})
    report = ingest_source(knowledge, source, utc_now)
    assert report.indexed > 5, report.problems
    assistant_settings = AssistantSettings(
        webhook_url=webhook, webhook_secret=SecretStr(secret), **spoken(model)
    )
    services = Services(knowledge, build_assistant(assistant_settings, knowledge, utc_now), utc_now, settings)
    with services.engine.begin() as connection:
        for login, name, role in PEOPLE:
            people.add(connection, login=login, name=name, role=role, password=PASSWORD, clock=utc_now)
        _, token = tokens.create(connection, "intake", "manager", utc_now)
    with listen("127.0.0.1", 0) as listener:
        run(
            services,
            listener,
            lambda address: print(json.dumps({"address": address, "token": token}), flush=True),
        )


def spoken(model: str) -> dict[str, Any]:
    if not model:
        return {}
    key = SecretStr("any")
    return {"model": "openai:m", "model_base_url": model, "model_api_key": key, "model_timeout_s": PATIENCE_S}


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), *sys.argv[3:])
