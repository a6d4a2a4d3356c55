"""Small parts for tests of gold: pages as they are read, cases, and exchanges."""

from datetime import UTC, datetime
from typing import Any

from eval.cases import Asked, Case, Gold, GoldSource
from eval.gold.pages import PageRead, PagesRead
from knowledge.exchanges import Exchange

FEE = "A trout permit costs 31 dollars for adults, and it is valid for one year."
WARDEN = "Show your permit to a warden whenever you are asked for it, on any lake."
NOON = datetime(2026, 9, 14, 12, 0, tzinfo=UTC)


def page(key: str, text: str, **also: Any) -> PageRead:
    """A page whose bytes differ whenever its text does."""
    given = {
        "url": f"https://a.example/{key}",
        "language": "en",
        "digest": f"bytes of {text}",
        "status": "indexed",
    }
    return PageRead(key=key, text=text, **(given | also))


def pages(*read: PageRead) -> PagesRead:
    return PagesRead(read)


def case(
    name: str = "q1", *sources: GoldSource, question: str = "How much is a permit?", **also: Any
) -> Case:
    """An answerable question; its digest is its name."""
    given = {
        "asked": Asked(name, question, ()), "set_name": "town", "language": "en", "answerable": True,
        "sources": sources, "answer": None, "clean": True, "dialogue": None, "digest": name,
    }  # fmt: skip
    return Case(**(given | also))


def gold(*cases: Case) -> Gold:
    return Gold(cases, ())


def exchange(name: str, question: str, reply: str = "See our page.", **also: Any) -> Exchange:
    given = {
        "id": name, "thread_id": f"thread of {name}", "source_id": None, "question": question, "reply": reply,
        "language": "en", "channel": None, "brand": None, "cited": (), "digest": name,
    }  # fmt: skip
    return Exchange(**(given | also))
