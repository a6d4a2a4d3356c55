"""A real browser before a real server process, with the sample province behind it."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.e2e.server import PASSWORD
from tests.sample.server import SampleSite

CHECKOUT = Path(__file__).parents[2]
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATHS = [
    "/en/births/replace-certificate",
    "/en/driving/fees",
    "/en/driving/renew-licence",
    "/en/outdoors/fishing-licence",
    "/en/marriage/marriage-licence",
    "/en/health/health-card",
    "/fr/plein-air/permis-peche",
    "/fr/naissances/remplacer-certificat",
    "/fr/conduite/tarifs",
]
PATIENCE_S = 60
Enter = Callable[..., Page]


@dataclass(frozen=True)
class Desk:
    """The running desk: where it is, how questions get in, and what left it."""

    address: str
    client: httpx.Client
    site: SampleSite

    def ask(self, text: str, **also: Any) -> str:
        """A citizen's question, with its draft; its id."""
        question_id = self.receive(text, **also)
        self.wait_for(lambda: self.question(question_id)["status"] != "received")
        return question_id

    def receive(self, text: str, *, channel: str = "email", author: str = "Maria", **also: Any) -> str:
        """A citizen's question, still to be drafted; its id."""
        body = {"text": text, "channel": channel, "author_name": author, **also}
        answer = self.client.post("/v1/questions", json=body)
        assert answer.status_code == 201, answer.text
        question_id: str = answer.json()["id"]
        return question_id

    def question(self, question_id: str) -> dict[str, Any]:
        """The question as the API tells it."""
        found: dict[str, Any] = self.client.get(f"/v1/questions/{question_id}").json()
        return found

    def delivered(self, question_id: str) -> str | None:
        """The text that the citizen received, if any."""
        for reply in self.site.replies:
            data = reply["payload"].get("data", reply["payload"])
            if data.get("question_id") == question_id:
                text: str = data["text"]
                return text
        return None

    def wait_for(self, condition: Callable[[], Any]) -> Any:
        """The first true value of `condition`."""
        until = time.monotonic() + PATIENCE_S
        while time.monotonic() < until:
            if found := condition():
                return found
            time.sleep(0.1)
        raise AssertionError("it did not happen in time")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if found is None:
        reason = "no Chromium: apt-get install chromium"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with running_desk(tmp_path_factory.mktemp("desk")) as running:
        yield running


@contextmanager
def running_desk(folder: Path, model: str = "") -> Iterator[Desk]:
    """A desk in a process of its own, with the model at that address if one is given."""
    with SampleSite() as site:
        _save_pages(site, folder)
        command = [
            sys.executable,
            "-m",
            "tests.e2e.server",
            str(folder / "data"),
            str(folder),
            f"{site.url}/channel/replies",
            site.webhook_secret,
            model,
        ]
        log = (folder / "log").open("w")
        with subprocess.Popen(
            command, cwd=CHECKOUT, stdout=subprocess.PIPE, stderr=log, text=True
        ) as process:
            assert process.stdout is not None
            line = process.stdout.readline()
            assert line, (folder / "log").read_text()
            told = json.loads(line)
            headers = {"Authorization": f"Bearer {told['token']}"}
            with httpx.Client(base_url=told["address"], headers=headers, timeout=PATIENCE_S) as client:
                yield Desk(told["address"], client, site)
            process.send_signal(signal.SIGINT)
            process.wait(PATIENCE_S)
        log.close()


def _save_pages(site: SampleSite, folder: Path) -> None:
    lines = []
    for number, path in enumerate(PATHS):
        page = httpx.get(site.url + path)
        assert page.status_code == 200, path
        (folder / f"{number}.html").write_bytes(page.content)
        lines.append({"page_id": path, "url": site.url + path, "lang": path[1:3], "file": f"{number}.html"})
    (folder / "pages.jsonl").write_text("\n".join(map(json.dumps, lines)))


@pytest.fixture
def enter(browser: Browser, desk: Desk) -> Iterator[Enter]:
    """Opens a fresh browser profile, signed in: `enter("mira", script=False, language="fr", dark=True, width=390)`."""
    contexts = []
    troubles: list[str] = []

    def signed_in(
        login: str = "mira",
        *,
        script: bool = True,
        language: str = "en",
        dark: bool = False,
        width: int = 1400,
    ) -> Page:
        context = browser.new_context(
            base_url=desk.address,
            java_script_enabled=script,
            viewport={"width": width, "height": 900},
            color_scheme="dark" if dark else "light",
            locale=f"{language}-CA",
        )
        context.set_default_timeout(PATIENCE_S * 1000)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on(
            "console",
            lambda said: troubles.append(said.text) if "Content Security Policy" in said.text else None,
        )
        page.goto(f"/language/{language}?next=/sign-in")
        page.locator("#login").fill(login)
        page.locator("#password").fill(PASSWORD)
        page.locator("#password").press("Enter")
        page.wait_for_url("**/inbox")
        return page

    yield signed_in
    for context in contexts:
        context.close()
    assert troubles == []
