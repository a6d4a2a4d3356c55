"""A person's labels of one statement, and the committed file of them. Owns the format and the closed lists.

The file holds ids, digests and labels; no word of a page, a question or a reply ever enters it. Draws and judges
nothing.
"""

import hashlib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from eval import jsonl
from eval.jsonl import BrokenLine
from knowledge.texts import Text

LABELS = Path(__file__).parent / "statements.jsonl"

Supported = Literal["fully", "partly", "no"]
Answers = Literal["yes", "partly", "no"]
Why = Literal[
    "condition_lost", "context_lost", "figure", "not_a_statement", "off_topic", "other_language", "other_subject",
    "part_only", "too_general", "unclear_question",
]  # fmt: skip
REASONS: dict[Why, Text] = {
    "condition_lost": Text(
        "a condition or exception that stands beside the quote is missing",
        "une condition ou une exception voisine manque",
    ),
    "context_lost": Text(
        "it leans on words that are not there (“this form”, half a list)",
        "il renvoie à des mots absents (« ce formulaire », une liste coupée)",
    ),
    "figure": Text(
        "an amount, date or number is not the quote's", "un montant, une date ou un nombre diffère de la citation"
    ),
    "not_a_statement": Text(
        "a heading, menu, question or fragment", "un titre, un menu, une question ou un fragment"
    ),
    "off_topic": Text("about something else than the question", "sans rapport avec la question"),
    "other_language": Text("in a language that was not asked in", "dans une autre langue que la question"),
    "other_subject": Text(
        "true of another person, service, place or year", "vrai d’une autre personne, d’un autre service, lieu ou an"
    ),
    "part_only": Text("one part of what was asked", "une partie seulement de la question"),
    "too_general": Text(
        "on the subject, without what was asked", "sur le sujet, sans ce qui est demandé"
    ),
    "unclear_question": Text(
        "nobody could tell what is asked", "la question ne dit pas ce qui est demandé"
    ),
}  # fmt: skip

Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
# Names without spaces, so that no sentence passes for one.
Name = Annotated[str, Field(pattern=r"^[\w.:/#@+-]{1,120}$")]
Key = tuple[str, str, str, str, str]


class Label(BaseModel):
    """What a person said of one statement, known again by digests of its words, its quotes and the question."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    case: Name
    set_name: Name
    lang: str = Field(pattern=r"^[A-Za-z-]{2,8}$")
    question: Digest
    statement: Digest
    quote: Digest
    supported: Supported
    answers: Answers
    why: Why | None = None

    @property
    def key(self) -> Key:
        """What one statement has one label for; the order of the file."""
        return (self.set_name, self.case, self.question, self.statement, self.quote)


def digest(*texts: str) -> str:
    """SHA-256 of the texts in their order, in hex; how they are spaced and broken into lines does not count."""
    return hashlib.sha256("\x1f".join(" ".join(text.split()) for text in texts).encode()).hexdigest()


def question_digest(question: str, history: Iterable[tuple[str, str]]) -> str:
    """The digest of a question with its earlier turns (role, text), on which its meaning may depend."""
    return digest(*(part for turn in history for part in turn), question)


def read_labels(path: Path) -> tuple[tuple[Label, ...], tuple[BrokenLine, ...]]:
    """The labels of a file and the lines that are none; a statement labelled twice counts as a broken line.

    Raises:
        BadInput: the file cannot be opened.
    """
    labels: dict[Key, Label] = {}
    broken: list[BrokenLine] = []
    for number, line in jsonl.read(path, Label):
        if isinstance(line, BrokenLine):
            broken.append(line)
        elif line.key in labels:
            why = Text("this statement is labelled twice.", "cet énoncé est annoté deux fois.")
            broken.append(BrokenLine(path, number, why))
        else:
            labels[line.key] = line
    return tuple(labels.values()), tuple(broken)


def write_labels(path: Path, labels: Sequence[Label]) -> int:
    """Write the labels in order of their keys, whole or not at all; how many."""
    ordered = sorted(labels, key=lambda each: each.key)
    return jsonl.write(path, (each.model_dump(exclude_none=True) for each in ordered))
