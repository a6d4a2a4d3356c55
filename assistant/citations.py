"""Statements and what they stand on. Owns their shape in memory and as JSON; fetches nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

from knowledge import pages
from knowledge.pages import Page
from knowledge.passages import Passage
from knowledge.search import Evidence

StatementKind = Literal["fact", "courtesy"]
CitationKind = Literal["page", "notice"]


@dataclass(frozen=True, slots=True)
class Citation:
    """Why a statement may be said: words of one passage, or of a notice, as it stood when it was cited."""

    passage_id: str
    passage_digest: str
    page_key: str
    page_title: str
    url: str | None
    quote: str
    heading_path: tuple[str, ...]
    kind: CitationKind = "page"


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence, list or table of a reply; a courtesy ("Hello Maria,") states no fact and needs no source."""

    text: str
    citations: tuple[Citation, ...] = ()
    kind: StatementKind = "fact"


@dataclass(frozen=True, slots=True)
class Nearest:
    """A passage near the question, which a person sees beside the draft, or instead of one."""

    passage_id: str
    page_id: str
    title: str
    url: str | None
    owner: str | None
    heading_path: tuple[str, ...]
    text: str
    score: float


def cite(page: Page, passage: Passage, quote: str) -> Citation:
    """A citation of `quote`, words of `passage`, with the link to that very place."""
    return Citation(
        passage_id=passage.id,
        passage_digest=passage.digest,
        page_key=page.key,
        page_title=page.title,
        url=pages.link(page, passage, quote),
        quote=quote,
        heading_path=passage.heading_path,
    )


def nearest(evidence: Evidence) -> Nearest:
    """What a person sees of a piece of evidence."""
    page, passage = evidence.page, evidence.passage
    first_line = passage.text.strip().split("\n", 1)[0]
    return Nearest(
        passage_id=passage.id,
        page_id=page.id,
        title=page.title,
        url=pages.link(page, passage, first_line),
        owner=page.owner,
        heading_path=passage.heading_path,
        text=passage.text,
        score=round(evidence.score, 4),
    )


def statement_to_json(statement: Statement) -> dict[str, Any]:
    """Plain data for a JSON column or answer."""
    return asdict(statement)


def statement_from_json(data: Mapping[str, Any]) -> Statement:
    """The reverse of `statement_to_json`."""
    citations = tuple(
        Citation(**{**each, "heading_path": tuple(each["heading_path"])}) for each in data["citations"]
    )
    return Statement(data["text"], citations, data["kind"])


def nearest_to_json(found: Nearest) -> dict[str, Any]:
    """Plain data for a JSON column or answer."""
    return asdict(found)


def nearest_from_json(data: Mapping[str, Any]) -> Nearest:
    """The reverse of `nearest_to_json`."""
    return Nearest(**{**data, "heading_path": tuple(data["heading_path"])})


def numbered(statements: Sequence[Statement]) -> list[tuple[Statement, tuple[int, ...]]]:
    """Each statement with the numbers of its sources, counted from 1 by passage in order of appearance."""
    order: dict[str, int] = {}
    for statement in statements:
        for citation in statement.citations:
            order.setdefault(citation.passage_id, len(order) + 1)
    return [
        (each, tuple(dict.fromkeys(order[citation.passage_id] for citation in each.citations)))
        for each in statements
    ]
