"""Refuses requests whose body is too large, before anything is made of them.

The framework's own limit answers in plain text; here every error is a problem.
"""

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.errors import answer_error

# A sender that is cut off in the middle sees a broken connection instead of the answer: read on, up to here.
DRAINED_AT_MOST_BYTES = 16_000_000


class BodyLimit:
    """ASGI middleware: 413 for more than `max_bytes`, announced or not."""

    def __init__(self, app: ASGIApp, max_bytes: int) -> None:
        self.app = app
        self.max_bytes = max_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, counting."""
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        announced = Headers(scope=scope).get("content-length", "")
        if announced.isdecimal() and int(announced) > self.max_bytes:
            await _drain(receive, int(announced))
            return await answer_error(Request(scope), HTTPException(413))(scope, receive, send)
        read_bytes = 0

        async def counted() -> Message:
            nonlocal read_bytes
            message = await receive()
            read_bytes += len(message.get("body", b""))
            if read_bytes > self.max_bytes:
                raise HTTPException(413)
            return message

        return await self.app(scope, counted, send)


async def _drain(receive: Receive, announced_bytes: int) -> None:
    read_bytes, more = 0, announced_bytes <= DRAINED_AT_MOST_BYTES
    while more:
        message = await receive()
        read_bytes += len(message.get("body", b""))
        more = bool(message.get("more_body")) and read_bytes <= announced_bytes
