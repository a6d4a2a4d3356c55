"""Takes the labels out of a work file into the committed one: digests in place of words. Changes no work file."""

from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from eval import jsonl
from eval.jsonl import BrokenLine
from eval.labels.label import Label, read_labels, write_labels
from eval.labels.work import WorkLine
from knowledge.errors import BadInput
from knowledge.texts import Text

BEST = ("fully", "yes")


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of the lines of a work file; `total` is what the committed file holds now."""

    labelled: int
    empty: int
    total: int
    refused: tuple[BrokenLine, ...]


def keep(work: Path, out: Path) -> Kept:
    """Add the labels of a work file to `out`, in place of those of the same statements; others stay as they were.

    Lines whose labels cannot be used are refused by number. Where nothing is labelled, `out` is not touched.

    Raises:
        BadInput: a file cannot be opened, or `out` holds lines that are no labels, which writing would lose.
    """
    before, broken = read_labels(out) if out.exists() else ((), ())
    if broken:
        raise _would_lose(broken[0])
    labels = {each.key: each for each in before}
    refused: list[BrokenLine] = []
    labelled = empty = 0
    for number, line in jsonl.read(work, WorkLine):
        if isinstance(line, WorkLine) and not (line.supported or line.answers or line.why):
            empty += 1
            continue
        label = line if isinstance(line, BrokenLine) else _label(work, number, line)
        if isinstance(label, BrokenLine):
            refused.append(label)
        else:
            labels[label.key] = label
            labelled += 1
    if labelled:
        write_labels(out, list(labels.values()))
    return Kept(labelled, empty, len(labels), tuple(refused))


def _label(work: Path, number: int, line: WorkLine) -> Label | BrokenLine:
    if not (line.supported and line.answers):
        missing = "answers" if line.supported else "supported"
        return BrokenLine(work, number, Text(f"{missing} is empty.", f"{missing} est vide."))
    if line.why and (line.supported, line.answers) == BEST:
        return BrokenLine(
            work,
            number,
            Text("why says what is wrong, and nothing is.", "why dit ce qui ne va pas, or tout va bien."),
        )
    try:
        return Label(
            case=line.case,
            set_name=line.set_name,
            lang=line.lang,
            supported=line.supported,
            answers=line.answers,
            why=line.why or None,
            **line.digests,
        )
    except ValidationError as error:
        field = str(error.errors()[0]["loc"][0])
        return BrokenLine(
            work,
            number,
            Text(f"{field} is no name without spaces.", f"{field} n’est pas un nom sans espace."),
        )


def _would_lose(line: BrokenLine) -> BadInput:
    return BadInput(
        Text(
            f"{line.file}, line {line.number} is no label: {line.why.en}",
            f"{line.file}, ligne {line.number} n’est pas une annotation : {line.why.fr}",
        ),
        next_step=Text(
            "Correct the line, or name another --out.", "Corrigez la ligne, ou indiquez un autre --out."
        ),
    )
