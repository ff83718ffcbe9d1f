"""Stacked bars: how many of each kind, row by row, all rows on one scale."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from django.utils.translation import gettext as _

from .layout import WIDTH, Key, Text, coordinate, legend, wrap

BAR_HEIGHT, LINE, SIZE, TOTAL_WIDTH = 22, 17, 13, 28
FULL = WIDTH - TOTAL_WIDTH
# Five judge, two only tell two kinds apart.
Tone = Literal["strong", "good", "fair", "poor", "none", "first", "second"]


@dataclass(frozen=True)
class Part:
    """One kind that is counted; its tone says how it is drawn (colour and texture)."""

    tone: Tone
    label: str


@dataclass(frozen=True)
class Row:
    """The counts of one row, in the order of the parts."""

    label: str
    counts: Sequence[int]


@dataclass(frozen=True)
class Segment:
    """One piece of a bar; where there is room its count stands in it, on a plain plate above the texture."""

    tone: str
    x: float
    width: float
    count: str
    middle: float
    plate_x: float
    plate_width: float


@dataclass(frozen=True)
class StackedRow:
    """Where one bar is drawn."""

    label: tuple[Text, ...]
    y: float
    text_y: float
    plate_y: float
    segments: tuple[Segment, ...]
    total: int
    total_x: float


@dataclass(frozen=True)
class StackedBars:
    """The geometry of stacked bars."""

    key: str
    title: str
    description: str
    height: float
    bar_height: float
    rows: tuple[StackedRow, ...]
    legend: tuple[Key, ...]
    width: float = WIDTH
    template: str = "charts/stacked_bars.html"


def stacked_bars(*, key: str, title: str, parts: Sequence[Part], rows: Sequence[Row]) -> StackedBars:
    """Lay out stacked bars; the longest row fills the width. Raises ValueError if counts and parts differ."""
    keys, y = legend([(part.tone, part.label) for part in parts], 12)
    longest = max((sum(row.counts) for row in rows), default=0)
    drawn: list[StackedRow] = []
    y += 8
    for row in rows:
        lines = [Text(0, coordinate(y + 14 + n * LINE), line) for n, line in enumerate(wrap(row.label, WIDTH, SIZE))]
        y += len(lines) * LINE + 4
        segments = _segments(parts, row, longest)
        end = segments[-1].x + segments[-1].width if segments else 0
        drawn.append(
            StackedRow(
                label=tuple(lines),
                y=coordinate(y),
                text_y=coordinate(y + BAR_HEIGHT - 6.5),
                plate_y=coordinate(y + 3),
                segments=segments,
                total=sum(row.counts),
                total_x=coordinate(end + (6 if segments else 0)),
            )
        )
        y += BAR_HEIGHT + 12
    return StackedBars(
        key=key,
        title=title,
        description=_describe(parts, rows),
        height=coordinate(y),
        bar_height=BAR_HEIGHT,
        rows=tuple(drawn),
        legend=keys,
    )


def _segments(parts: Sequence[Part], row: Row, longest: int) -> tuple[Segment, ...]:
    segments: list[Segment] = []
    before = 0
    for part, count in zip(parts, row.counts, strict=True):
        if count:
            x, width = before / longest * FULL, count / longest * FULL
            plate = 6 + 8 * len(str(count))
            fits = width >= plate
            segments.append(
                Segment(
                    tone=part.tone,
                    x=coordinate(x),
                    width=coordinate(width),
                    count=str(count) if fits else "",
                    middle=coordinate(x + width / 2),
                    plate_x=coordinate(x + (width - plate) / 2),
                    plate_width=plate,
                )
            )
            before += count
    return tuple(segments)


def _describe(parts: Sequence[Part], rows: Sequence[Row]) -> str:
    sentences = []
    for row in rows:
        counts = ", ".join(f"{part.label} {count}" for part, count in zip(parts, row.counts, strict=True))
        sentences.append(f"{row.label}: {counts}. " + _("In all %(total)s.") % {"total": sum(row.counts)})
    return " ".join(sentences)
