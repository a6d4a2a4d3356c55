"""What would we say? A question tried out: the reply that would be drafted, and the passages behind it."""

from typing import Annotated, Any

from fastapi import APIRouter, Query
from starlette.responses import Response

from api.web.case import current_passages, shown_sentences
from api.web.evidence import cited_cards, near_cards, page_languages
from api.web.visit import Visit, visiting
from assistant.emergencies import notices
from assistant.emergencies.overriding import overridden
from knowledge.database import reading
from knowledge.texts import Text

router = APIRouter()
LONGEST_QUERY = 1_000
TOO_LONG = Text(
    f"The question is longer than {LONGEST_QUERY} characters. Shorten it and search again.",
    f"La question dépasse {LONGEST_QUERY} caractères. Raccourcissez-la et cherchez de nouveau.",
)


@router.get("/search")
def show_search(
    visit: Annotated[Visit, visiting()],
    q: str = "",
    language: Annotated[str, Query(max_length=10)] = "",
) -> Response:
    """The form and, for a question, what would be said. Nothing is stored."""
    query = " ".join(q.split())
    known = visit.services.knowledge.settings.languages
    asked = language if language in known else None
    values: dict[str, Any] = {
        "query": query[:LONGEST_QUERY],
        "languages": known,
        "asked_language": asked,
        "problem": TOO_LONG.in_language(visit.language) if len(query) > LONGEST_QUERY else None,
    }
    if query and values["problem"] is None:
        values |= _found(visit, query, asked)
    return visit.show("search.html", "search", 422 if values["problem"] else 200, **values)


def _found(visit: Visit, query: str, language: str | None) -> dict[str, Any]:
    proposal = visit.services.assistant.answerer.propose(query, language)
    with reading(visit.services.engine) as connection:
        active = notices.in_force(connection, visit.now)
        covering = notices.covering_words(active, query, proposal.language, None)
        proposal = overridden(proposal, proposal.language, covering)
        sources = current_passages(connection, proposal.statements, visit.now)
        cited = cited_cards(connection, proposal.statements, visit.t)
        languages = page_languages(connection, proposal.nearest)
    near = near_cards(proposal.nearest, languages, [card.passage_id for card in cited], len(cited) + 1)
    return {
        "warnings": [each for each in proposal.findings if each.severity == "warn"],
        "sentences": shown_sentences(proposal.statements, sources, proposal.findings, visit.t),
        "titles": {card.number: card.title for card in cited},
        "spoken": proposal.language,
        "confidence": proposal.confidence,
        "cited": cited,
        "near": near,
    }
