"""The final reply: the statements that a person approves, verified against the pages, and rendered.

Nothing of what a client says about sources is believed: each citation is looked up and rebuilt from the stored
passage, and every statement is checked again. Stores nothing.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from assistant.citations import Citation, Statement
from assistant.emergencies.grounds import Grounds, standing
from assistant.guards.checks import Finding, blocking, check_statements
from assistant.guards.links import live_links
from assistant.intake.inbox import Question
from assistant.intake.incoming import clean
from assistant.voice import plain_text
from assistant.voice.brands import Brands
from assistant.voice.rendering import rendered
from assistant.withholding.clarify import courtesy_will_do
from knowledge.errors import BadInput, Conflict
from knowledge.texts import Text

MOST_STATEMENTS = 50


def verified(
    connection: Connection,
    statements: Sequence[Statement],
    question: Question,
    now: datetime,
    brands: Brands = Brands(),
) -> tuple[tuple[Statement, ...], str]:
    """The statements with citations of our own making, and the text of the reply that they are in the brand's voice.

    Raises: Conflict when a cited passage or notice has changed or gone since it was cited; BadInput when a
    statement has no valid source or the reply does not fit its channel.
    """
    if not 0 < len(statements) <= MOST_STATEMENTS:
        raise BadInput(NO_REPLY, field="statements", next_step=WRITE_ONE)
    cited = [citation.passage_id for each in statements for citation in each.citations]
    grounds = standing(connection, cited, now)
    if not all(_stands(citation, grounds) for each in statements for citation in each.citations):
        raise Conflict(SOURCE_CHANGED, next_step=DRAFT_AGAIN)
    final = tuple(as_sent(each, grounds) for each in statements)
    bad = blocking(objections(connection, final, grounds, question))
    if bad:
        raise BadInput(_told(bad), field=_place(bad[0]), next_step=CHOOSE_SOURCE)
    text = rendered(final, question, brands).text
    _check_length(text, question.channel)
    return final, text


def as_sent(statement: Statement, grounds: Grounds) -> Statement:
    """The statement cleaned, with citations of our own making; one that stands no more is left to the checks."""
    citations = tuple(
        grounds.cite(each.passage_id, clean(each.quote)) if _stands(each, grounds) else each
        for each in statement.citations
    )
    kind = "fact" if citations else statement.kind
    return replace(statement, text=clean(statement.text).strip(), citations=citations, kind=kind)


def objections(
    connection: Connection, statements: Sequence[Statement], grounds: Grounds, question: Question
) -> tuple[Finding, ...]:
    """What the checks say of a reply to `question`."""
    live = live_links(connection, [each.text for each in statements])
    return courtesy_will_do(question.status, check_statements(statements, grounds.passages, live))


def _stands(citation: Citation, grounds: Grounds) -> bool:
    passage = grounds.passages.get(citation.passage_id)
    return passage is not None and passage.digest == citation.passage_digest


def _told(bad: Sequence[Finding]) -> Text:
    def line(finding: Finding, language: str, word: str) -> str:
        message = finding.message.in_language(language)
        return message if finding.statement is None else f"{word} {finding.statement + 1}: {message}"

    return Text(
        " ".join(line(each, "en", "Sentence") for each in bad),
        " ".join(line(each, "fr", "Phrase") for each in bad),
    )


def _place(finding: Finding) -> str:
    return "statements" if finding.statement is None else f"statements.{finding.statement}"


def _check_length(text: str, channel: str) -> None:
    limit, length = plain_text.limit_of(channel), plain_text.length_of(text, channel)
    if limit is not None and length > limit:
        raise BadInput(
            Text(
                f"The reply counts {length:,} of {limit:,} characters that {channel} takes.",
                f"La réponse compte {length} caractères ; {channel} en accepte {limit}.",
            ),
            field="statements",
            next_step=Text("Shorten it, then approve.", "Raccourcissez-la, puis approuvez."),
        )


NO_REPLY = Text(
    f"There is no reply to approve, or one of more than {MOST_STATEMENTS} sentences.",
    f"Il n’y a pas de réponse à approuver, ou elle dépasse {MOST_STATEMENTS} phrases.",
)
WRITE_ONE = Text(
    "Write a reply with its sources, or refer.", "Rédigez une réponse avec ses sources, ou orientez."
)
CHOOSE_SOURCE = Text(
    "Choose a source, or change the sentence.", "Choisissez une source, ou modifiez la phrase."
)
SOURCE_CHANGED = Text(
    "A page has changed since it was cited.", "Une page a changé depuis qu’elle a été citée."
)
DRAFT_AGAIN = Text(
    "Draft again, then review the new version.", "Rédigez de nouveau, puis relisez la nouvelle version."
)
