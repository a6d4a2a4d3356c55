"""Edited statements as they come in, turned into statements whose citations are ours and exact."""

from collections.abc import Sequence

from sqlalchemy import Connection

from api.requests import CitationIn, StatementIn
from assistant.citations import Citation, Statement, cite
from assistant.drafts import Draft
from knowledge import pages, passages
from knowledge.errors import BadInput
from knowledge.texts import Text


def statements_of(
    connection: Connection, draft: Draft, edited: Sequence[StatementIn] | None
) -> tuple[Statement, ...] | None:
    """The edited reply; a citation of the draft is kept as it was, any other is looked up.

    Raises: BadInput for a citation of a passage that does not exist.
    """
    if edited is None:
        return None
    known = {
        (citation.passage_id, citation.quote): citation
        for statement in draft.statements
        for citation in statement.citations
    }
    return tuple(
        Statement(
            each.text,
            tuple(
                known.get((wanted.passage_id, wanted.quote)) or _look_up(connection, wanted, number)
                for wanted in each.citations
            ),
            each.kind,
        )
        for number, each in enumerate(edited)
    )


def _look_up(connection: Connection, wanted: CitationIn, number: int) -> Citation:
    passage = passages.get_many(connection, [wanted.passage_id]).get(wanted.passage_id)
    page = pages.get(connection, passage.page_id) if passage is not None else None
    if passage is None or page is None:
        raise BadInput(
            Text(
                f"Sentence {number + 1} cites a passage that is not there (any more).",
                f"La phrase {number + 1} cite un passage qui n’existe pas (ou plus).",
            ),
            field=f"statements.{number}.citations",
            next_step=Text(
                "Search again and choose a source that stands.",
                "Cherchez de nouveau et choisissez une source existante.",
            ),
        )
    return cite(page, passage, wanted.quote)
