"""Charts as inline SVG that read without colour: dash patterns, markers, outlines, labels at the ends of lines.

Each chart comes with its title and a table of what it shows, for those who do not see it. Knows no report.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape

from markupsafe import Markup

WIDTH, HEIGHT = 640, 340
LEFT, RIGHT, TOP, BOTTOM = 56, 128, 16, 44
DASHES = ("none", "9 4", "2 4", "12 4 2 4", "5 2", "1 6")
MARKERS = ("circle", "square", "triangle", "diamond", "ring", "cross")
LABEL_GAP = 17
MARKED_EVERY = 10
ROW, LABEL_WIDTH, BAR_WIDTH = 26, 176, 300
BEFORE_HALF = 5
Format = Callable[[float], str]


@dataclass(frozen=True, slots=True)
class Chart:
    """An image with its name, what it says, and the same as a table."""

    name: str
    title: str
    about: str
    svg: Markup
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Series:
    """A line: points as (x, y), left to right; those named by `ringed` are drawn with a ring."""

    label: str
    points: Sequence[tuple[float, float]]
    ringed: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Axis:
    """What an axis measures, from where to where, and its ticks with their words."""

    label: str
    low: float
    high: float
    ticks: Sequence[tuple[float, str]]

    def at(self, value: float) -> float:
        """Where the value stands, 0 to 1; outside values stand at the end."""
        span = (self.high - self.low) or 1
        return min(1.0, max(0.0, (value - self.low) / span))


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar from 0 to 1 with its interval, the value before, and the words at its end."""

    label: str
    value: float
    low: float
    high: float
    before: float | None
    words: str


def lines(title: str, series: Sequence[Series], x: Axis, y: Axis, *, even: bool = False) -> Markup:
    """Lines told apart by dashes and markers, each named at its end; `even` adds the line where both are equal."""
    drawable = [each for each in series if each.points]
    parts = [_frame(x, y), _even(x, y) if even else ""]
    ends = _apart([_y(y, each.points[-1][1]) for each in drawable])
    for number, (each, end) in enumerate(zip(drawable, ends, strict=True)):
        spots = [(_x(x, across), _y(y, up)) for across, up in each.points]
        dash = DASHES[number % len(DASHES)]
        drawn = " ".join(f"{_n(across)},{_n(up)}" for across, up in spots)
        parts.append(f'<polyline class="line" stroke-dasharray="{dash}" points="{drawn}"/>')
        step = MARKED_EVERY if len(spots) > 3 * MARKED_EVERY else 1
        marked = {*range(0, len(spots), step), len(spots) - 1}
        parts += [_marker(number, *spots[place]) for place in sorted(marked)]
        parts += [
            f'<circle class="ringed" cx="{_n(spots[at][0])}" cy="{_n(spots[at][1])}" r="9"/>'
            for at in sorted(each.ringed)
        ]
        parts.append(_end_label(each.label, spots[-1], end))
    return _svg(title, parts, WIDTH, HEIGHT)


def bars(title: str, each_bar: Sequence[Bar], shown: Format) -> Markup:
    """Horizontal outlined bars with their 95 % interval; a diamond stands where the value was before."""
    height = ROW * len(each_bar) + 30
    parts = []
    for tick in range(5):
        at = f"{_across(tick / 4):g}"
        parts.append(f'<line class="grid" x1="{at}" y1="4" x2="{at}" y2="{height - 22}"/>')
        parts.append(
            f'<text class="small" text-anchor="middle" x="{at}" y="{height - 6}">{shown(tick / 4)}</text>'
        )
    parts += [_bar(bar, 4 + ROW * number + ROW / 2) for number, bar in enumerate(each_bar)]
    return _svg(title, parts, WIDTH, height)


def _bar(bar: Bar, middle: float) -> str:
    end, low, high = _across(bar.value), _n(_across(bar.low)), _n(_across(bar.high))
    whisker = f"M{low} {_n(middle)}H{high}M{low} {_n(middle - 4)}v8M{high} {_n(middle - 4)}v8"
    drawn = (
        f'<text text-anchor="end" x="{LABEL_WIDTH - 8}" y="{_n(middle + 5)}">{escape(_short(bar.label))}</text>'
        f'<rect class="bar" x="{LABEL_WIDTH}" y="{_n(middle - 7)}" width="{_n(end - LABEL_WIDTH)}" height="14"/>'
        f'<path class="whisker" d="{whisker}"/>'
        f'<text x="{LABEL_WIDTH + BAR_WIDTH + 12}" y="{_n(middle + 5)}">{escape(bar.words)}</text>'
    )
    if bar.before is None:
        return drawn
    half = BEFORE_HALF
    diamond = f"M{_n(_across(bar.before) - half)} {_n(middle)}l{half}-{half} {half} {half}-{half} {half}z"
    return f'{drawn}<path class="before" d="{diamond}"/>'


def _across(share: float) -> float:
    return LABEL_WIDTH + BAR_WIDTH * min(1.0, max(0.0, share))


def _svg(title: str, parts: Sequence[str], width: int, height: int) -> Markup:
    inside = "".join(parts)
    return Markup(  # noqa: S704 - every word in it was escaped above
        f'<svg viewBox="0 0 {width} {height}" role="img" aria-label="{escape(title)}">{inside}</svg>'
    )


def _frame(x: Axis, y: Axis) -> str:
    foot, right = HEIGHT - BOTTOM, WIDTH - RIGHT
    drawn = []
    for value, words in y.ticks:
        at = _n(_y(y, value))
        drawn.append(f'<line class="grid" x1="{LEFT}" y1="{at}" x2="{right}" y2="{at}"/>')
        drawn.append(
            f'<text class="small" text-anchor="end" x="{LEFT - 8}" y="{at}" dy="4">{escape(words)}</text>'
        )
    for value, words in x.ticks:
        at = _n(_x(x, value))
        drawn.append(f'<line class="tick" x1="{at}" y1="{foot}" x2="{at}" y2="{foot + 5}"/>')
        drawn.append(
            f'<text class="small" text-anchor="middle" x="{at}" y="{foot + 19}">{escape(words)}</text>'
        )
    middle = (LEFT + right) / 2
    drawn.append(f'<line class="axis" x1="{LEFT}" y1="{foot}" x2="{right}" y2="{foot}"/>')
    drawn.append(f'<text text-anchor="middle" x="{middle:g}" y="{HEIGHT - 6}">{escape(x.label)}</text>')
    turned = f"translate(13 {(TOP + foot) / 2:g}) rotate(-90)"
    drawn.append(f'<text text-anchor="middle" transform="{turned}">{escape(y.label)}</text>')
    return "".join(drawn)


def _x(axis: Axis, value: float) -> float:
    return LEFT + axis.at(value) * (WIDTH - LEFT - RIGHT)


def _y(axis: Axis, value: float) -> float:
    return HEIGHT - BOTTOM - axis.at(value) * (HEIGHT - TOP - BOTTOM)


def _even(x: Axis, y: Axis) -> str:
    low, high = max(x.low, y.low), min(x.high, y.high)
    start, end = (_x(x, low), _y(y, low)), (_x(x, high), _y(y, high))
    return f'<path class="even" d="M{_n(start[0])} {_n(start[1])}L{_n(end[0])} {_n(end[1])}"/>'


def _apart(wanted: Sequence[float]) -> list[float]:
    """Places for labels near the wanted ones, none over another where there is room."""
    order = sorted(range(len(wanted)), key=lambda each: wanted[each])
    placed = list(wanted)
    least, most = float(TOP), float(HEIGHT - BOTTOM)
    for each in order:
        placed[each] = max(placed[each], least)
        least = placed[each] + LABEL_GAP
    for each in reversed(order):
        placed[each] = min(placed[each], most)
        most = placed[each] - LABEL_GAP
    return placed


def _end_label(label: str, end: tuple[float, float], height: float) -> str:
    leader = f'<path class="leader" d="M{_n(end[0] + 6)} {_n(end[1])}L{_n(end[0] + 14)} {_n(height)}"/>'
    return f'{leader}<text x="{_n(end[0] + 17)}" y="{_n(height + 4)}">{escape(_short(label, 16))}</text>'


def _marker(number: int, across: float, up: float) -> str:
    x, y = _n(across), _n(up)
    kind = MARKERS[number % len(MARKERS)]
    if kind in ("circle", "ring"):
        return f'<circle class="{"spot" if kind == "circle" else "hollow"}" cx="{x}" cy="{y}" r="4"/>'
    shapes = {
        "square": "m-4-4h8v8h-8z",
        "triangle": "m0-5l5 9h-10z",
        "diamond": "m0-5l5 5-5 5-5-5z",
        "cross": "m-4-4l8 8m0-8l-8 8",
    }
    return f'<path class="{"hollow" if kind == "cross" else "spot"}" d="M{x} {y}{shapes[kind]}"/>'


def _short(label: str, most: int = 24) -> str:
    return label if len(label) <= most else label[: most - 1] + "…"


def _n(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
