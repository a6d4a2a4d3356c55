"""The sample government's web site, on loopback: for the demo, and for tests that need a real server.

It owns the socket, the threads and the request log. It serves this fictional site only, and never
listens on any address but 127.0.0.1.
"""

from __future__ import annotations

import argparse
import os
import secrets
import signal
import socket
import threading
from base64 import b64encode
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import FrameType
from typing import Any, Self
from urllib.parse import unquote, urlsplit

from tests.sample import channel, faults, pages
from tests.sample.content import SITE, Content, read_content
from tests.sample.pages import Answer

LONGEST_BODY_BYTES = 1024 * 1024


class SampleSite:
    """A running site; a context manager that stops quickly, whatever its clients are doing.

    `revision` (1 or 2) may be set while it runs, `channel_down` makes the channel answer 503,
    `requests` logs (method, path with query, status) in the order of the answers.
    """

    def __init__(
        self,
        port: int = 0,
        webhook_secret: str | None = None,
        replies_file: Path | None = None,
        content_folder: Path = SITE,
    ) -> None:
        self.revision = 1
        self.channel_down = False
        self.requests: list[tuple[str, str, int]] = []
        self.webhook_secret = webhook_secret or "whsec_" + b64encode(secrets.token_bytes(24)).decode()
        self.channel = channel.ReplyChannel(self.webhook_secret, replies_file)
        self._closing = threading.Event()
        self.faults = faults.Faults(self._closing)
        self._contents = {revision: read_content(revision, content_folder) for revision in (1, 2)}
        self._server = _Server(("127.0.0.1", port), self)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)

    @property
    def content(self) -> Content:
        """The pages of the revision that is served now."""
        return self._contents[self.revision]

    @property
    def replies(self) -> list[dict[str, Any]]:
        """The replies that the citizens' channel has received."""
        return self.channel.replies

    def start(self) -> Self:
        """Begin to serve, in a thread of its own."""
        self._thread.start()
        return self

    def stop(self) -> None:
        """Stop serving, and cut the connections that are still open."""
        self._closing.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def __init__(self, address: tuple[str, int], site: SampleSite) -> None:
        self.site = site
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        super().__init__(address, _Handler)

    def get_request(self) -> tuple[socket.socket, Any]:
        connection, address = super().get_request()
        with self._lock:
            self._open.add(connection)
        return connection, address

    def shutdown_request(self, request: Any) -> None:
        with self._lock:
            self._open.discard(request)
        super().shutdown_request(request)

    def server_close(self) -> None:
        with self._lock:
            for connection in self._open:
                try:
                    connection.shutdown(socket.SHUT_RDWR)
                except OSError:
                    continue  # the client has left already
        super().server_close()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of clients that hang up in the middle; they are part of the tests."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "Aldermere/1.0"
    disable_nagle_algorithm = True
    server: _Server

    def do_GET(self) -> None:
        site, address = self.server.site, urlsplit(self.path)
        path = unquote(address.path)
        if path == channel.PATH:
            self._send(site.channel.page())
        elif path == "/faults/huge":
            self._stream(address.query)
        elif path.startswith("/faults/"):
            self._send(site.faults.answer(path, address.query))
        else:
            self._send(pages.answer(site.content, site.url, path, address.query, self.headers))

    do_HEAD = do_GET  # noqa: N815

    def do_POST(self) -> None:
        site, size = self.server.site, self.headers.get("Content-Length", "")
        if not size.isdecimal() or int(size) > LONGEST_BODY_BYTES:
            self.close_connection = True
            return self._send(Answer(413))
        body = self.rfile.read(int(size))
        if urlsplit(self.path).path != channel.PATH:
            return self._send(Answer(404))
        if site.channel_down:
            return self._send(Answer(503, b"", {"Retry-After": "60"}))
        return self._send(site.channel.receive(self.headers, body))

    def _send(self, answer: Answer) -> None:
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        if answer.status != 304:
            self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        if self.command != "HEAD" and answer.body:
            self.wfile.write(answer.body)

    def _stream(self, query: str) -> None:
        """Send without a length, until done or until the client has had enough."""
        self.close_connection = True
        self.send_response(200)
        self.send_header("Content-Type", pages.HTML)
        self.send_header("Connection", "close")
        self.end_headers()
        if self.command != "HEAD":
            for piece in faults.huge(query):
                self.wfile.write(piece)

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        self.server.site.requests.append((self.command, self.path, int(code)))

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """The request log of the site is enough; the terminal belongs to the demo."""


def _wait_for_end(enough: threading.Event) -> None:
    # The descriptor itself: a thread inside sys.stdin would hold its lock when the interpreter ends.
    while os.read(0, 1024):
        pass
    enough.set()


def main() -> None:
    """Serve until interrupted, terminated, or (where asked) until standard input ends."""
    parser = argparse.ArgumentParser(prog="python -m tests.sample.server", description=SampleSite.__doc__)
    parser.add_argument("--port", type=int, default=0, help="0 takes a free port")
    parser.add_argument("--webhook-secret", help="whsec_ and base64; made up when left out")
    parser.add_argument("--replies-file", type=Path, help="append each reply received as a line of JSON")
    parser.add_argument(
        "--until-input-ends",
        action="store_true",
        help="stop when whoever started it is gone, however it ended",
    )
    asked = parser.parse_args()
    enough = threading.Event()

    def stop(_signal: int, _frame: FrameType | None) -> None:
        enough.set()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    if asked.until_input_ends:
        threading.Thread(target=_wait_for_end, args=(enough,), daemon=True).start()
    with SampleSite(asked.port, asked.webhook_secret, asked.replies_file) as site:
        print(f"Province of Aldermere: {site.url}", flush=True)
        enough.wait()


if __name__ == "__main__":
    main()
