"""What the gate found, as data: a stable format that reports show and machines read. Decides and renders nothing."""

from collections.abc import Mapping
from typing import Literal

from eval.runs.record import Part
from knowledge.texts import Text

VERDICT_FORMAT: Literal["replydesk-verdict/1"] = "replydesk-verdict/1"
HELD, REGRESSED, COULD_NOT_RUN = 0, 1, 2

FailureKind = Literal[
    "loss",
    "floor",
    "figure_missing",
    "guard",
    "report_touched",
    "baseline_touched",
    "gold_changed",
    "cases_missing",
    "gold_lock",
    "leak",
    "pages_gone",
    "pages_changed",
    "judge",
    "slow",
]
Outcome = Literal["worse", "better", "equal", "small", "few"]


class Bilingual(Part):
    """A sentence in both languages."""

    en: str
    fr: str

    @classmethod
    def of(cls, text: Text) -> "Bilingual":
        """From the text that errors and terminals use."""
        return cls(en=text.en, fr=text.fr)

    def in_language(self, language: str) -> str:
        """The sentence, English where the language is neither."""
        return self.fr if language == "fr" else self.en


class Failure(Part):
    """One reason why the gate does not hold: what happened, and what to do next.

    `slice` and `figure` say where, `cases` whom it concerns (all of them; the words may name only the first).
    """

    kind: FailureKind
    words: Bilingual
    next_step: Bilingual
    slice: str | None = None
    figure: str | None = None
    cases: tuple[str, ...] = ()


class Comparison(Part):
    """One figure on one slice, before (baseline) and after (report), over the `cases` that both have.

    `difference` is after less before, as it stands; `gain` the same, positive where better. `p_worse` and `p_better`
    are corrected for all comparisons of the verdict; None where nothing was tested (`few`). `detectable` is the
    smallest loss that would be found four times in five, None where no loss could be; `assumed` says that it rests on
    an assumed share of changed groups, because hardly anything changed here. `small`: surely worse, but by less than
    is worth stopping a build for.
    """

    slice: str
    figure: str
    cases: int
    groups: int
    changed_groups: int
    before: float
    after: float
    difference: float
    gain: float
    p_worse: float | None
    p_better: float | None
    detectable: float | None
    assumed: bool
    floor: float | None
    outcome: Outcome


class CaseChange(Part):
    """A case whose gated figures moved; `gain` is their mean oriented difference, negative where worse."""

    id: str
    gain: float
    before: dict[str, float]
    after: dict[str, float]
    before_status: str | None
    before_answer: str | None
    before_pages: tuple[str, ...]


class Family(Part):
    """How the comparisons were tested together: level, smallest loss, and how many sign vectors were tried.

    `expected_false_alarms` is how many of a hundred builds that changed nothing for better or worse would fail.
    """

    alpha: float
    smallest_loss: float
    comparisons: int
    groups: int
    changed_groups: int
    sign_vectors: int
    exact: bool
    expected_false_alarms: float


class Latency(Part):
    """Seconds a question, over the cases that both runs ran (none from a cache), the machines' speeds evened out."""

    cases: int
    median_ratio: float
    median_before_s: float
    median_after_s: float
    p95_before_s: float
    p95_after_s: float


class Verdict(Part):
    """What the gate says of one report beside one baseline."""

    format: Literal["replydesk-verdict/1"] = VERDICT_FORMAT
    report: str
    report_digest: str
    baseline: str
    baseline_digest: str
    parts_changed: dict[str, tuple[str | None, str | None]]
    failures: tuple[Failure, ...]
    warnings: tuple[Bilingual, ...]
    family: Family
    comparisons: tuple[Comparison, ...]
    changes: tuple[CaseChange, ...]
    added: tuple[str, ...]
    latency: Latency | None

    @property
    def held(self) -> bool:
        """Whether nothing failed."""
        return not self.failures

    @property
    def exit_code(self) -> int:
        """0 where the gate holds, 1 where it does not; 2 is for a gate that could not run."""
        return HELD if self.held else REGRESSED

    def kinds(self) -> Mapping[FailureKind, int]:
        """How many failures there are of each kind."""
        counted: dict[FailureKind, int] = {}
        for failure in self.failures:
            counted[failure.kind] = counted.get(failure.kind, 0) + 1
        return counted
