"""Taking a decision back: by a person, while its reply has not left, or because a notice has overtaken it."""

from sqlalchemy import Connection, Engine

from assistant.intake import events, inbox, people
from assistant.intake.people import Person
from assistant.reviewing import delivery, drafts
from assistant.reviewing.drafts import Draft
from assistant.reviewing.review import STATUS_AFTER, get
from knowledge.clock import Clock
from knowledge.errors import Conflict
from knowledge.texts import Text


def undo(engine: Engine, review_id: str, person: Person, clock: Clock) -> Draft:
    """Take a decision back: its delivery is cancelled and its draft is up for review in a new version.

    Raises: Conflict when the reply has left or is just leaving, or when the question has moved on.
    """
    with engine.begin() as connection:
        people.require_reviewer(connection, person)
        review = get(connection, review_id)
        question = inbox.locked(connection, review.question_id)
        stands = question.current_draft_id == review.draft_id
        if not stands or question.status != STATUS_AFTER[review.decision]:
            raise Conflict(inbox.MOVED_ON, next_step=inbox.READ_AGAIN)
        if review.approves and not delivery.cancel(connection, review_id):
            raise Conflict(HAS_LEFT, next_step=WRITE_AFTER)
        draft = drafts.restore(connection, question, review.draft_id, clock)
        data = {"review_id": review_id, "version": draft.version}
        events.record(
            connection, "undone", question_id=question.id, person_id=person.id, data=data, clock=clock
        )
        return draft


def hold_back(connection: Connection, review_id: str, clock: Clock) -> bool:
    """Take an approval back that a notice has overtaken; False when its reply is leaving or was taken back."""
    review = get(connection, review_id)
    question = inbox.locked(connection, review.question_id)
    stands = question.current_draft_id == review.draft_id and question.status == "approved"
    if not stands or not delivery.cancel(connection, review_id):
        return False
    draft = drafts.restore(connection, question, review.draft_id, clock)
    data = {"review_id": review_id, "version": draft.version}
    events.record(connection, "delivery_held_back", question_id=question.id, data=data, clock=clock)
    return True


HAS_LEFT = Text("The reply has left already.", "La réponse est déjà partie.")
WRITE_AFTER = Text("Correct it in another message.", "Corrigez-la dans un autre message.")
