"""Gold questions: read from files, kept as frozen cases. Never hands gold to the side that answers.

Whatever answers or ranks is given `Case.asked`, which has no field for the answer, the sources, the
language label or anything else that a product would not know of a question that has just arrived.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

from eval import jsonl
from eval.gold.schema import CaseLine
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
    """One gold question; any one of `sources` is enough to answer it.

    `turn` counts from 1. `thread` and `asked_at` say where and when it was really asked. `digest` is of the
    annotations: question, history, answer, sources and labels.
    """

    asked: Asked
    set_name: str
    language: str
    answerable: bool
    sources: tuple[GoldSource, ...]
    answer: str | None
    clean: bool
    dialogue: str | None
    topic: str | None = None
    turn: int = 1
    difficulty: str | None = None
    thread: str | None = None
    asked_at: datetime | None = None
    digest: str = ""

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


def read_gold(paths: Sequence[Path], *, proposed: bool = False) -> Gold:
    """All cases of the files, in order; a repeated id counts as a broken line.

    Proposals that no person has confirmed are passed over, unless `proposed` asks for them.

    Raises:
        BadInput: a file cannot be opened, or no line of any file is a case.
    """
    cases: dict[str, Case] = {}
    passed_over = 0
    broken: list[BrokenLine] = []
    for path in paths:
        for number, line in jsonl.read(path, CaseLine):
            if isinstance(line, BrokenLine):
                broken.append(line)
            elif line.id in cases:
                why = Text(f"the id {line.id} was used before.", f"l’identifiant {line.id} a déjà servi.")
                broken.append(BrokenLine(path, number, why))
            elif line.proposed and not proposed:
                passed_over += 1
            else:
                cases[line.id] = _case(line, set_name(path))
    if not cases:
        raise _nothing_to_measure(paths, broken, passed_over)
    return Gold(tuple(cases.values()), tuple(broken))


def set_name(path: Path) -> str:
    """The name of a gold file's set: its folder, and its own name where that is not `gold`."""
    folder = path.resolve().parent.name
    return folder if path.stem == "gold" else f"{folder}/{path.stem}"


def _case(line: CaseLine, name: str) -> Case:
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
        topic=line.topic or line.domain,
        turn=max(line.turn, 1 + sum(turn.role == "citizen" for turn in line.history)),
        difficulty=line.difficulty,
        thread=line.thread or line.dialogue,
        asked_at=line.asked_at,
        digest=hashlib.sha256(line.model_dump_json(exclude_defaults=True).encode()).hexdigest(),
    )


def _nothing_to_measure(paths: Sequence[Path], broken: Sequence[BrokenLine], passed_over: int) -> BadInput:
    files = ", ".join(str(path) for path in paths)
    first = broken[0].message if broken else Text("The file is empty.", "Le fichier est vide.")
    if passed_over:
        first = Text(
            f"{passed_over} are proposals that nobody has confirmed.",
            f"{passed_over} sont des propositions que personne n’a confirmées.",
        )
    return BadInput(
        Text(
            f"No question could be read from {files}. {first.en}",
            f"Aucune question lue dans {files}. {first.fr}",
        ),
        next_step=Text(
            'Confirm proposals by removing "proposed": true.',
            'Confirmez les propositions en retirant « "proposed": true ».',
        )
        if passed_over
        else Text(
            "Give one JSON object a line with at least id and question.",
            "Donnez un objet JSON par ligne avec au moins id et question.",
        ),
    )
