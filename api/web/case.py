"""One question with all that a person needs to decide on it, read in one go. Changes nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup
from sqlalchemy import Connection

from api.web.evidence import Card, cited_cards, near_cards, nearest_by_id, page_languages
from api.web.marking import marked_facts
from api.web.texts import Translate
from assistant.citations import Statement, numbered
from assistant.emergencies.grounds import standing
from assistant.guards.checks import Finding
from assistant.intake import inbox, people
from assistant.intake.inbox import Question
from assistant.intake.people import Person
from assistant.reviewing import delivery, drafts, review
from assistant.reviewing.delivery import Delivery
from assistant.reviewing.drafts import Draft
from assistant.reviewing.review import Review
from knowledge.facts import contains
from knowledge.passages import Passage


@dataclass(frozen=True, slots=True)
class Case:
    """A question, its current draft, the last decision on it, and who has it."""

    question: Question
    draft: Draft | None
    review: Review | None
    reviewer: Person | None
    delivery: Delivery | None
    holder: Person | None

    def is_held_from(self, person: Person | None) -> bool:
        """Whether somebody else than `person` has the question."""
        return self.holder is not None and (person is None or self.holder.id != person.id)


@dataclass(frozen=True, slots=True)
class ShownSentence:
    """A statement as it is read: facts marked, numbered sources, and whether it may be said.

    `language` is that of the page whose words it takes over, where it does.
    """

    number: int
    text: Markup
    marks: tuple[int, ...]
    broken: bool
    language: str | None = None


def read_case(connection: Connection, question_id: str) -> Case:
    """The question and what belongs to it. Raises: NotFound."""
    question = inbox.get(connection, question_id)
    decided = [] if question.is_open else review.of_question(connection, question_id)
    last = max(decided, key=lambda each: each.decided_at, default=None)
    return Case(
        question,
        drafts.get(connection, last.draft_id) if last else drafts.current(connection, question_id),
        last,
        people.get(connection, last.reviewer_id) if last else None,
        delivery.of_question(connection, question_id),
        people.get(connection, question.assignee_id) if question.assignee_id else None,
    )


def current_passages(
    connection: Connection, statements: Sequence[Statement], now: datetime
) -> Mapping[str, Passage]:
    """The cited passages as they stand at `now`, by id; the texts of notices in force among them."""
    cited = [cited.passage_id for each in statements for cited in each.citations]
    return standing(connection, cited, now).passages


def shown_sentences(
    statements: Sequence[Statement],
    sources: Mapping[str, Passage],
    findings: Sequence[Finding],
    t: Translate,
) -> list[ShownSentence]:
    """The statements in order, numbered from 1."""
    broken = {each.statement for each in findings if each.severity == "block"}
    return [
        ShownSentence(
            number,
            marked_facts(statement.text, _source_of(statement, sources), t),
            marks,
            number - 1 in broken,
            _language_of(statement, sources),
        )
        for number, (statement, marks) in enumerate(numbered(statements), start=1)
    ]


def evidence_of(
    connection: Connection,
    statements: Sequence[Statement],
    draft: Draft | None,
    extra: Sequence[str],
    t: Translate,
) -> tuple[list[Card], list[Card]]:
    """The cited cards, and the near ones with those that were found by hand, numbered on."""
    cited = cited_cards(connection, statements, t)
    near = [*(draft.nearest if draft else ()), *nearest_by_id(connection, extra)]
    languages = page_languages(connection, near)
    return cited, near_cards(near, languages, [card.passage_id for card in cited], len(cited) + 1)


def _source_of(statement: Statement, sources: Mapping[str, Passage]) -> str | None:
    if statement.kind == "courtesy":
        return None
    cited = [sources[each.passage_id] for each in statement.citations if each.passage_id in sources]
    return "\n".join(each.text_with_heading for each in cited)


def _language_of(statement: Statement, sources: Mapping[str, Passage]) -> str | None:
    # Words that were changed may be a translation: only what stands in the page is in the page's language.
    cited = [sources[each.passage_id] for each in statement.citations if each.passage_id in sources]
    return next((each.language for each in cited if contains(each.text_with_heading, statement.text)), None)
