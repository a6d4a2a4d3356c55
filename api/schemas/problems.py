"""What went wrong, and whether the process can do its work, as they go out over the wire."""

from typing import Any, Literal

from pydantic import BaseModel


class Health(BaseModel):
    """Whether the process can do its work; `checks` says of each part `ok` or what is wrong."""

    status: Literal["ok", "unavailable"]
    checks: dict[str, str] = {}


class Fault(BaseModel):
    """One field at fault."""

    field: str
    message: str


class ProblemOut(BaseModel):
    """RFC 9457: what happened (`detail`), what was kept, what to do next."""

    type: str
    title: str
    status: int
    detail: str
    kept: str | None = None
    next: str | None = None
    instance: str | None = None
    errors: list[Fault] | None = None


PROBLEM_EXAMPLE: dict[str, Any] = {
    "type": "urn:replydesk:problem:stale-draft",
    "title": "The draft is stale",
    "status": 409,
    "detail": "Version 1 of this draft is no longer the current one.",
    "kept": "Nothing was changed.",
    "next": "Read the question again and review its current draft.",
    "instance": "urn:replydesk:request:0b5e…",
}
