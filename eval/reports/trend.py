"""Past runs as one HTML page: a line chart for each main figure, and all of it as a table. Measures nothing."""

from collections.abc import Iterable, Sequence
from typing import Any

from eval.reports import charts
from eval.reports.charts import Axis, Chart, Series
from eval.reports.facts import judge_agrees
from eval.reports.history import Entry, add_to_history
from eval.reports.html import frame, rendered
from eval.reports.pictures import slice_label
from eval.reports.words import Words
from eval.runs.record import ALL

__all__ = ["add_to_history", "to_trend"]
LINES_MOST = 6
COMMIT_SHOWN = 8
DATES_SHOWN = 6
STEP = 0.1


def to_trend(entries: Sequence[Entry], language: str) -> str:
    """The whole page; the runs oldest first."""
    words = Words(language)
    figures = list(dict.fromkeys(name for each in entries for name in each.values.get(ALL, {})))
    heads = [_head(name, entries, words) for name in figures]
    context = {
        **frame(words, words("trend_title")),
        "about": words("trend_about", count=words.count(len(entries))) if entries else words("trend_empty"),
        "charts": [_chart(name, entries, words) for name in figures],
        "head_names": [
            words("run"),
            words("date"),
            words("commit"),
            words("verdict"),
            words("violations"),
            *heads,
            words("p50"),
        ],
        "rows": [_row(number, each, figures, words) for number, each in enumerate(entries, start=1)],
    }
    return rendered("trend.html", context)


def _chart(figure: str, entries: Sequence[Entry], words: Words) -> Chart:
    slices = list(dict.fromkeys(name for each in entries for name in each.values))[:LINES_MOST]
    series = [_series(name, figure, entries, words) for name in slices]
    values = [value for each in series for _, value in each.points]
    title = words("chart_trend", figure=_head(figure, entries, words))
    last = entries[-1].values
    rows = [
        (
            slice_label(name, words),
            words.number(last.get(name, {}).get(figure)),
            _since(name, figure, entries, words),
        )
        for name in slices
    ]
    x = Axis(words("run"), 1, max(2, len(entries)), list(_dates(entries)))
    return Chart(
        f"trend-{figure}",
        title,
        "",
        charts.lines(title, series, x, _fitting(figure, values, words)),
        (words("slice"), words("latest"), words("difference")),
        tuple(rows),
    )


def _head(figure: str, entries: Sequence[Entry], words: Words) -> str:
    """The figure's name, with its judge and the judge's latest agreement."""
    judged = next((each.judged[figure] for each in reversed(entries) if figure in each.judged), None)
    return f"{figure} ({judge_agrees(*judged, words)})" if judged else figure


def _series(name: str, figure: str, entries: Sequence[Entry], words: Words) -> Series:
    points = [
        (float(number), each.values[name][figure], each.verdict == "regressed")
        for number, each in enumerate(entries, start=1)
        if figure in each.values.get(name, {})
    ]
    ringed = frozenset(at for at, (_, _, regressed) in enumerate(points) if regressed and name == ALL)
    return Series(slice_label(name, words), [(across, up) for across, up, _ in points], ringed)


def _fitting(figure: str, values: Sequence[float], words: Words) -> Axis:
    """An axis in tenths around the values: small movements must be seen, and its foot is named."""
    low = (min(values) // STEP) * STEP if values else 0.0
    high = (max(values) // STEP + 1) * STEP if values else 1.0
    steps = round((high - low) / STEP)
    every = max(1, -(-steps // 6))
    ticks = [low + STEP * number for number in range(0, steps + 1, every)]
    return Axis(figure, low, high, [(tick, words.brief(tick)) for tick in ticks])


def _dates(entries: Sequence[Entry]) -> Iterable[tuple[float, str]]:
    every = max(1, -(-len(entries) // DATES_SHOWN))
    for number in range(1, len(entries) + 1, every):
        at = entries[number - 1].at
        yield float(number), f"{at:%m-%d}" if at else str(number)


def _since(name: str, figure: str, entries: Sequence[Entry], words: Words) -> str:
    values = [each.values[name][figure] for each in entries if figure in each.values.get(name, {})]
    return words.signed(values[-1] - values[-2]) if len(values) > 1 else "–"


def _row(number: int, each: Entry, figures: Sequence[str], words: Words) -> dict[str, Any]:
    marks = {"held": "✓", "regressed": "✗", None: "–"}
    return {
        "run": f"{number} · {each.name}",
        "date": f"{each.at:%Y-%m-%d %H:%M}" if each.at else "–",
        "commit": (each.commit or "–")[:COMMIT_SHOWN],
        "verdict": f"{marks[each.verdict]} {words(each.verdict or 'not_judged')}",
        "css": "worse" if each.verdict == "regressed" else "",
        "violations": words.count(each.violations),
        "values": [
            *(words.number(each.values.get(ALL, {}).get(name)) for name in figures),
            words("seconds", value=words.number(each.p50_s)),
        ],
    }
