"""The citizens' side of the demo: a channel that receives signed replies and shows them.

It owns checking Standard Webhooks deliveries and keeping each once; it never answers anybody.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
import threading
import time
from collections.abc import Callable, Mapping
from email.message import Message
from html import escape
from pathlib import Path
from typing import Any

from tests.sample.pages import Answer, html_answer

PATH = "/channel/replies"
TOLERANCE_S = 300.0
_SHOWN = ("channel", "external_id", "question", "text", "rendered_text", "reply")


def sign(secret: str, message_id: str, timestamp: int, body: bytes) -> str:
    """The `v1,…` signature of one delivery (Standard Webhooks: HMAC-SHA256 over `id.timestamp.body`)."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    content = b".".join((message_id.encode(), str(timestamp).encode(), body))
    return "v1," + base64.b64encode(hmac.new(key, content, hashlib.sha256).digest()).decode()


class ReplyChannel:
    """What a citizen would see: the replies delivered so far, in order, each once."""

    def __init__(
        self,
        secret: str,
        replies_file: Path | None = None,
        now_s: Callable[[], float] = time.time,
    ) -> None:
        try:
            base64.b64decode(secret.removeprefix("whsec_"), validate=True)
        except binascii.Error as error:
            raise ValueError("the webhook secret must be whsec_ followed by base64") from error
        self._secret = secret
        self._file = replies_file
        self._now_s = now_s
        self._lock = threading.Lock()
        self._replies: dict[str, dict[str, Any]] = {}

    @property
    def replies(self) -> list[dict[str, Any]]:
        """The deliveries kept, oldest first: `id`, `timestamp` (Unix seconds) and `payload`."""
        with self._lock:
            return list(self._replies.values())

    def receive(self, headers: Message, body: bytes) -> Answer:
        """Keep one delivery: 200 when kept (or already there), 401 from a stranger, 400 when unreadable."""
        message_id, stamp = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
        if not message_id or not stamp.isdecimal() or abs(self._now_s() - int(stamp)) > TOLERANCE_S:
            return _said(401, "refused", "webhook-id or webhook-timestamp is missing or too old")
        expected = sign(self._secret, message_id, int(stamp), body)
        given = headers.get("webhook-signature", "").split()
        if not any(hmac.compare_digest(expected.encode(), one.encode()) for one in given):
            return _said(401, "refused", "the signature does not match")
        try:
            payload = json.loads(body)
        except ValueError:
            return _said(400, "refused", "the body is not JSON")
        with self._lock:
            if message_id in self._replies:
                return _said(200, "duplicate", "this delivery was already received")
            reply = {"id": message_id, "timestamp": int(stamp), "payload": payload}
            if self._file is not None:
                with self._file.open("a", encoding="utf-8") as file:
                    file.write(json.dumps(reply, ensure_ascii=False) + "\n")
            self._replies[message_id] = reply
        return _said(200, "accepted", "the citizen can see it now")

    def page(self) -> Answer:
        """The replies as the citizens would see them, newest first, escaped."""
        rows = "".join(f"<li><article>{_shown(reply)}</article></li>" for reply in reversed(self.replies))
        body = f"<ol>{rows}</ol>" if rows else "<p>No reply has been delivered yet.</p>"
        title = "Replies delivered to citizens"
        style = (
            "<style>body{font:16px/1.5 system-ui;max-width:44rem;margin:2rem auto}li{margin:1rem 0}</style>"
        )
        head = f'<meta charset="utf-8"><title>{title}</title>{style}'
        return html_answer(
            200, f'<html lang="en"><head>{head}</head><body><h1>{title}</h1>{body}</body></html>'
        )


def _shown(reply: Mapping[str, Any]) -> str:
    payload = reply["payload"]
    fields = payload.get("data", payload) if isinstance(payload, dict) else {}
    known = [(name, fields[name]) for name in _SHOWN if isinstance(fields, dict) and fields.get(name)]
    if not known:
        known = [("delivery", json.dumps(payload, ensure_ascii=False, indent=1))]
    rows = "".join(
        f'<p class="{name}" style="white-space:pre-line"><small>{name}</small><br>{escape(str(value))}</p>'
        for name, value in known
    )
    return f"{rows}<p><small>{escape(reply['id'])}</small></p>"


def _said(status: int, result: str, detail: str) -> Answer:
    body = json.dumps({"status": result, "detail": detail}).encode()
    return Answer(status, body, {"Content-Type": "application/json"})
