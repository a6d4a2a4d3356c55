"""Drafts to be labelled: those that the product writes out of the pages' own words, without any language model.

The same builders as serve people. Past replies that give a gold answer away are held out, as in a run. Draws and
judges nothing.
"""

from collections.abc import Sequence
from dataclasses import replace

from assistant.build import build_answerer
from assistant.citations import Citation, Statement
from assistant.settings import AssistantSettings
from eval.cases import Asked, Case
from eval.conversation import turns
from eval.gold.leaks import leaks
from eval.labels.label import digest
from eval.labels.work import HEADINGS, QuoteLine, shorten
from eval.results import Cited, Stated
from knowledge import passages
from knowledge.build import Knowledge
from knowledge.database import reading
from knowledge.exchanges import everything
from knowledge.passages import as_on_page

AROUND = 200  # characters of the passage on each side of a quote: where a lost condition would stand


class Drafts:
    """What is drafted for the questions of a gold set."""

    def __init__(self, knowledge: Knowledge, cases: Sequence[Case]) -> None:
        self._engine = knowledge.engine
        with reading(self._engine) as connection:
            leaking = {each.exchange_id for each in leaks(cases, everything(connection))}
        fair = replace(knowledge, search=knowledge.search.without(leaking))
        self._answerer = build_answerer(AssistantSettings(model=None), fair)

    def of(self, asked: Asked) -> tuple[Statement, ...]:
        """The statements of fact in the draft; none where it is withheld."""
        proposal = self._answerer.propose(asked.question, history=turns(asked))
        if proposal.status != "pending_review":
            return ()
        return tuple(each for each in proposal.statements if each.kind == "fact")

    def quotes(self, statement: Statement) -> tuple[QuoteLine, ...]:
        """The statement's quotes as a person reads them, with what stands around each."""
        with reading(self._engine) as connection:
            known = passages.get_many(connection, (each.passage_id for each in statement.citations))
        return tuple(_shown(each, known.get(each.passage_id)) for each in statement.citations)


def as_result(statement: Statement) -> Stated:
    """The statement as the measures are given it."""
    cited = (Cited(each.page_key, each.url, as_on_page(each.quote)) for each in statement.citations)
    return Stated(statement.text, tuple(cited))


def quote_digest(statement: Statement) -> str:
    """The digest of the statement's quotes."""
    return digest(*(as_on_page(each.quote) for each in statement.citations))


def _shown(citation: Citation, passage: passages.Passage | None) -> QuoteLine:
    text = passage.text if passage else ""
    at = text.find(citation.quote)
    end = at + len(citation.quote)
    return QuoteLine(
        text=as_on_page(citation.quote),
        page_id=citation.page_key,
        title=citation.page_title,
        url=citation.url,
        under=HEADINGS.join(citation.heading_path),
        before=shorten(text[:at], -AROUND) if at > 0 else "",
        after=shorten(text[end:], AROUND) if at >= 0 else "",
    )
