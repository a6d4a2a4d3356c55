"""What all answers have in common, and how a list comes: a page at a time."""

from typing import Generic, TypeVar

from pydantic import BaseModel, ConfigDict

Item = TypeVar("Item")


class Outgoing(BaseModel):
    """An answer, read from our own dataclasses."""

    model_config = ConfigDict(from_attributes=True)


class Listing(BaseModel, Generic[Item]):
    """One page of a list. Follow `next` until it is null; do not build it yourself."""

    items: list[Item]
    next_cursor: str | None
    next: str | None
