"""Gold questions: read from files, kept as frozen cases. Never hands gold to the side that answers.

Whatever answers or ranks is given `Case.asked`, which has no field for the answer, the sources, the
language label or anything else that a product would not know of a question that has just arrived.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from eval import jsonl
from eval.jsonl import BrokenLine
from knowledge.errors import BadInput
from knowledge.texts import Text

Role = Literal["citizen", "agent"]


@dataclass(frozen=True, slots=True)
class Said:
    """An earlier turn of the conversation."""

    role: Role
    text: str


@dataclass(frozen=True, slots=True)
class Asked:
    """All that the answering side may see of a case."""

    id: str
    question: str
    history: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class GoldSource:
    """Where a right answer stands; without `text` the judgement is of the page alone."""

    page_id: str
    text: str | None
    relevance: int = 1


@dataclass(frozen=True, slots=True)
class Case:
    """One gold question; any one of `sources` is enough to answer it."""

    asked: Asked
    set_name: str
    language: str
    answerable: bool
    sources: tuple[GoldSource, ...]
    answer: str | None
    clean: bool
    dialogue: str | None

    @property
    def id(self) -> str:
        """The question's id."""
        return self.asked.id


@dataclass(frozen=True, slots=True)
class Gold:
    """The cases of one or more files, in their order, and the lines that could not be read."""

    cases: tuple[Case, ...]
    broken: tuple[BrokenLine, ...]

    def clean_only(self) -> "Gold":
        """Without the records that their maker marked as noise ("yes", a counter-question)."""
        return Gold(tuple(case for case in self.cases if case.clean), self.broken)


class _Edge(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class _TurnLine(_Edge):
    role: Role
    text: str


class _SourceLine(_Edge):
    page_id: str = Field(min_length=1)
    text: str | None = None
    relevance: int = Field(default=1, ge=1)


class _CaseLine(_Edge):
    id: str = Field(min_length=1)
    question: str = Field(min_length=1, pattern=r"\S")
    history: tuple[_TurnLine, ...] = ()
    answer: str | None = None
    answerable: bool = True
    sources: tuple[_SourceLine, ...] = ()
    lang: str = Field(default="en", min_length=2)
    clean: bool = True
    dialogue: str | None = None


def read_gold(paths: Sequence[Path]) -> Gold:
    """All cases of the files, in order; a repeated id counts as a broken line.

    Raises:
        BadInput: a file cannot be opened, or no line of any file is a case.
    """
    cases: dict[str, Case] = {}
    broken: list[BrokenLine] = []
    for path in paths:
        for number, line in jsonl.read(path, _CaseLine):
            if isinstance(line, BrokenLine):
                broken.append(line)
            elif line.id in cases:
                why = Text(f"the id {line.id} was used before.", f"l’identifiant {line.id} a déjà servi.")
                broken.append(BrokenLine(path, number, why))
            else:
                cases[line.id] = _case(line, set_name(path))
    if not cases:
        raise _nothing_to_measure(paths, broken)
    return Gold(tuple(cases.values()), tuple(broken))


def set_name(path: Path) -> str:
    """The name of a gold file's set: its folder, and its own name where that is not `gold`."""
    folder = path.resolve().parent.name
    return folder if path.stem == "gold" else f"{folder}/{path.stem}"


def _case(line: _CaseLine, name: str) -> Case:
    history = tuple(Said(turn.role, turn.text) for turn in line.history)
    return Case(
        asked=Asked(line.id, line.question, history),
        set_name=name,
        language=line.lang,
        answerable=line.answerable,
        sources=tuple(GoldSource(each.page_id, each.text or None, each.relevance) for each in line.sources),
        answer=line.answer,
        clean=line.clean,
        dialogue=line.dialogue,
    )


def _nothing_to_measure(paths: Sequence[Path], broken: Sequence[BrokenLine]) -> BadInput:
    files = ", ".join(str(path) for path in paths)
    first = broken[0].message if broken else Text("The file is empty.", "Le fichier est vide.")
    return BadInput(
        Text(
            f"No question could be read from {files}. {first.en}",
            f"Aucune question lue dans {files}. {first.fr}",
        ),
        next_step=Text(
            "Give one JSON object a line with at least id and question.",
            "Donnez un objet JSON par ligne avec au moins id et question.",
        ),
    )
