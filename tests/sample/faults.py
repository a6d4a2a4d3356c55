"""Everything a site can do wrong, under `/faults/`: for tests, linked from nowhere.

It owns misbehaviour on purpose; no honest page may come from here.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator
from urllib.parse import parse_qs

from tests.sample.pages import HTML, Answer, html_answer

HANG_S = 30.0
FLAKY_FAILURES = 2
_MEBIBYTE = 1024 * 1024
_PARAGRAPH = b"<p>The same sentence about nothing in particular, again and again and again.</p>\n"
_REST = "<html lang='en'><title>Fault</title><body><main><p>{}</p></main></body></html>"


class Faults:
    """The faults of one running site: how often each flaky address was asked, and when to stop hanging."""

    def __init__(self, closing: threading.Event, hang_s: float = HANG_S) -> None:
        self._closing = closing
        self._hang_s = hang_s
        self._asked: Counter[str] = Counter()
        self._lock = threading.Lock()

    def answer(self, path: str, query: str) -> Answer:
        """Misbehave as the last step of `path` names; a flaky address recovers after two failures."""
        name = path.removeprefix("/faults/")
        if name == "500":
            return html_answer(500, _REST.format("Internal error"))
        if name == "hang":
            self._closing.wait(self._hang_s)
            return html_answer(200, _REST.format("Sorry for the wait"))
        if name.startswith("loop"):
            return Answer(302, b"", {"Location": "/faults/loop-back" if name == "loop" else "/faults/loop"})
        if name == "binary":
            return Answer(200, _noise(4096), {"Content-Type": HTML})
        if name == "empty":
            return Answer(200, b"", {"Content-Type": HTML})
        if name == "charset":
            body = _REST.format("La réponse est donnée dès février, même après la fête.")
            return Answer(200, body.encode("iso-8859-1"), {"Content-Type": HTML})
        if name == "flaky":
            return self._flaky(f"{path}?{query}")
        return html_answer(404, _REST.format("No such fault"))

    def _flaky(self, address: str) -> Answer:
        with self._lock:
            self._asked[address] += 1
            failed = self._asked[address] <= FLAKY_FAILURES
        return (
            html_answer(500, _REST.format("Try again"))
            if failed
            else html_answer(200, _REST.format("Here I am"))
        )


def huge(query: str) -> Iterator[bytes]:
    """The pieces of an HTML page of `?mb=` mebibytes (50 unless said), made as they are sent."""
    size = int(parse_qs(query).get("mb", ["50"])[0]) * _MEBIBYTE
    piece = _PARAGRAPH * (64 * 1024 // len(_PARAGRAPH))
    yield b"<!DOCTYPE html><html lang='en'><title>Huge</title><body><main>"
    for _ in range(0, size, len(piece)):
        yield piece
    yield b"</main></body></html>"


def _noise(size: int) -> bytes:
    """Bytes that are no text in any charset, the same at every call."""
    return bytes((7 * place * place + 13 * place + 128) % 256 for place in range(size))
