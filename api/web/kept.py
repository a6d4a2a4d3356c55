"""Words that were posted after a session had ended: carried through the sign-in page, back into their form.

Owns what may be carried: words and the form they were typed in. Never a decision, a source chosen or a courtesy
ticked: another site may have made the browser post them. Stores and logs nothing.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Literal
from urllib.parse import quote_plus

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.datastructures import FormData

from api.web.editing import LONGEST_SENTENCE, MOST_SENTENCES, Edit, Sentence, tidy

FORMS = re.compile(r"/questions/([\w-]{1,40})/(edit|reject|refer)")
LONGEST_NOTE = 2_000
# What a sign-in sends beside the words: login, password, the address to go on to.
BESIDE_BYTES = 5_000
LONGEST_KEPT = 1_000_000


class Kept(BaseModel):
    """What somebody wrote in one form: the sentences of an edit in their order, or one note."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    question_id: str = Field(max_length=40, pattern=r"^[\w-]+$")
    form: Literal["edit", "reject", "refer"]
    words: tuple[str, ...] = Field(min_length=1, max_length=MOST_SENTENCES)


class TooLong(Exception):
    """What was written is more than its form takes, or than can be sent along with a sign-in."""


def kept_from(path: str, form: FormData, max_body_bytes: int) -> Kept | None:
    """The words of a posted form; None when it is no form to write in, or nothing was written. Raises: TooLong."""
    place = FORMS.fullmatch(path)
    if place is None:
        return None
    names = _text_fields(form) if place[2] == "edit" else ["reason"]
    words = [tidy(value) for name in names if isinstance(value := form.get(name), str)]
    if not any(words):
        return None
    longest = LONGEST_SENTENCE if place[2] == "edit" else LONGEST_NOTE
    if len(words) > MOST_SENTENCES or any(len(each) > longest for each in words):
        raise TooLong
    kept = Kept.model_validate({"question_id": place[1], "form": place[2], "words": words})
    written = kept.model_dump_json()
    if len(written) > LONGEST_KEPT or len(quote_plus(written)) + BESIDE_BYTES > max_body_bytes:
        raise TooLong
    return kept


def kept_again(posted: str) -> Kept | None:
    """What a sign-in page carried; None for what no such page of ours made."""
    try:
        kept = Kept.model_validate_json(posted)
    except ValidationError:
        return None
    return kept if all(len(each) <= LONGEST_SENTENCE for each in kept.words) else None


def onto(begun: Edit, kept: Kept) -> Edit:
    """The words over an edit as it begins.

    A sentence that is word for word the draft's keeps the draft's sources; any other must be given its own again.
    """
    drafted: Mapping[str, Sentence] = {each.text: each for each in begun.sentences if each.text}
    sentences = (drafted.get(each) or Sentence(each, each, loosened=bool(each)) for each in kept.words)
    return replace(begun, sentences=tuple(sentences))


def _text_fields(form: FormData) -> list[str]:
    numbered = {name for name in form if re.fullmatch(r"text-\d{1,4}", name, re.ASCII)}
    return sorted(numbered, key=lambda name: int(name[5:]))
