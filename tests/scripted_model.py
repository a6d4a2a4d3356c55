"""A loopback HTTP server in a model provider's place, which answers as badly, or as slowly, as a test asks."""

import json
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

TICK_S = 0.02


@dataclass
class Script:
    """What the server answers: a status and a body, then blanks for as long as the test lasts.

    `telling` instead streams words about the material it is given, each when the test hands it over.
    """

    status: int = 200
    body: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    never_ends: bool = False
    telling: Callable[[dict[str, Any]], Iterable[str]] | None = None
    asked: int = 0
    hung_up: threading.Event = field(default_factory=threading.Event)
    over: threading.Event = field(default_factory=threading.Event)


STREAM = {"Content-Type": "text/event-stream"}
ENDS = "data: [DONE]\n\n"


def saying(text: str) -> Script:
    """A chat completion in OpenAI's form, streamed."""
    return Script(body=event(text) + event("", "stop") + ENDS, headers=STREAM)


def telling(pieces: Callable[[dict[str, Any]], Iterable[str]]) -> Script:
    """The same in as many pieces as `pieces` makes of the material."""
    return Script(headers=STREAM, telling=pieces)


def event(text: str, finish: str | None = None) -> str:
    """One piece of a streamed completion."""
    choice = {"index": 0, "delta": {"role": "assistant", "content": text}, "finish_reason": finish}
    piece = {"id": "1", "object": "chat.completion.chunk", "created": 0, "model": "m", "choices": [choice]}
    return f"data: {json.dumps(piece)}\n\n"


@contextmanager
def scripted(script: Script) -> Iterator[str]:
    """The address of a running server that follows the script."""

    def parts(asked: dict[str, Any]) -> Iterator[str]:
        yield script.body
        if script.telling is not None:
            yield from map(event, script.telling(json.loads(asked["messages"][-1]["content"])))
            yield event("", "stop") + ENDS
        while script.never_ends and not script.over.wait(TICK_S):
            yield " "

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            script.asked += 1
            asked = json.loads(self.rfile.read(int(self.headers.get("Content-Length", 0))))
            self.send_response(script.status)
            for name, value in script.headers.items():
                self.send_header(name, value)
            self.end_headers()
            try:
                for part in parts(asked):
                    self.wfile.write(part.encode())
                    self.wfile.flush()
            except OSError:
                script.hung_up.set()

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(TICK_S,), daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        script.over.set()
        server.shutdown()
        thread.join()
