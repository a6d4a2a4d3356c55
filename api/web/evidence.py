"""The evidence column: each cited passage in the context of its page, and what lies near. Reads; decides nothing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from markupsafe import Markup
from sqlalchemy import Connection

from api.web.marking import marked_quotes, plain
from api.web.texts import Translate
from assistant.citations import Citation, Nearest, Statement, nearest
from knowledge import pages, passages
from knowledge.pages import Page
from knowledge.passages import Passage
from knowledge.search import Evidence

State = Literal["same", "changed", "gone"]
CONTEXT_CHARACTERS = 300


@dataclass(frozen=True, slots=True)
class Card:
    """One passage as a person sees it; `number` is the one in the draft's brackets."""

    number: int
    passage_id: str
    page_id: str | None
    title: str
    heading: str
    text: Markup
    url: str | None
    owner: str | None
    language: str | None
    state: State = "same"
    before: str = ""
    after: str = ""
    seen_at: datetime | None = None

    @property
    def name(self) -> str:
        """The card in one line, for a list of choices."""
        return f"{self.title} › {self.heading}" if self.heading else self.title


def cited_cards(connection: Connection, statements: Sequence[Statement], t: Translate) -> list[Card]:
    """A card for each cited passage, numbered from 1 in order of appearance."""
    citations: dict[str, list[Citation]] = {}
    for statement in statements:
        for citation in statement.citations:
            citations.setdefault(citation.passage_id, []).append(citation)
    found = passages.get_many(connection, citations)
    known = pages.get_many(connection, [each.page_id for each in found.values()])
    cards: list[Card] = []
    for number, (passage_id, cited) in enumerate(citations.items(), start=1):
        passage = found.get(passage_id)
        page = known.get(passage.page_id) if passage is not None else None
        if cited[0].kind == "notice":
            cards.append(_noticed(number, cited, t))
        elif passage is None or page is None:
            cards.append(_remembered(number, cited, t))
        else:
            cards.append(_standing(connection, number, passage, page, cited, t))
    return cards


def near_cards(
    near: Iterable[Nearest], languages: dict[str, str], but: Iterable[str], first_number: int
) -> list[Card]:
    """A card for each near passage that is not among `but`, numbered on; `languages` are the pages'."""
    left_out = set(but)
    cards: list[Card] = []
    for each in near:
        if each.passage_id in left_out:
            continue
        left_out.add(each.passage_id)
        cards.append(
            Card(
                first_number + len(cards),
                each.passage_id,
                each.page_id,
                each.title,
                _heading(each.heading_path, each.title),
                plain(each.text),
                each.url,
                each.owner,
                languages.get(each.page_id),
            )
        )
    return cards


def nearest_of(found: Sequence[Evidence]) -> tuple[Nearest, ...]:
    """Search results in the shape in which drafts keep them."""
    return tuple(nearest(each) for each in found)


def nearest_by_id(connection: Connection, ids: Iterable[str]) -> list[Nearest]:
    """Passages chosen by hand, in the shape of search results; those that are gone are left out."""
    wanted = list(ids)
    found = passages.get_many(connection, wanted)
    known = pages.get_many(connection, [each.page_id for each in found.values()])
    return [
        nearest(Evidence(passage, known[passage.page_id], 0.0, 1, 0.0, 0.0, ()))
        for passage_id in wanted
        if (passage := found.get(passage_id)) is not None and passage.page_id in known
    ]


def page_languages(connection: Connection, near: Iterable[Nearest]) -> dict[str, str]:
    """The language of each near page, by page id."""
    found = pages.get_many(connection, [each.page_id for each in near])
    return {page_id: page.language for page_id, page in found.items()}


def _standing(
    connection: Connection,
    number: int,
    passage: Passage,
    page: Page,
    cited: Sequence[Citation],
    t: Translate,
) -> Card:
    around = passages.around(connection, passage)
    before = [each.text for each in around if each.position < passage.position]
    after = [each.text for each in around if each.position > passage.position]
    same = passage.digest == cited[0].passage_digest
    quotes = [each.quote for each in cited]
    shown = passage.text if same else "\n\n".join(dict.fromkeys(quotes))
    return Card(
        number,
        passage.id,
        page.id,
        page.title,
        _heading(passage.heading_path, page.title),
        marked_quotes(shown, quotes, t("evidence.mark")),
        pages.link(page, passage, cited[0].quote),
        page.owner,
        passage.language,
        "same" if same else "changed",
        _last("\n".join(before)),
        _first("\n".join(after)),
        page.fetched_at,
    )


def _noticed(number: int, cited: Sequence[Citation], t: Translate) -> Card:
    # Its address is no page of ours, and whether it still holds the bars say.
    card = _remembered(number, cited, t)
    return replace(card, state="same", owner=t("notices.owner"))


def _remembered(number: int, cited: Sequence[Citation], t: Translate) -> Card:
    first = cited[0]
    quotes = list(dict.fromkeys(each.quote for each in cited))
    text = marked_quotes("\n\n".join(quotes), quotes, t("evidence.mark"))
    heading = _heading(first.heading_path, first.page_title)
    return Card(
        number, first.passage_id, None, first.page_title, heading, text, first.url, None, None, "gone"
    )


def _heading(path: Sequence[str], title: str) -> str:
    parts = path[1:] if path and title.casefold().startswith(path[0].casefold()) else path
    return " › ".join(parts)


def _first(text: str) -> str:
    return text if len(text) <= CONTEXT_CHARACTERS else text[:CONTEXT_CHARACTERS].rsplit(" ", 1)[0] + " …"


def _last(text: str) -> str:
    return text if len(text) <= CONTEXT_CHARACTERS else "… " + text[-CONTEXT_CHARACTERS:].split(" ", 1)[-1]
