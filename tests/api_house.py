"""A whole running house for tests of the API: real database, index, worker and routes; only the embedder is ours."""

from dataclasses import dataclass
from pathlib import Path

from fastapi import FastAPI
from starlette.testclient import TestClient

from api import tokens
from api.app import create_app
from api.bootstrap import Services
from api.settings import ApiSettings
from assistant.build import build_assistant
from assistant.intake import people
from assistant.intake.people import Person
from assistant.settings import AssistantSettings
from knowledge import sources
from knowledge.build import build_knowledge
from knowledge.clock import Clock
from knowledge.pages import Page, page_id
from knowledge.passages import make_passage
from knowledge.settings import KnowledgeSettings
from knowledge.sources import Source
from tests.fakes import WordHashEmbedder

PASSWORD = "correct horse battery"
PAGES = {
    "/en/fishing": (
        "en",
        "Fishing licence",
        "Fees",
        "A fishing licence costs $24 for a year. Apply online or at a service centre.",
    ),
    "/en/births": (
        "en",
        "Birth certificates",
        "Fees",
        "A birth certificate costs $30. It takes 15 business days to arrive by mail.",
    ),
    "/fr/peche": (
        "fr",
        "Permis de pêche",
        "Tarifs",
        "Un permis de pêche coûte 24 $ pour un an. Faites la demande en ligne.",
    ),
}


@dataclass(frozen=True, slots=True)
class House:
    """A running house, and ways in."""

    services: Services
    app: FastAPI
    machine: str
    readers_machine: str
    mira: Person
    miras_token: str

    def client(self, token: str | None = None, **headers: str) -> TestClient:
        """A client that shows `token`; no lifespan, so no worker thread."""
        if token is not None:
            headers["Authorization"] = f"Bearer {token}"
        return TestClient(
            self.app,
            base_url="http://desk.test",
            headers=headers,
            raise_server_exceptions=False,
            follow_redirects=False,
        )

    def work(self) -> None:
        """Let the worker do all that there is to do now."""
        while self.app.state.services.assistant.worker.run_once():
            pass


def build_house(data_dir: Path, clock: Clock, settings: ApiSettings | None = None) -> House:
    """A house over three pages, with one reviewer, and a machine of each role but admin."""
    knowledge = build_knowledge(KnowledgeSettings(data_dir=data_dir), clock, WordHashEmbedder())
    assistant = build_assistant(AssistantSettings(minimum_confidence=0.0), knowledge, clock)
    services = Services(knowledge, assistant, clock, settings or ApiSettings())
    with services.engine.begin() as connection:
        sources.save(connection, Source("aldermere", "site", base_url="http://province.test"), clock())
    knowledge.index.sync_pages([_page(key, clock) for key in PAGES])
    knowledge.index.finish()
    with services.engine.begin() as connection:
        mira = people.add(
            connection, login="mira", name="Mira", role="manager", password=PASSWORD, clock=clock
        )
        _, machine = tokens.create(connection, "intake", "manager", clock)
        _, readers = tokens.create(connection, "reports", "content", clock)
        _, miras = tokens.create(connection, "mira's script", "manager", clock, mira)
    return House(services, create_app(services), machine, readers, mira, miras)


def _page(key: str, clock: Clock):
    language, title, heading, text = PAGES[key]
    wanted = page_id("aldermere", key)
    page = Page(
        wanted, key, "aldermere", f"http://province.test{key}", title, language, "Service Aldermere", None, None, (),
        clock(), clock(), "0" * 64, "indexed",
    )  # fmt: skip
    return page, [make_passage(wanted, 0, (title, heading), "fees", "prose", text, language, 1)]
