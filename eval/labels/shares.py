"""What the labels come to: shares with their 95 % intervals, by set and language. Counts; judges nothing."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import Literal, get_args

from eval.labels.label import Answers, Label, Supported

CONFIDENCE = 0.95
Said = Literal["supported", "answers"]
VALUES: Mapping[Said, tuple[str, ...]] = {"supported": get_args(Supported), "answers": get_args(Answers)}


@dataclass(frozen=True, slots=True)
class Share:
    """How often each value was given in a group; `low` and `high` bound the share of the first (the best) one."""

    group: str
    said: Said
    labels: int
    shares: Mapping[str, float]
    low: float
    high: float


def shares(labels: Sequence[Label], said: Said) -> list[Share]:
    """A line for all labels, for each language and for each set, in this order; none without labels."""
    groups: dict[str, list[Label]] = {"all": list(labels)} if labels else {}
    for label in sorted(labels, key=lambda each: each.lang):
        groups.setdefault(f"language:{label.lang}", []).append(label)
    for label in sorted(labels, key=lambda each: each.set_name):
        groups.setdefault(f"set:{label.set_name}", []).append(label)
    return [_share(name, group, said) for name, group in groups.items()]


def reasons(labels: Sequence[Label]) -> dict[str, int]:
    """How often each reason was given, the most frequent first."""
    found = Counter(each.why for each in labels if each.why)
    return dict(sorted(found.items(), key=lambda pair: (-pair[1], pair[0])))


def wilson(part: int, whole: int) -> tuple[float, float]:
    """The 95 % score interval of a share (Wilson, 1927); 0 to 1 of nothing. Takes statements for independent."""
    if not whole:
        return 0.0, 1.0
    z = NormalDist().inv_cdf((1 + CONFIDENCE) / 2)
    share, scale = part / whole, 1 + z**2 / whole
    middle = (share + z**2 / (2 * whole)) / scale
    width = z * (share * (1 - share) / whole + z**2 / (4 * whole**2)) ** 0.5 / scale
    return max(0.0, middle - width), min(1.0, middle + width)


def _share(group: str, labels: Sequence[Label], said: Said) -> Share:
    counts = Counter(str(getattr(each, said)) for each in labels)
    low, high = wilson(counts[VALUES[said][0]], len(labels))
    shared = {value: counts[value] / len(labels) for value in VALUES[said]}
    return Share(group, said, len(labels), shared, low, high)
