"""The demo as a process: from nothing to a delivered reply, stopped, and started again."""

import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

import httpx
import pytest

COMMAND = Path(sys.executable).with_name("replydesk")
CHECKOUT = Path(__file__).parents[2]
# Only ends a test that hangs: a busy machine embeds the province in minutes, an idle one in seconds.
HANGS_AFTER_S = 420


class Demo:
    """A running demo and what it has said so far."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.said = ""
        self.process = subprocess.Popen(
            [COMMAND, "--lang", "en", "demo", "--data-dir", str(folder), "--port", "0"],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd=CHECKOUT,
            env={**os.environ, "PYTHONFAULTHANDLER": "1"},
        )  # fmt: skip
        self.listener = threading.Thread(target=self._listen, daemon=True)
        self.listener.start()

    def _listen(self) -> None:
        with self.process.stdout or nullcontext(()) as lines:
            for line in lines:
                self.said += line

    def find(self, pattern: str) -> str:
        found = eventually(lambda: re.search(pattern, self.said), lambda: self.process.poll() is not None)
        assert found, self.said
        return str(found.group(1))

    def command(self, *arguments: str) -> str:
        done = subprocess.run(
            [COMMAND, *arguments, "--data-dir", str(self.folder)], capture_output=True, text=True, check=True
        )
        return done.stdout.strip()


def eventually(ask: Callable[[], Any], given_up: Callable[[], bool] = lambda: False) -> Any:
    ends = time.monotonic() + HANGS_AFTER_S
    while time.monotonic() < ends:
        if (answer := ask()) or given_up():
            return answer
        time.sleep(0.2)
    return None


@contextmanager
def running(folder: Path) -> Iterator[Demo]:
    demo = Demo(folder)
    try:
        yield demo
    finally:
        demo.process.send_signal(signal.SIGINT)
        try:
            demo.process.wait(timeout=60)
        except subprocess.TimeoutExpired:
            demo.process.send_signal(signal.SIGABRT)  # says where each thread stands, and ends
            demo.process.wait(timeout=60)
        demo.listener.join(timeout=60)
        assert not demo.listener.is_alive(), (
            f"A process of the demo is left, and holds its output: {demo.said}"
        )


def answers(site: str) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", int(site.rsplit(":", 1)[1]))) == 0


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("demo")


def test_a_first_start_leads_to_a_reply_that_the_citizen_sees(folder: Path) -> None:
    with running(folder) as demo:
        address = demo.find(r"Open the desk\s+(http://\S+)")
        site = demo.find(r"The province\s+(http://[^/\s]+)")
        assert demo.find(r"Password\s+(\S+)")
        token = demo.command("token", "create", "test", "--person", "manager")
        with httpx.Client(base_url=address, headers={"Authorization": f"Bearer {token}"}) as client:
            assert client.get("/readyz").json()["status"] == "ok"
            everything = client.get("/v1/questions", params={"limit": 200}).json()["items"]
            assert {each["language"] for each in everything} == {"en", "fr"}
            assert len(everything) == 25
            eventually(lambda: not client.get("/v1/questions", params={"status": "received"}).json()["items"])
            drafted = client.get("/v1/questions", params={"status": "pending_review"}).json()["items"]
            draft = client.get(f"/v1/questions/{drafted[0]['id']}").json()["draft"]
            review = {"draft_version": draft["version"], "decision": "approve"}
            assert client.post(f"/v1/drafts/{draft['id']}/reviews", json=review).status_code == 201
            assert eventually(
                lambda: client.get(f"/v1/questions/{draft['question_id']}").json()["status"] == "delivered"
            )
        assert "No reply has been delivered yet" not in httpx.get(f"{site}/channel/replies").text
    assert demo.process.returncode == 0, demo.said
    assert not answers(site)


def test_a_second_start_keeps_everything_and_embeds_nothing(folder: Path) -> None:
    with running(folder) as demo:
        password = demo.find(r"Password\s+(\S+)")
        assert f'"{password}"' in (folder / "demo.json").read_text(encoding="utf-8")
        assert "Reading the province" not in demo.said
        assert demo.find(r"again: (\d+) passages") == "0"
    assert "Traceback" not in demo.said


def test_a_demo_that_is_killed_leaves_no_site_behind(folder: Path) -> None:
    with running(folder) as demo:
        site = demo.find(r"The province\s+(http://[^/\s]+)")
        assert answers(site)
        demo.process.kill()
        assert eventually(lambda: not answers(site))
