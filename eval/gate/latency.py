"""Whether answering became slower. Sees only times, evened out by what a fixed piece of work took on each machine."""

import numpy as np

from eval.gate.baseline import Baseline
from eval.gate.standing import failure
from eval.gate.verdict import Failure, Latency
from eval.runs.record import Timings
from knowledge.texts import Text

# The same code on a shared runner took 2.8 times as long an hour later, also after evening out (a neighbour's work
# slows a question and the fixed work unlike), and 16 ms more: both bounds must be passed. 50 ms more than before
# nobody at the desk notices, however often it doubles.
SLOWER_RATIO = 2.0
SLOWER_S = 0.050
FEWEST_CASES = 8


def latency_of(timings: Timings | None, baseline: Baseline) -> Latency | None:
    """Times before and now, in seconds of this machine; None where too few cases were really run in both."""
    if timings is None:
        return None
    both = [
        (before.units, timings.by_case[each] / timings.unit_s)
        for each, before in sorted(baseline.cases.items())
        if before.units and each in timings.by_case
    ]
    if len(both) < FEWEST_CASES:
        return None
    before, after = np.array(both).T
    now_s = timings.unit_s
    return Latency(
        cases=len(both),
        median_ratio=round(float(np.median(after / before)), 3),
        median_before_s=round(float(np.median(before)) * now_s, 4),
        median_after_s=round(float(np.median(after)) * now_s, 4),
        p95_before_s=round(float(np.quantile(before, 0.95)) * now_s, 4),
        p95_after_s=round(float(np.quantile(after, 0.95)) * now_s, 4),
    )


def latency_failures(latency: Latency | None) -> list[Failure]:
    """One, where half of the questions take twice as long and a person would notice."""
    if latency is None:
        return []
    more_s = latency.median_after_s - latency.median_before_s
    if latency.median_ratio <= SLOWER_RATIO or more_s <= SLOWER_S:
        return []
    before, after = 1000 * latency.median_before_s, 1000 * latency.median_after_s
    return [
        failure(
            "slow",
            Text(
                f"Answering takes {latency.median_ratio:.1f} times as long: {before:.0f} ms became {after:.0f} ms.",
                f"Répondre prend {latency.median_ratio:.1f} fois plus de temps : de {before:.0f} ms à {after:.0f} ms.",
            ),
            Text(
                "Find what became slow, or make a new baseline where this is meant.",
                "Trouvez ce qui a ralenti, ou refaites la base si c’est voulu.",
            ),
        )
    ]


def not_judged(timings: Timings | None) -> Text:
    """Why the times say nothing."""
    if timings is None:
        return Text(
            "There are no timings beside the report: speed was not judged.",
            "Aucun temps n’accompagne le rapport : la vitesse n’a pas été jugée.",
        )
    return Text(
        f"Too few questions were run anew ({timings.from_cache} came from the cache): speed was not judged.",
        f"Trop peu de questions ont été reposées ({timings.from_cache} viennent du cache) : vitesse non jugée.",
    )
