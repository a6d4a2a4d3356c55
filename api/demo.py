"""The demo: a fictional province on this machine, its pages read, its citizens' questions in the inbox.

Everything is the real thing (site over HTTP, crawl, index, worker, signed webhook); only the province is made up.
Its state is one folder, which may be deleted at any time. It can do nothing that `replydesk serve` cannot.
Heavy libraries load where they are needed, so that a second start serves within seconds.
"""

import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import SecretStr
from rich.console import Console
from rich.progress import track

from api import province
from api.province import Keepsake
from api.server import address_of, listen, run
from api.settings import ApiSettings
from assistant.intake import people
from assistant.settings import AssistantSettings
from knowledge.data_dir import owned
from knowledge.errors import Retryable
from knowledge.settings import KnowledgeSettings
from knowledge.sources import Source
from knowledge.texts import Text

if TYPE_CHECKING:
    from api.bootstrap import Services

READ_IS_KEPT = Text("What was read is kept.", "Ce qui a été lu est conservé.")
START_AGAIN = Text(
    "Start the demo again: it goes on from there.", "Relancez la démonstration : elle reprend là."
)
Tell = Callable[[Text], None]
PORTS_TRIED = 100
PEOPLE: tuple[tuple[str, str, people.Role], ...] = (
    ("manager", "Mira Manager", "manager"),
    ("content", "Colin Content", "content"),
    ("admin", "Ada Admin", "admin"),
)
# Spreads the sample's questions over 18 minutes without order: most in time, some close to 15 minutes, a few late.
STEP_S, SPREAD_S = 397, 1100


def run_demo(folder: Path, settings: ApiSettings, port: int, tell: Tell) -> None:
    """Serve the demo from `folder` until interrupted; the first start prepares it, a later one serves at once."""
    province.require_sample()
    tell(Text("Opening the desk …", "Ouverture du bureau …"))
    with owned(folder), listen(settings.host, port, further=PORTS_TRIED) as listener:
        if port and not address_of(listener).endswith(f":{port}"):
            tell(
                Text(
                    f"Port {port} is taken; the next free one it is.",
                    f"Le port {port} est pris; voici le suivant.",
                )
            )
        kept = province.keepsake(folder)
        kept = replace(kept, site_port=province.free_port(kept.site_port))
        province.keep(folder, kept)
        with province.sample_site(folder, kept) as site:
            _serve(folder, settings, kept, site, listener, tell)


def _serve(
    folder: Path, settings: ApiSettings, kept: Keepsake, site: str, listener: socket.socket, tell: Tell
) -> None:
    from api.bootstrap import build_services

    services = build_services(
        KnowledgeSettings(data_dir=folder, database_url=None, chroma_url=None),
        AssistantSettings(
            webhook_url=f"{site}/channel/replies",
            webhook_secret=SecretStr(kept.webhook_secret),
            brands=province.SAMPLE / "brands.yaml",
            referrals=province.SAMPLE / "referrals.yaml",
        ),
        settings,
    )
    if kept.ready:
        looking = threading.Thread(target=_look_again, args=(services, site, tell), daemon=True)
    else:
        _prepare(services, kept, site, tell)
        province.keep(folder, replace(kept, ready=True))
        looking = None

    def announce(address: str) -> None:
        tell(_welcome(address, site, kept))
        if looking is not None:
            looking.start()

    run(services, listener, announce)


def _prepare(services: "Services", kept: Keepsake, site: str, tell: Tell) -> None:
    from ingest.cli import ingest_all
    from ingest.settings import IngestSettings

    tell(
        Text(
            "Reading the province’s site and its past replies …",
            "Lecture du site de la province et de ses réponses …",
        )
    )
    reports = ingest_all(services.knowledge, _sources(site), IngestSettings())
    for report in reports:
        if report.failure is not None:
            raise Retryable(report.failure, kept=READ_IS_KEPT, next_step=START_AGAIN)
    pages = sum(report.pages for report in reports)
    tell(Text(f"{pages} pages read.", f"{pages} pages lues."))
    _add_people(services, kept.password)
    asked = province.sample_questions()
    for _ in track(_send(services, asked), "Questions", total=len(asked), console=Console(stderr=True)):
        pass


def _look_again(services: "Services", site: str, tell: Tell) -> None:
    """See what changed on the site since the last start; the desk serves meanwhile."""
    from ingest.sync import ingest_source  # a second start needs it only now

    reports = [
        ingest_source(services.knowledge, source, services.clock, lambda _report, _total: None)
        for source in _sources(site)
    ]
    embedded = sum(report.change.embedded for report in reports)
    tell(
        Text(
            f"Looked at the province’s pages again: {embedded} passages had changed.",
            f"Pages de la province relues : {embedded} passages avaient changé.",
        )
    )


def _sources(site: str) -> list[Source]:
    from ingest.sources import read_sources

    found = read_sources(province.SAMPLE / "sources.yaml", {"SAMPLE_URL": site})
    return sorted(found, key=lambda source: source.kind == "threads")  # threads cite pages


def _add_people(services: "Services", password: str) -> None:
    with services.engine.begin() as connection:
        for login, name, role in PEOPLE:
            if people.by_login(connection, login) is None:
                people.add(
                    connection, login=login, name=name, role=role, password=password, clock=services.clock
                )


def _send(services: "Services", asked: list[dict[str, Any]]) -> Iterator[str]:
    from assistant.intake import questions
    from assistant.intake.questions import NewQuestion, Turn

    now = services.clock()
    for number, each in enumerate(asked):
        new = NewQuestion(
            text=each["question"],
            channel=each["channel"],
            external_id=f"demo-{each['id']}",
            brand="aldermere",
            author_name=each.get("author"),
            language=each["lang"],
            history=tuple(Turn(turn["role"], turn["text"]) for turn in each["history"]),
            received_at=now - timedelta(seconds=20 + number * STEP_S % SPREAD_S),
        )
        with services.engine.begin() as connection:
            question, _ = questions.receive(
                connection,
                new,
                services.clock,
                services.assistant.settings,
                services.knowledge.settings.languages,
            )
        yield question.id


def _welcome(address: str, site: str, kept: Keepsake) -> Text:
    logins = ", ".join(login for login, _, _ in PEOPLE)
    return Text(
        f"\n  Open the desk      {address}\n"
        f"  Sign in as         manager   (or: {logins})\n"
        f"  Password           {kept.password}\n\n"
        f"  The province       {site}/en/\n"
        f"  Delivered replies  {site}/channel/replies\n\n"
        "  Ctrl-C stops everything; nothing is lost.\n",
        f"\n  Le bureau          {address}\n"
        f"  Identifiant        manager   (ou : {logins})\n"
        f"  Mot de passe       {kept.password}\n\n"
        f"  La province        {site}/fr/\n"
        f"  Réponses envoyées  {site}/channel/replies\n\n"
        "  Ctrl-C arrête tout; rien n’est perdu.\n",
    )
