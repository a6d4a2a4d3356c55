"""Search over what is known."""

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request

from api.auth import Caller, require, services_of
from api.schemas.pages import Found, SearchAnswer
from assistant.withholding.confidence import WEIGHED
from knowledge.pages import link
from knowledge.search import Evidence
from knowledge.words.languages import detect

router = APIRouter(prefix="/v1", tags=["search"])


@router.get("/search", operation_id="search", summary="Find the passages nearest to a question")
def search(
    request: Request,
    _caller: Annotated[Caller, require()],
    q: Annotated[str, Query(min_length=1, max_length=1_000, examples=["renew a fishing licence"])],
    language: Annotated[Literal["en", "fr"] | None, Query(description="Detected when left out.")] = None,
    top: Annotated[int, Query(ge=1, le=50)] = 10,
) -> SearchAnswer:
    """What a draft would draw on, best first: pages in another language only where a draft would quote them."""
    services = services_of(request)
    knowledge, elsewhere = services.knowledge, services.assistant.answerer.elsewhere
    languages = knowledge.settings.languages
    spoken = language or detect(q, languages, languages[0])
    own = knowledge.search.find(q, spoken, max(top, WEIGHED))
    found = elsewhere.joined(q, spoken, own, top)
    return SearchAnswer(
        language=spoken, index_version=knowledge.index.version, items=[_found(each) for each in found]
    )


def _found(evidence: Evidence) -> Found:
    passage, page = evidence.passage, evidence.page
    return Found(
        rank=evidence.rank,
        score=evidence.score,
        similarity=evidence.similarity,
        found_by=list(evidence.found_by),
        passage_id=passage.id,
        kind=passage.kind,
        heading_path=list(passage.heading_path),
        text=passage.text,
        page_id=page.id,
        title=page.title,
        language=page.language,
        url=link(page, passage, None),
        owner=page.owner,
    )
