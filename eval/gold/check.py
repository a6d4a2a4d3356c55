"""Whether a gold file is sound: every line, and the file as a whole. Corrects nothing, and stops at nothing."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from pydantic import ConfigDict

from eval import jsonl
from eval.gold.schema import CaseLine
from eval.jsonl import BrokenLine
from knowledge.texts import Text

DIFFICULTIES = ("easy", "medium", "hard")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, and on which line (from 1) of which file."""

    file: Path
    line: int
    why: Text

    @property
    def message(self) -> Text:
        """Where and what, as one sentence."""
        return Text(
            f"{self.file}, line {self.line}: {self.why.en}", f"{self.file}, ligne {self.line} : {self.why.fr}"
        )


@dataclass(frozen=True, slots=True)
class Checked:
    """What the check found; `cases` counts the lines that can be measured, `proposed` those to confirm first."""

    cases: int
    proposed: int
    faults: tuple[Fault, ...]


class _Line(CaseLine):
    # Fields that the format does not know are kept, to tell a slip of the pen from a label of one's own.
    model_config = ConfigDict(extra="allow", frozen=True)


def check(paths: Sequence[Path]) -> Checked:
    """Read every line of the files. Raises: BadInput when a file cannot be opened."""
    faults: list[Fault] = []
    first_use: dict[str, tuple[Path, int]] = {}
    cases = proposed = 0
    for path in paths:
        asked: dict[tuple[object, ...], str] = {}
        before = len(first_use)
        for number, line in jsonl.read(path, _Line):
            if isinstance(line, BrokenLine):
                faults.append(Fault(path, number, line.why))
                continue
            faults += (Fault(path, number, why) for why in _repeated(line, first_use, asked))
            faults += (Fault(path, number, why) for why in _faults(line))
            if first_use.setdefault(line.id, (path, number)) == (path, number):
                proposed += line.proposed
                cases += not line.proposed
        if len(first_use) == before and not any(fault.file == path for fault in faults):
            faults.append(
                Fault(path, 1, Text("the file holds no case.", "le fichier ne contient aucun cas."))
            )
    return Checked(cases, proposed, tuple(faults))


def _repeated(
    line: CaseLine, first_use: dict[str, tuple[Path, int]], asked: dict[tuple[object, ...], str]
) -> Iterator[Text]:
    if line.id in first_use:
        file, number = first_use[line.id]
        yield Text(
            f"the id {line.id} was used before, in {file}, line {number}.",
            f"l’identifiant {line.id} a déjà servi, dans {file}, ligne {number}.",
        )
        return
    told = tuple((turn.role, turn.text) for turn in line.history)
    other = asked.setdefault((line.question, told, line.lang), line.id)
    if other != line.id:
        yield Text(
            f"{line.id} asks what {other} asks, word for word.",
            f"{line.id} demande mot pour mot ce que demande {other}.",
        )


def _faults(line: _Line) -> Iterable[Text]:
    yield from _sources(line)
    yield from _history(line)
    if line.difficulty is not None and line.difficulty not in DIFFICULTIES:
        yield Text(
            f"{line.id}: the difficulty is easy, medium or hard.",
            f"{line.id} : la difficulté est easy, medium ou hard.",
        )
    for name in line.model_extra or {}:
        for meant in get_close_matches(name, CaseLine.model_fields, 1, 0.85):
            yield Text(
                f"{line.id}: the field “{name}” is not known; was “{meant}” meant?",
                f"{line.id} : le champ « {name} » est inconnu ; vouliez-vous dire « {meant} » ?",
            )


def _sources(line: CaseLine) -> Iterator[Text]:
    if line.answerable and not line.sources:
        yield Text(
            f"{line.id} is answerable, but has no source.", f"{line.id} a une réponse, mais aucune source."
        )
    if not line.answerable and line.sources:
        yield Text(
            f"{line.id} is not answerable, but has sources.",
            f"{line.id} est sans réponse, mais a des sources.",
        )
    seen = set()
    for source in line.sources:
        if source.text is not None and not source.text.strip():
            yield Text(
                f"{line.id}: a source on {source.page_id} has an empty text.",
                f"{line.id} : une source sur {source.page_id} a un texte vide.",
            )
        if (source.page_id, source.text) in seen:
            yield Text(
                f"{line.id}: a source on {source.page_id} is given twice.",
                f"{line.id} : une source sur {source.page_id} est donnée deux fois.",
            )
        seen.add((source.page_id, source.text))


def _history(line: CaseLine) -> Iterator[Text]:
    if any(not turn.text.strip() for turn in line.history):
        yield Text(
            f"{line.id}: a turn of the history is empty.", f"{line.id} : un tour de l’historique est vide."
        )
    last = line.history[-1] if line.history else None
    if last and last.role == "citizen" and last.text.strip() == line.question.strip():
        yield Text(
            f"{line.id}: the history ends with the question itself, which must stand once.",
            f"{line.id} : l’historique finit par la question elle-même, qui ne doit figurer qu’une fois.",
        )
    elif [turn.role for turn in line.history[-2:]] == ["citizen", "citizen"]:
        yield Text(
            f"{line.id}: the history ends with two messages of the citizen; join what is one message.",
            f"{line.id} : l’historique finit par deux messages du citoyen ; réunissez ce qui n’en est qu’un.",
        )
