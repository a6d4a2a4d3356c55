"""Live updates: what happened, as server-sent events. Sends ids and codes; the page asks for the rest itself."""

import json
from collections.abc import AsyncIterator, Sequence
from typing import Annotated

import anyio
import anyio.to_thread
from fastapi import APIRouter, Header, Request
from starlette.responses import Response, StreamingResponse

from api.auth import identify, services_of
from api.web.visit import Visit, visiting
from assistant.intake import events
from assistant.intake.events import Event
from knowledge.database import reading

router = APIRouter()
LOOK_EVERY_S = 1.0
HEARTBEAT_EVERY = 15  # looks without news
RECONNECT_MS = 3000
EVENTS_AT_ONCE = 200


@router.get("/live")
def follow(
    visit: Annotated[Visit, visiting()], last_event_id: Annotated[str | None, Header(max_length=20)] = None
) -> Response:
    """Everything since the event that the browser saw last, then whatever happens, while the session lasts."""
    with reading(visit.services.engine) as connection:
        newest = events.latest_id(connection)
    known = last_event_id is not None and last_event_id.isascii() and last_event_id.isdecimal()
    bookmark = min(int(last_event_id or 0), newest) if known else newest
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return StreamingResponse(stream(visit.request, bookmark), headers=headers, media_type="text/event-stream")


async def stream(request: Request, bookmark: int) -> AsyncIterator[str]:
    """The events after `bookmark` as they come; ends with the session, the connection or the server."""
    quiet = 0
    yield f"retry: {RECONNECT_MS}\nid: {bookmark}\ndata: {{}}\n\n"
    while not request.app.state.stopping.is_set():
        if await request.is_disconnected():
            return
        found = await anyio.to_thread.run_sync(_since, request, bookmark)
        for each in found:
            bookmark = each.id
            yield as_message(each)
        quiet = 0 if found else quiet + 1
        if quiet >= HEARTBEAT_EVERY:
            quiet = 0
            if await anyio.to_thread.run_sync(identify, request) is None:
                yield "event: ended\ndata: {}\n\n"
                return
            yield ": still here\n\n"
        await anyio.sleep(LOOK_EVERY_S)


def as_message(event: Event) -> str:
    """One event in the wire format of server-sent events (WHATWG HTML, 9.2)."""
    data = json.dumps({"kind": event.kind, "question": event.question_id, "person": event.person_id})
    return f"id: {event.id}\nevent: happened\ndata: {data}\n\n"


def _since(request: Request, bookmark: int) -> Sequence[Event]:
    with reading(services_of(request).engine) as connection:
        return events.since(connection, bookmark, EVENTS_AT_ONCE)
