"""Evidence made by hand, for tests of what is decided on it."""

from datetime import UTC, datetime

from knowledge import pages
from knowledge.pages import Page
from knowledge.passages import make_passage
from knowledge.search import Evidence

NOW = datetime(2026, 9, 14, 12, 0, tzinfo=UTC)


def evidence(
    title: str, text: str = "Some words.", score: float = 20.0, rank: int = 1, language: str = "en"
) -> Evidence:
    """A passage of a page with this title, found with this score."""
    key = f"/{language}/{title}"
    identity = pages.page_id("site", key)
    page = Page(
        identity, key, "site", f"https://a.example{key}", title, language, None, None, None, (), NOW, NOW, "h",
        "indexed",
    )  # fmt: skip
    passage = make_passage(identity, 0, (title,), None, "prose", text, language, 0)
    return Evidence(passage, page, score, rank, similarity=0.5, coverage=0.5, found_by=("dense",))
