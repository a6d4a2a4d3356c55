"""A loopback HTTP server in a model provider's place, which answers as badly as a test asks."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

TICK_S = 0.02


@dataclass
class Script:
    """What the server answers: a status and a body, or blanks for as long as the test lasts."""

    status: int = 200
    body: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    never_ends: bool = False
    asked: int = 0
    over: threading.Event = field(default_factory=threading.Event)


def saying(text: str) -> Script:
    """A chat completion in OpenAI's form."""
    message = {"role": "assistant", "content": text}
    choice = {"index": 0, "message": message, "finish_reason": "stop"}
    completion = {"id": "1", "object": "chat.completion", "created": 0, "model": "m", "choices": [choice]}
    return Script(body=json.dumps(completion), headers={"Content-Type": "application/json"})


@contextmanager
def scripted(script: Script) -> Iterator[str]:
    """The address of a running server that follows the script."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            script.asked += 1
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            self.send_response(script.status)
            for name, value in script.headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(script.body.encode())
            while script.never_ends and not script.over.wait(TICK_S):
                try:
                    self.wfile.write(b" ")
                    self.wfile.flush()
                except OSError:
                    return

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(TICK_S,), daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        script.over.set()
        server.shutdown()
        thread.join()
