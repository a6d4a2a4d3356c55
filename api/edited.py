"""Edited statements as they come in, turned into statements whose citations are ours and exact."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection

from api.requests import CitationIn, StatementIn
from assistant.citations import Citation, Statement
from assistant.emergencies.grounds import standing
from assistant.reviewing.drafts import Draft
from knowledge.errors import BadInput
from knowledge.texts import Text


def statements_of(
    connection: Connection, draft: Draft, edited: Sequence[StatementIn], now: datetime
) -> tuple[Statement, ...]:
    """The edited reply; a citation of the draft is kept as it was, any other is looked up.

    Raises: BadInput for a citation of a passage that does not exist.
    """
    known = {
        (citation.passage_id, citation.quote): citation
        for statement in draft.statements
        for citation in statement.citations
    }
    return tuple(
        Statement(
            each.text,
            tuple(
                known.get((wanted.passage_id, wanted.quote)) or _look_up(connection, wanted, number, now)
                for wanted in each.citations
            ),
            each.kind,
        )
        for number, each in enumerate(edited)
    )


def _look_up(connection: Connection, wanted: CitationIn, number: int, now: datetime) -> Citation:
    grounds = standing(connection, [wanted.passage_id], now)
    if wanted.passage_id not in grounds.passages:
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
    return grounds.cite(wanted.passage_id, wanted.quote)
