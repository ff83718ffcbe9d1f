"""Amount bars: amounts side by side on one scale, each with its figure."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from .layout import WIDTH, Text, coordinate, text_width, wrap

BAR_HEIGHT, LINE, SIZE, FIGURE_SIZE = 16, 17, 13, 14


@dataclass(frozen=True)
class Amount:
    """One amount: what it is, how much (None when it is not known), and the figure as printed."""

    label: str
    value: Decimal | None
    word: str


@dataclass(frozen=True)
class AmountRow:
    """Where one amount is drawn."""

    label: tuple[Text, ...]
    y: float
    text_y: float
    length: float
    word_x: float
    word: str


@dataclass(frozen=True)
class AmountBars:
    """The geometry of amount bars."""

    key: str
    title: str
    description: str
    height: float
    rows: tuple[AmountRow, ...]
    bar_height: float = BAR_HEIGHT
    width: float = WIDTH
    template: str = "charts/amount_bars.html"


def amount_bars(*, key: str, title: str, bars: Sequence[Amount]) -> AmountBars:
    """Lay out amounts; the largest is as long as its figure leaves room. Nothing is drawn below zero."""
    longest = max((bar.value for bar in bars if bar.value is not None), default=Decimal(0))
    words = [bar.word or _("Not known") for bar in bars]
    room = WIDTH - 8 - max((text_width(word, FIGURE_SIZE) for word in words), default=0)
    rows: list[AmountRow] = []
    y = 0.0
    for bar, word in zip(bars, words, strict=True):
        lines = [Text(0, coordinate(y + 14 + n * LINE), line) for n, line in enumerate(wrap(bar.label, WIDTH, SIZE))]
        top = y + len(lines) * LINE + 4
        length = coordinate(float(max(bar.value or 0, 0) / longest) * max(room, WIDTH / 3)) if longest > 0 else 0.0
        rows.append(
            AmountRow(
                label=tuple(lines),
                y=coordinate(top),
                text_y=coordinate(top + BAR_HEIGHT - 3),
                length=length,
                word_x=coordinate(length + 8 if length else 0),
                word=word,
            )
        )
        y = top + BAR_HEIGHT + 12
    return AmountBars(
        key=key,
        title=title,
        description=" ".join(f"{bar.label}: {word}." for bar, word in zip(bars, words, strict=True)),
        height=coordinate(max(y - 8, 1)),
        rows=tuple(rows),
    )
