"""Which charts a report has: risk and coverage, reliability, and each gated figure by slice. Draws none itself."""

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import groupby
from math import sqrt
from typing import Any

from eval.reports import charts
from eval.reports.charts import Axis, Bar, Chart, Series
from eval.reports.outcomes import TOPIC, Standing
from eval.reports.words import Words
from eval.runs.record import ALL, CaseRecord, SliceRecord

Z95 = 1.96
MOST_TOPICS = 12
ROUND_STEPS = (0.1, 0.2, 0.4, 0.6, 0.8, 1.0)


def of_report(standing: Standing, words: Words) -> tuple[Chart, ...]:
    """The charts, the most telling first; none for what was not measured."""
    figures = [name for name in standing.main if standing.report.figures[name].gated]
    found = [_by_slice(name, standing, words) for name in figures]
    curves = [_risk(standing, words), _reliability(standing, words)]
    return tuple(each for each in (*found[:1], *curves, *found[1:]) if each is not None)


def _curve(standing: Standing, name: str) -> Mapping[str, Sequence[Sequence[Any]]]:
    found: Mapping[str, Sequence[Sequence[Any]]] = standing.report.curves.get(name, {})
    return {key: points for key, points in found.items() if points}


def _risk(standing: Standing, words: Words) -> Chart | None:
    curves = _curve(standing, "risk_coverage")
    if not curves:
        return None
    highest = max(float(point[1]) for points in curves.values() for point in points)
    top = next((step for step in ROUND_STEPS if step >= highest), 1.0)
    series = [
        Series(slice_label(name, words), [(float(across), float(up)) for across, up in points])
        for name, points in curves.items()
    ]
    x, y = Axis(words("coverage"), 0, 1, _ticks(1, words)), Axis(words("risk"), 0, top, _ticks(top, words))
    rows = [
        (slice_label(name, words), words.brief(points[at][0]), words.number(points[at][1]))
        for name, points in curves.items()
        for at in sorted({round((len(points) - 1) * share / 10) for share in (1, 3, 5, 7, 9, 10)})
    ]
    title = words("chart_risk")
    return Chart(
        "risk",
        title,
        words("chart_risk_about"),
        charts.lines(title, series, x, y),
        (words("slice"), words("coverage"), words("risk")),
        tuple(rows),
    )


def _reliability(standing: Standing, words: Words) -> Chart | None:
    curves = _curve(standing, "reliability")
    if not curves:
        return None
    series = [
        Series(slice_label(name, words), [(float(sure), float(right)) for sure, right, _ in bins])
        for name, bins in curves.items()
    ]
    axis = _ticks(1, words)
    title = words("chart_reliability")
    rows = [
        (slice_label(name, words), words.number(sure, 2), words.number(right, 2), words.count(count))
        for name, bins in curves.items()
        for sure, right, count in bins
    ]
    return Chart(
        "reliability",
        title,
        words("chart_reliability_about"),
        charts.lines(
            title,
            series,
            Axis(words("confidence_axis"), 0, 1, axis),
            Axis(words("share_right"), 0, 1, axis),
            even=True,
        ),
        (words("slice"), words("confidence_axis"), words("share_right"), words("drafts")),
        tuple(rows),
    )


def _by_slice(figure: str, standing: Standing, words: Words) -> Chart | None:
    drawn = [_bar(part, figure, standing, words) for part in _drawn(standing) if figure in part.values]
    if not drawn:
        return None
    title = words("chart_slices", figure=figure)
    about = words("chart_slices_about")
    svg = charts.bars(title, drawn, words.brief)
    head = (words("slice"), words("value"), words("interval"))
    rows = [
        (bar.label, words.number(bar.value), f"{words.number(bar.low)}–{words.number(bar.high)}")
        for bar in drawn
    ]
    if standing.verdict:
        about = f"{about} {words('chart_before_about')}"
        more = (words("before"), words("difference"))
        told = [(*row, words.number(bar.before), bar.words) for row, bar in zip(rows, drawn, strict=True)]
        return Chart(f"slices-{figure}", title, about, svg, head + more, tuple(told))
    return Chart(f"slices-{figure}", title, about, svg, head, tuple(rows))


def _drawn(standing: Standing) -> Sequence[SliceRecord]:
    """All slices but the small topics, which only the table shows."""
    topics = Counter({each.name: each.cases for each in standing.slices if each.name.startswith(TOPIC)})
    largest = {name for name, _ in topics.most_common(MOST_TOPICS)}
    return [each for each in standing.slices if each.name not in topics or each.name in largest]


def _bar(part: SliceRecord, figure: str, standing: Standing, words: Words) -> Bar:
    value = part.values[figure]
    error = Z95 * _standard_error(figure, standing.members.get(part.name, ()))
    compared = standing.comparisons.get((part.name, figure))
    said = words.number(value)
    if compared:
        moved = words.signed(compared.difference) if round(compared.difference, 3) else ""
        said = f"{said} {standing.mark(part.name, figure)} {moved}".rstrip()
    return Bar(
        slice_label(part.name, words),
        value,
        value - error,
        value + error,
        compared.before if compared else None,
        said,
    )


def _standard_error(figure: str, cases: Sequence[CaseRecord]) -> float:
    """Of a mean over cases that succeed and fail in groups: the root of the groups' squared residual sums."""
    members = [(case.group, case.values[figure]) for case in cases if figure in case.values]
    if len(members) < 2:
        return 0.0
    mean = sum(value for _, value in members) / len(members)
    residuals = sorted((group, value - mean) for group, value in members)
    squares = sum(
        sum(gap for _, gap in together) ** 2 for _, together in groupby(residuals, key=lambda pair: pair[0])
    )
    return sqrt(squares) / len(members)


def slice_label(name: str, words: Words) -> str:
    """A slice's name as people say it."""
    if name == ALL:
        return words("overall")
    kind, _, value = name.partition(":")
    return words(f"language_{value}") if kind == "language" and value in ("en", "fr") else name


def _ticks(top: float, words: Words) -> list[tuple[float, str]]:
    return [(top * step / 5, words.brief(top * step / 5)) for step in range(6)]
