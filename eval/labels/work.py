"""The work file: what a person reads to label statements. Owns its format and its form for reading.

It holds words of pages and questions, so it stays with whoever labels and is never committed; `keep` takes the labels
out of it.
"""

from collections.abc import Sequence
from typing import Any, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, field_validator

from eval.gold.schema import TurnLine
from eval.labels.label import REASONS, Answers, Supported, Why, digest, question_digest
from knowledge.texts import Text

NOTE: Literal["work file: holds texts, not to be committed"] = "work file: holds texts, not to be committed"
HEADINGS = " › "  # between them
INDENT = "    "
TURN_SHOWN = 300  # characters of an earlier turn, in the form for reading
CAUTION = Text(
    "This file holds words of pages and questions: do not commit it.",
    "Ce fichier contient des mots de pages et de questions : ne le versez pas au dépôt.",
)


class _Edge(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class QuoteLine(_Edge):
    """A quote, where it stands, and the words around it on its page; `under` is its headings."""

    text: str
    page_id: str
    title: str
    url: str | None = None
    under: str = ""
    before: str = ""
    after: str = ""


class WorkLine(_Edge):
    """One statement to be labelled. The labels come first, so that they are quick to fill in; "" is not labelled."""

    supported: Supported | Literal[""] = ""
    answers: Answers | Literal[""] = ""
    why: Why | Literal[""] = ""
    number: int = Field(ge=1)
    case: str
    set_name: str
    lang: str
    history: tuple[TurnLine, ...] = ()
    question: str
    statement: str
    quotes: tuple[QuoteLine, ...]
    note: str = NOTE

    @field_validator("supported", "answers", "why", mode="before")
    @classmethod
    def _as_typed(cls, value: Any) -> Any:
        return value.strip().casefold() if isinstance(value, str) else value or ""

    @property
    def digests(self) -> dict[str, str]:
        """Those of question, statement and quotes, as a label holds them."""
        return {
            "question": question_digest(self.question, ((turn.role, turn.text) for turn in self.history)),
            "statement": digest(self.statement),
            "quote": digest(*(quote.text for quote in self.quotes)),
        }


def for_reading(lines: Sequence[WorkLine], language: str) -> str:
    """The statements as numbered blocks, under a legend of the labels."""
    blocks = [_legend(language), *(_block(line, language) for line in lines)]
    return "\n\n".join(blocks) + "\n"


def _legend(language: str) -> str:
    says = Text(
        "supported: does the page say what the statement says, read alone as a reply? "
        "answers: does it answer the question? why (optional, where a label is not the best):",
        "supported : la page dit-elle ce que dit l’énoncé, lu seul comme réponse ? "
        "answers : répond-il à la question ? why (facultatif, si une étiquette n’est pas la meilleure) :",
    )
    lines = [
        CAUTION.in_language(language),
        f"supported {' | '.join(get_args(Supported))} · answers {' | '.join(get_args(Answers))}",
        says.in_language(language),
        *(f"{INDENT}{code}: {meaning.in_language(language)}" for code, meaning in REASONS.items()),
    ]
    return "\n".join(lines)


def _block(line: WorkLine, language: str) -> str:
    same = Text("(the statement's own words)", "(les mots mêmes de l’énoncé)").in_language(language)
    spoken = [f"[{turn.role}] {shorten(turn.text, TURN_SHOWN)}" for turn in line.history]
    parts = [f"#{line.number} {line.set_name} {line.lang}", *spoken, f"Q {_line(line.question)}"]
    parts.append(_piece("S", line.statement))
    alike = _bare(line.statement) == _bare(" ".join(quote.text for quote in line.quotes))
    shown = ""
    for number, quote in enumerate(line.quotes):
        parts += [place] if (place := _place(quote)) != shown else []
        shown = place
        parts += [f"< {_line(quote.before)}"] if quote.before else []
        parts += [_piece('"', quote.text)] if not alike else [f'" {same}'] if not number else []
        parts += [f"> {_line(quote.after)}"] if quote.after else []
    return "\n".join(parts)


def shorten(text: str, characters: int) -> str:
    """The text on one line: its first characters or, if negative, its last, in whole words."""
    line = _line(text)
    if len(line) <= abs(characters):
        return line
    if characters < 0:
        return "… " + line[characters:].partition(" ")[2]
    return line[:characters].rpartition(" ")[0] + " …"


def _place(quote: QuoteLine) -> str:
    first, _, rest = quote.under.partition(HEADINGS)  # the first heading mostly is the title again
    under = rest if first in quote.title else quote.under
    where = (quote.url or quote.page_id).partition(":~:")[0].removesuffix("#")
    return f"@ {HEADINGS.join(filter(None, (quote.title, under)))} — {where}"


def _piece(mark: str, text: str) -> str:
    return f"{mark} " + f"\n{INDENT}".join(text.splitlines())


def _line(text: str) -> str:
    return " ".join(text.split())


def _bare(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())
