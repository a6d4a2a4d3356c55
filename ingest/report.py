"""What a run of the ingest did, source by source. Counts only; decides nothing."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from ingest.fetched import Problem
from knowledge.errors import ReplydeskError
from knowledge.index import Change
from knowledge.texts import Text

MOST_PROBLEMS = 100
_READ_IS_KEPT = Text("What was read before is kept.", "Ce qui a été lu auparavant est conservé.")


@dataclass(slots=True)
class Report:
    """The counts of one source; grows while the source is read, and is shown as progress meanwhile."""

    source_id: str
    kind: str
    indexed: int = 0  # pages that are new or have changed
    unchanged: int = 0
    gone: int = 0
    left_out: Counter[str] = field(default_factory=Counter)
    kept: Counter[str] = field(default_factory=Counter)  # by the reason why the last good version stays
    skipped: Counter[str] = field(default_factory=Counter)
    repeated: int = 0  # passages that a whole site repeats, searched once
    exchanges: int = 0
    change: Change = field(default_factory=Change)
    problems: list[Problem] = field(default_factory=list)
    problem_count: int = 0
    failure: Text | None = None
    advice: tuple[Text, ...] = ()  # after a failure: what was kept, what to do next
    changed: bool = False  # the index is to be finished
    seconds: float = 0.0

    @property
    def pages(self) -> int:
        """Pages that were looked at."""
        return self.indexed + self.unchanged + self.gone + self.left_out.total() + self.kept.total()

    @property
    def read_nothing(self) -> bool:
        """Whether the source failed wholly: nothing of it could be read."""
        return self.failure is not None or (self.indexed + self.unchanged + self.gone + self.exchanges == 0)

    def add_problem(self, problem: Problem) -> None:
        """Note a problem; beyond the first hundred only their number."""
        self.problem_count += 1
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(problem)

    def fail(self, error: ReplydeskError) -> None:
        """Note that the source could not be read (on); what was read of it before is kept."""
        self.failure = error.what
        kept = _READ_IS_KEPT if self.indexed + self.exchanges else error.kept
        self.advice = tuple(text for text in (kept, error.next_step) if text is not None)

    def as_json(self) -> dict[str, Any]:
        """The report for the `runs` table and for `--json`."""
        return {
            "source": self.source_id,
            "kind": self.kind,
            "pages": {
                "indexed": self.indexed,
                "unchanged": self.unchanged,
                "gone": self.gone,
                "left_out": dict(self.left_out),
                "kept_after_failure": dict(self.kept),
                "not_asked": dict(self.skipped),
            },
            "repeated_passages": self.repeated,
            "exchanges": self.exchanges,
            "changes": {
                "created": self.change.created,
                "updated": self.change.updated,
                "unchanged": self.change.unchanged,
                "removed": self.change.removed,
                "embedded": self.change.embedded,
            },
            "problems": [
                {"en": each.in_language("en"), "fr": each.in_language("fr")} for each in self.problems
            ],
            "problem_count": self.problem_count,
            "failure": self.failure._asdict() if self.failure else None,
            "seconds": round(self.seconds, 3),
        }
