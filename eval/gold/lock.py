"""Locks gold: hashes of its annotations and of the pages they point to, and what has come loose since."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from eval.cases import Case, read_gold
from eval.gold.locked import CaseLock, GoldLock, SourceLock, lock_path, read_lock, reader_digest
from eval.gold.pages import PagesRead
from eval.gold.standing import standing
from knowledge.texts import Text

RANK = {"no": 0, "mostly": 1, "whole": 2}


@dataclass(frozen=True, slots=True)
class LockCheck:
    """Whether the locks hold, of every gold file that has one.

    `told` has a sentence for each problem. `locked` holds what can be trusted, by case id; nothing of a lock in
    `outdated` can, since other code read its pages: a text lost since may be the reader's fault, and counts.
    """

    state: Literal["none", "holds", "broken"]
    told: tuple[Text, ...] = ()
    locked: Mapping[str, CaseLock] = field(default_factory=dict)
    outdated: tuple[str, ...] = ()

    @property
    def problems(self) -> tuple[str, ...]:
        """The problems as reports hold them."""
        return tuple(each.en for each in self.told)


def lock(cases: Iterable[Case], pages: PagesRead) -> GoldLock:
    """The cases as they are annotated and stand now."""
    return GoldLock(reader=reader_digest(), cases={case.id: _case(case, pages) for case in cases})


def check_lock(gold: Sequence[Path], locks: Sequence[Path] | None = None) -> LockCheck:
    """Compare gold files with their locks (those beside them, unless `locks` names one for each).

    Raises: BadInput when a gold file cannot be read.
    """
    problems: list[Text] = []
    locked: dict[str, CaseLock] = {}
    outdated: list[str] = []
    found = False
    for path, beside in zip(gold, locks or [lock_path(each) for each in gold], strict=True):
        there = read_lock(beside)
        found = found or there is not None
        if isinstance(there, Text):
            problems.append(there)
        elif there is not None:
            cases = {case.id: case for case in read_gold([path]).cases}
            problems += _loose(path.name, cases, there)
            if there.reader != reader_digest():
                outdated.append(beside.name)
            else:
                same = (key for key, case in cases.items() if _is_annotated_as(case, there.cases.get(key)))
                locked |= {key: there.cases[key] for key in same}
    state: Literal["none", "holds", "broken"] = "none" if not found else "broken" if problems else "holds"
    return LockCheck(state, tuple(problems), locked, tuple(outdated))


def newly_lost(before: GoldLock, after: GoldLock) -> tuple[str, ...]:
    """The cases with a source that stood when they were locked before, and stands no more."""
    return tuple(
        sorted(
            key
            for key, case in after.cases.items()
            if (old := before.cases.get(key)) is not None
            and old.digest == case.digest
            and any(
                RANK[now.stood] < RANK[then.stood]
                for now, then in zip(case.sources, old.sources, strict=False)
            )
        )
    )


def _case(case: Case, pages: PagesRead) -> CaseLock:
    return CaseLock(
        digest=case.digest,
        sources=tuple(
            SourceLock(
                page=source.page_id,
                page_digest=page.digest
                if (page := pages.by_key.get(source.page_id)) and page.shown
                else None,
                stood=standing(source, pages),
            )
            for source in case.sources
        ),
    )


def _loose(name: str, cases: Mapping[str, Case], there: GoldLock) -> Iterator[Text]:
    for key in sorted(cases.keys() | there.cases.keys()):
        if key not in there.cases:
            yield Text(
                f"{key}: added since {name} was locked", f"{key} : ajouté depuis le verrouillage de {name}"
            )
        elif key not in cases:
            yield Text(
                f"{key}: removed since {name} was locked", f"{key} : retiré depuis le verrouillage de {name}"
            )
        elif not _is_annotated_as(cases[key], there.cases[key]):
            yield Text(
                f"{key}: its annotation was changed since {name} was locked",
                f"{key} : son annotation a été modifiée depuis le verrouillage de {name}",
            )


def _is_annotated_as(case: Case, locked: CaseLock | None) -> bool:
    return locked is not None and case.digest == locked.digest
