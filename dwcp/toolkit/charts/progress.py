"""Progress line: what an indicator showed over time, against what was expected and promised."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import pairwise

from django.utils.translation import gettext as _

from ..figures import day, figure
from .layout import WIDTH, Key, Text, coordinate, legend, text_width, ticks

LEFT, RIGHT, TOP, PLOT_HEIGHT = 46, 16, 24, 180
BOTTOM = TOP + PLOT_HEIGHT


@dataclass(frozen=True)
class Point:
    """A value at a date; `provisional` when it does not count yet."""

    on: date
    value: Decimal
    provisional: bool = False


@dataclass(frozen=True)
class Mark:
    """Where a point is drawn, of which kind, and its value in words."""

    x: float
    y: float
    kind: str
    label: str = ""
    label_x: float = 0
    label_y: float = 0
    anchor: str = ""


@dataclass(frozen=True)
class ProgressLine:
    """The geometry of a progress line."""

    key: str
    title: str
    description: str
    unit: str
    height: float
    left: float
    right: float
    bottom: float
    values: tuple[Text, ...]
    dates: tuple[Text, ...]
    actual: str
    expected: str
    marks: tuple[Mark, ...]
    legend: tuple[Key, ...]
    width: float = WIDTH
    template: str = "charts/progress_line.html"


def progress_line(
    *,
    key: str,
    title: str,
    unit: str,
    actual: Sequence[Point],
    target: Point | None = None,
    baseline: Point | None = None,
    expected: Sequence[Point] = (),
) -> ProgressLine:
    """Lay out a progress line.

    `expected` holds the dated milestones; the dashed path runs from the baseline through them to the target.
    The value axis always contains zero, so that heights can be compared. Raises ValueError without any point.
    """
    actual = sorted(actual, key=lambda point: point.on)
    path = [point for point in (baseline, *sorted(expected, key=lambda point: point.on), target) if point]
    points = [*actual, *path]
    if not points:
        raise ValueError("A progress line needs at least one point.")

    values = ticks(min(Decimal(0), *(p.value for p in points)), max(Decimal(0), *(p.value for p in points)))
    first, last = min(p.on for p in points), max(p.on for p in points)

    def x(on: date) -> float:
        days = (last - first).days
        share = (on - first).days / days if days else 0.5
        return coordinate(LEFT + 8 + share * (WIDTH - RIGHT - LEFT - 8))

    def y(value: Decimal) -> float:
        return coordinate(BOTTOM - (value - values[0]) / (values[-1] - values[0]) * PLOT_HEIGHT)

    def line(along: Sequence[Point]) -> str:
        return " ".join(f"{x(p.on)},{y(p.value)}" for p in along)

    marks = [Mark(x(p.on), y(p.value), "hollow" if p.provisional else "dot") for p in actual]
    entries = [("dot", _("Actual"))] if any(not p.provisional for p in actual) else []
    if any(p.provisional for p in actual):
        entries.append(("hollow", _("Not verified yet")))
    if len(path) > 1:
        entries.append(("expected", _("Expected")))
    if baseline:
        marks.insert(0, Mark(x(baseline.on), y(baseline.value), "baseline"))
        entries.append(("baseline", _("Baseline")))
    if target:
        # A target that was reached has its figure below, clear of the actual one above it.
        passed = bool(actual) and actual[-1].value >= target.value
        mark = Mark(x(target.on), y(target.value), "target")
        marks.insert(1 if baseline else 0, _labelled(mark, target.value, above=not passed))
        entries.append(("target", _("Target")))
    if actual:
        # The dashed path runs above a value that lags behind: the figure then stands below its mark.
        at, lags = len(marks) - 1, _lags(actual[-1], path)
        marks[at] = _labelled(marks[at], actual[-1].value, above=not lags)
    keys, legend_height = legend(entries, BOTTOM + 48)

    return ProgressLine(
        key=key,
        title=title,
        description=_describe(unit, actual, baseline, path[:-1] if target else path, target),
        unit=unit,
        height=BOTTOM + 36 + legend_height,
        left=LEFT,
        right=WIDTH - RIGHT,
        bottom=BOTTOM,
        values=tuple(Text(LEFT - 6, y(value), figure(value)) for value in values),
        dates=tuple(_dates(x, first, last)),
        actual=line(actual),
        expected=line(path) if len(path) > 1 else "",
        marks=tuple(marks),
        legend=keys,
    )


def _labelled(mark: Mark, value: Decimal, *, above: bool) -> Mark:
    """The mark with its figure above it, or to the lower right, clear of the line that rises to it."""
    text = figure(value)
    width = text_width(text, 14)
    x, y, anchor = (mark.x, mark.y - 11, "middle") if above else (mark.x + 4, mark.y + 18, "start")
    end = x + (width / 2 if above else width)
    if end > WIDTH:
        x, anchor = WIDTH, "end"
    return replace(mark, label=text, label_x=coordinate(x), label_y=coordinate(y), anchor=anchor)


def _lags(latest: Point, path: Sequence[Point]) -> bool:
    """Whether the expected path lies above the latest value at its date."""
    for before, after in pairwise(path):
        if before.on <= latest.on <= after.on and before.on < after.on:
            share = Decimal((latest.on - before.on).days) / (after.on - before.on).days
            return before.value + (after.value - before.value) * share > latest.value
    return False


def _dates(x: Callable[[date], float], first: date, last: date) -> list[Text]:
    """New Year's days as ticks, thinned to at most six; the two ends when there are fewer than two."""
    years = [date(year, 1, 1) for year in range(first.year, last.year + 1)]
    years = [on for on in years if first <= on <= last]
    if len(years) < 2:
        ends = sorted({first, last})
        return [Text(x(on), BOTTOM + 18, day(on)) for on in ends]
    every = -(-len(years) // 6)
    return [Text(x(on), BOTTOM + 18, str(on.year)) for on in years[::every]]


def _describe(
    unit: str, actual: Sequence[Point], baseline: Point | None, path: Sequence[Point], target: Point | None
) -> str:
    """Every figure of the drawing in words, for those who cannot see it."""

    def words(name: str, point: Point) -> str:
        return _("%(name)s: %(value)s on %(day)s.") % {
            "name": name,
            "value": figure(point.value),
            "day": day(point.on),
        }

    sentences = [_("Values in %(unit)s.") % {"unit": unit}] if unit else []
    if baseline:
        sentences.append(words(_("Baseline"), baseline))
    sentences += [words(_("Expected"), point) for point in path if point != baseline]
    sentences += [words(_("Not verified yet") if p.provisional else _("Actual"), p) for p in actual]
    if target:
        sentences.append(words(_("Target"), target))
    return " ".join(sentences)
