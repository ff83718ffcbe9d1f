"""Geometry every chart shares: scales, round ticks, and text that SVG does not wrap by itself."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

WIDTH = 360
# Average advance of a letter of Noto Sans, as a part of the type size; a little wide, so nothing is cut off.
LETTER = 0.54
ZERO_WIDTH_SPACE = "\u200b"


@dataclass(frozen=True)
class Text:
    """A line of text and where its baseline starts."""

    x: float
    y: float
    text: str


def coordinate(value: Decimal | float) -> float:
    """A coordinate to a tenth of a unit: finer is invisible and makes long files."""
    return round(float(value), 1)


def text_width(text: str, size: float) -> float:
    """About how wide a line will be; the true width depends on the reader's fonts."""
    return len(text.replace(ZERO_WIDTH_SPACE, "")) * size * LETTER


def wrap(text: str, width: float, size: float) -> list[str]:
    """Break a text into lines at spaces and at the zero-width spaces between Khmer words."""
    lines = [""]
    for word in re.findall(rf"[^\s{ZERO_WIDTH_SPACE}]+[\s{ZERO_WIDTH_SPACE}]*", text):
        if lines[-1] and text_width(lines[-1] + word.rstrip(), size) > width:
            lines.append("")
        lines[-1] += word
    return [line.strip() for line in lines]


def ticks(low: Decimal, high: Decimal, about: int = 4) -> list[Decimal]:
    """Round values (1, 2 or 5 times a power of ten apart) from at or below `low` to at or above `high`."""
    if low == high:
        low, high = (min(low, Decimal(0)), max(high, Decimal(0))) if low else (Decimal(0), Decimal(1))
    raw = (high - low) / about
    power = Decimal(1).scaleb(raw.adjusted())
    step = next(power * factor for factor in (1, 2, 5, 10) if power * factor >= raw)
    first = (low / step).to_integral_value(ROUND_FLOOR)
    last = (high / step).to_integral_value(ROUND_CEILING)
    return [step * n for n in range(int(first), int(last) + 1)]


@dataclass(frozen=True)
class Key:
    """One entry of the legend: which mark, its word, and where (`y` is the word's baseline)."""

    kind: str
    label: str
    x: float
    y: float

    @property
    def text_x(self) -> float:
        return coordinate(self.x + 20)

    @property
    def mark_x(self) -> float:
        return coordinate(self.x + 7)

    @property
    def mark_y(self) -> float:
        return coordinate(self.y - 4.5)

    @property
    def box_y(self) -> float:
        return coordinate(self.y - 11.5)

    @property
    def end_x(self) -> float:
        return coordinate(self.x + 16)


def legend(entries: Sequence[tuple[str, str]], y: float, size: float = 12) -> tuple[tuple[Key, ...], float]:
    """Lay out (kind, label) entries in rows; also returns the height they take."""
    keys: list[Key] = []
    x, row = 0.0, 0
    for kind, label in entries:
        width = 20 + text_width(label, size) + 16
        if x and x + width - 16 > WIDTH:
            x, row = 0.0, row + 1
        keys.append(Key(kind, label, coordinate(x), coordinate(y + row * 20)))
        x += width
    return tuple(keys), (row + 1) * 20 if keys else 0
