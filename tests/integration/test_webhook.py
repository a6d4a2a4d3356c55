"""Approved replies leave signed, each with one id, and every answer of the other side is understood."""

import base64
import json
import logging
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from standardwebhooks import Webhook

from assistant.channels import OutgoingReply, TemporarilyRefused, Unacceptable
from assistant.channels.outbox import FileChannel
from assistant.channels.webhook import WebhookChannel
from assistant.citations import Citation, Statement
from knowledge.errors import BadConfiguration
from tests.sample.server import SampleSite

SECRET = "whsec_" + base64.b64encode(b"k" * 32).decode()
SOURCE = Citation("p#1", "-", "fees", "Fees", "https://a.example/fees#f", "costs $35", ("Fees",))
MESSAGE = OutgoingReply(
    delivery_id="dl_1",
    idempotency_key="reply_r_1",
    question_id="q_1",
    external_id="fb-1",
    thread_id=None,
    channel="facebook",
    brand=None,
    language="fr",
    text="Ça coûte 35 $ [1].",
    statements=(Statement("Ça coûte 35 $.", (SOURCE,)),),
    approved_at=datetime(2026, 9, 14, 12, 0, tzinfo=UTC),
)


class Receiver(ThreadingHTTPServer):
    """A loopback receiver that answers with `status` and keeps what it got."""

    def __init__(self) -> None:
        self.status, self.got = 200, list[tuple[dict[str, str], bytes]]()
        self.hangs = threading.Event()
        self.hangs.set()
        super().__init__(("127.0.0.1", 0), _Handler)
        self.url = f"http://127.0.0.1:{self.server_address[1]}/replies"


class _Handler(BaseHTTPRequestHandler):
    server: Any

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        self.server.got.append(({k.lower(): v for k, v in self.headers.items()}, body))
        self.server.hangs.wait(5)
        self.send_response(self.server.status)
        self.send_header("Location", self.server.url.replace("replies", "elsewhere"))
        self.send_header("Content-Length", "6")
        self.end_headers()
        self.wfile.write(b"secret")

    def log_message(self, *_: object) -> None:
        """Quiet."""


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    server = Receiver()
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    yield server
    server.hangs.set()
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def channel(receiver: Receiver) -> Iterator[WebhookChannel]:
    made = WebhookChannel(receiver.url, SECRET, 2.0)
    yield made
    made.close()


def test_an_independent_library_verifies_what_arrives(receiver: Receiver, channel: WebhookChannel) -> None:
    channel.send(MESSAGE)
    [(headers, body)] = receiver.got
    event = Webhook(SECRET).verify(body, headers)
    assert headers["webhook-id"] == "reply_r_1"
    assert (event["type"], event["timestamp"]) == ("reply.approved", "2026-09-14T12:00:00+00:00")
    assert event["data"] == {
        "delivery_id": "dl_1",
        "question_id": "q_1",
        "external_id": "fb-1",
        "thread_id": None,
        "channel": "facebook",
        "brand": None,
        "language": "fr",
        "text": "Ça coûte 35 $ [1].",
        "statements": [
            {
                "text": "Ça coûte 35 $.",
                "citations": [{"url": "https://a.example/fees#f", "title": "Fees", "quote": "costs $35"}],
            }
        ],
        "approved_at": "2026-09-14T12:00:00+00:00",
    }


def test_a_retry_carries_the_same_id_and_the_same_bytes(receiver: Receiver, channel: WebhookChannel) -> None:
    receiver.status = 503
    with pytest.raises(TemporarilyRefused):
        channel.send(MESSAGE)
    receiver.status = 204
    channel.send(MESSAGE)
    [(first, body), (second, again)] = receiver.got
    assert (first["webhook-id"], body) == (second["webhook-id"], again)


@pytest.mark.parametrize("status", [408, 425, 429, 500, 502, 503, 504])
def test_these_answers_are_tried_again(receiver: Receiver, channel: WebhookChannel, status: int) -> None:
    receiver.status = status
    with pytest.raises(TemporarilyRefused) as caught:
        channel.send(MESSAGE)
    assert caught.value.code == f"http_{status}"


@pytest.mark.parametrize("status", [301, 302, 307, 308, 400, 401, 403, 404, 410, 413, 422])
def test_these_answers_are_final_and_no_redirect_is_followed(
    receiver: Receiver, channel: WebhookChannel, status: int
) -> None:
    receiver.status = status
    with pytest.raises(Unacceptable) as caught:
        channel.send(MESSAGE)
    assert caught.value.code == f"http_{status}"
    assert len(receiver.got) == 1


def test_a_receiver_that_hangs_or_is_gone_is_tried_again(receiver: Receiver) -> None:
    receiver.hangs.clear()
    impatient = WebhookChannel(receiver.url, SECRET, 0.2)
    with pytest.raises(TemporarilyRefused) as caught:
        impatient.send(MESSAGE)
    impatient.close()
    assert caught.value.code == "timeout"
    nobody = WebhookChannel("http://127.0.0.1:9/", SECRET, 2.0)
    with pytest.raises(TemporarilyRefused) as caught:
        nobody.send(MESSAGE)
    nobody.close()
    assert caught.value.code == "unreachable"


def test_what_the_other_side_says_is_never_logged(
    receiver: Receiver, channel: WebhookChannel, caplog: pytest.LogCaptureFixture
) -> None:
    receiver.status = 500
    with caplog.at_level(logging.DEBUG), pytest.raises(TemporarilyRefused) as caught:
        channel.send(MESSAGE)
    assert "secret" not in caplog.text + str(caught.value)


@pytest.mark.parametrize("url", ["ftp://a.example/", "a.example", "http://", "http://[::1", ""])
def test_an_address_that_cannot_work_is_refused_at_start(url: str) -> None:
    with pytest.raises(BadConfiguration) as caught:
        WebhookChannel(url, SECRET, 1.0)
    assert caught.value.field == "webhook_url"


@pytest.mark.parametrize("secret", ["", "whsec_", "whsec_é", "whsec_@@@", "whsec_c2hvcnQ="])
def test_a_secret_that_cannot_work_is_refused_and_not_repeated(secret: str) -> None:
    with pytest.raises(BadConfiguration) as caught:
        WebhookChannel("https://a.example/", secret, 1.0)
    assert caught.value.field == "webhook_secret"
    assert secret in {"", "whsec_"} or secret not in str(caught.value)


def test_the_sample_channel_accepts_us_once() -> None:
    with SampleSite(webhook_secret=SECRET) as site:
        channel = WebhookChannel(f"{site.url}/channel/replies", SECRET, 5.0)
        channel.send(MESSAGE)
        channel.send(MESSAGE)
        channel.close()
        [reply] = site.replies
    assert reply["payload"]["data"]["text"] == MESSAGE.text


def test_without_a_webhook_a_reply_is_one_file_however_often_it_is_sent(tmp_path: Path) -> None:
    outbox = FileChannel(tmp_path / "outbox")
    outbox.send(MESSAGE)
    outbox.send(MESSAGE)
    [file] = (tmp_path / "outbox").iterdir()
    assert json.loads(file.read_text())["data"]["text"] == MESSAGE.text


def test_an_outbox_that_cannot_be_written_is_tried_again(tmp_path: Path) -> None:
    (tmp_path / "outbox").write_text("in the way")
    with pytest.raises(TemporarilyRefused):
        FileChannel(tmp_path / "outbox").send(MESSAGE)
