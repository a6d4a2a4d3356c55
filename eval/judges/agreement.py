"""How far a judge agrees with people: Cohen's kappa with its interval, and what it lets through, by kind of break.

Cohen, "A coefficient of agreement for nominal scales" (1960). Texts are drawn whole for the interval, since the
pairs that share one succeed and fail together.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from eval.judges.judge import Judge
from eval.judges.pairs import LabelledPair
from eval.runs.record import JudgeRecord

ROUNDS = 2_000
SEED = 20260101
# "Substantial" agreement begins here (Landis and Koch, "The measurement of observer agreement for categorical data",
# 1977). Below it, more than every fifth word of a judge on balanced pairs is wrong: (1 - 0.6) / 2.
FLOOR = 0.6

Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Agreement:
    """A judge's record on some pairs, and where it errs.

    `by_part` gives kappa by language and half (`seen` and `held out` while judges were improved). `refused` gives, by
    kind of break, the share of such false statements that were refused; `accepted` the share of the true ones
    accepted, plain and subtle. `counts` says how many pairs stand behind each.
    """

    record: JudgeRecord
    by_part: Mapping[str, float]
    refused: Mapping[str, float]
    accepted: Mapping[str, float]
    counts: Mapping[str, int]


def agreement(judge: Judge, pairs: Sequence[LabelledPair], floor: float = FLOOR) -> JudgeRecord:
    """The judge's record on the pairs, as a report holds it."""
    return compare(judge, pairs, floor).record


def compare(judge: Judge, pairs: Sequence[LabelledPair], floor: float = FLOOR) -> Agreement:
    """Have the judge speak on the pairs, and compare; needs at least one pair.

    A judge that learned from the seen half (`learned_from_seen`) is recorded on the held-out half alone. It passes
    when its kappa reaches the floor: the estimate, not its lower end, which is printed beside it.
    """
    said = np.asarray(judge.supported([(each.statement, each.text) for each in pairs]), dtype=np.bool_)
    right = np.asarray([each.supported for each in pairs], dtype=np.bool_)
    held_out = np.asarray([each.held_out for each in pairs], dtype=np.bool_)
    counting = held_out if judge.learned_from_seen else np.ones(len(pairs), dtype=np.bool_)
    chosen = [each for each, counts in zip(pairs, counting, strict=True) if counts]
    languages = np.asarray([each.lang for each in pairs])
    parts = {"en": counting & (languages == "en"), "fr": counting & (languages == "fr")}
    parts |= {"seen": ~held_out, "held out": held_out}
    breaks = [each.broken_by for each in chosen]
    kinds = [("subtle" if each.subtle else "plain") if each.supported else None for each in chosen]
    return Agreement(
        record=_record(judge.name, said[counting], right[counting], [each.group for each in chosen], floor),
        by_part={
            name: round(kappa(said[rows], right[rows]), 6) for name, rows in parts.items() if rows.any()
        },
        refused=_shares(~said[counting], breaks),
        accepted=_shares(said[counting], kinds),
        counts=dict(Counter(each for each in (*breaks, *kinds) if each))
        | {name: int(rows.sum()) for name, rows in parts.items()},
    )


def _record(name: str, said: Flags, right: Flags, groups: Sequence[str], floor: float) -> JudgeRecord:
    value = kappa(said, right)
    low, high = interval(said, right, groups)
    both = int((said & right).sum())
    return JudgeRecord(
        name=name,
        pairs=len(said),
        kappa=round(value, 6),
        low=round(low, 6),
        high=round(high, 6),
        precision=round(both / max(1, int(said.sum())), 6),
        recall=round(both / max(1, int(right.sum())), 6),
        floor=floor,
        passes=value >= floor,
    )


def kappa(said: Flags, right: Flags) -> float:
    """Agreement beyond chance: 1 is perfect, 0 is chance; 0 where both only ever say the same one word."""
    return float(_kappas(np.ones((1, len(said))), said, right)[0])


def interval(said: Flags, right: Flags, groups: Sequence[str]) -> tuple[float, float]:
    """The 95 % bootstrap interval of kappa, drawing whole groups."""
    _, members = np.unique(np.asarray(groups), return_inverse=True)
    total = int(members.max()) + 1
    draws = np.random.default_rng(SEED).multinomial(total, np.full(total, 1 / total), size=ROUNDS)
    low, high = np.quantile(_kappas(draws[:, members].astype(np.float64), said, right), [0.025, 0.975])
    return float(low), float(high)


def _kappas(weights: NDArray[np.float64], said: Flags, right: Flags) -> NDArray[np.float64]:
    # Each row weighs the pairs; its kappa is (observed - expected) / (1 - expected).
    total = weights.sum(axis=1)
    observed = weights @ (said == right) / total
    yes_said, yes_right = weights @ said / total, weights @ right / total
    expected = yes_said * yes_right + (1 - yes_said) * (1 - yes_right)
    room = 1 - expected
    result: NDArray[np.float64] = np.where(
        room > 1e-12, (observed - expected) / np.where(room > 1e-12, room, 1), 0.0
    )
    return result


def _shares(flags: Flags, kinds: Sequence[str | None]) -> dict[str, float]:
    names = sorted({each for each in kinds if each})
    return {
        name: round(float(flags[np.asarray([each == name for each in kinds])].mean()), 6) for name in names
    }
