"""The running web server: its socket, and an orderly end. Knows no route.

The web framework loads when there is something to serve: a port that is taken is told at once.
"""

import socket
from collections.abc import Callable
from contextlib import suppress
from types import FrameType
from typing import TYPE_CHECKING

from knowledge.errors import BadConfiguration
from knowledge.texts import Text

if TYPE_CHECKING:
    from api.bootstrap import Services

CONNECTIONS_END_WITHIN_S = 3
# Longer than those who ask keep theirs (httpx 5 s, nginx to what stands behind it 60 s): whoever closes an idle
# connection first must be the one who sends, or a question is lost on one that is just being closed.
IDLE_CONNECTIONS_KEPT_S = 75


def listen(host: str, port: int, further: int = 0) -> socket.socket:
    """A bound socket on `port`, or on one of the `further` ports after it.

    Raises: BadConfiguration when all are taken or the host is not ours.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    reason = ""
    for candidate in range(port, min(port + further, 65535) + 1):
        listener = socket.socket(family, socket.SOCK_STREAM)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, candidate))
            listener.listen(128)
        except OSError as error:
            listener.close()
            reason = error.strerror or str(error)
            continue
        return listener
    raise BadConfiguration(
        Text(
            f"Cannot listen on {host}, port {port}: {reason}.",
            f"Impossible d’écouter sur {host}, port {port} : {reason}.",
        ),
        next_step=Text(
            "Stop what uses it, or choose another: --port, REPLYDESK_API_PORT.",
            "Arrêtez ce qui l’utilise, ou choisissez-en un autre : --port, REPLYDESK_API_PORT.",
        ),
    )


def address_of(listener: socket.socket) -> str:
    """Where a browser finds it."""
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def run(services: "Services", listener: socket.socket, announce: Callable[[str], None]) -> None:
    """Serve until interrupted; `announce` is told the address once requests are answered."""
    import uvicorn

    from api.app import create_app

    app = create_app(services)
    address = services.settings.public_url or address_of(listener)

    class Server(uvicorn.Server):
        """Announces itself, and ends the live updates of open pages before it waits for connections."""

        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            if self.started:
                announce(address)

        def handle_exit(self, sig: int, frame: FrameType | None) -> None:
            app.state.stopping.set()
            super().handle_exit(sig, frame)

    config = uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=CONNECTIONS_END_WITHIN_S,
        timeout_keep_alive=IDLE_CONNECTIONS_KEPT_S,
        forwarded_allow_ips=None,
    )
    # Interrupting is how a server is stopped: not an error.
    with suppress(KeyboardInterrupt):
        Server(config).run(sockets=[listener])
