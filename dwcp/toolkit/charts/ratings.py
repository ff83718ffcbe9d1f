"""Rating bars: scores on a scale from 1 to `top`, one bar each, with a mark at their mean."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from ..figures import figure
from .layout import WIDTH, Text, coordinate, wrap

TRACK, BAR_HEIGHT, LINE = 156, 16, 17
SIZE = 13


@dataclass(frozen=True)
class Bar:
    """One thing rated: its score (None when it was not) and the score's word on the scale."""

    label: str
    score: Decimal | None
    word: str


@dataclass(frozen=True)
class BarRow:
    """Where one bar is drawn: the lines of its label, the filled part, the figure and word beside it."""

    label: tuple[Text, ...]
    y: float
    end_y: float
    text_y: float
    filled: float
    figure: str
    word: str


@dataclass(frozen=True)
class RatingBars:
    """The geometry of rating bars."""

    key: str
    title: str
    description: str
    height: float
    track: float
    bar_height: float
    rows: tuple[BarRow, ...]
    steps: tuple[float, ...]
    mean_x: float | None
    mean_y: float
    mean_label: str
    figure_x: float = TRACK + 8
    word_x: float = TRACK + 38
    mean_length: float = BAR_HEIGHT + 8
    width: float = WIDTH
    template: str = "charts/rating_bars.html"


def rating_bars(
    *,
    key: str,
    title: str,
    bars: Sequence[Bar],
    top: int = 6,
    mean: Decimal | None = None,
    mean_label: str = "",
) -> RatingBars:
    """Lay out rating bars. A whole bar is the best score, each box one step of the scale."""
    rows: list[BarRow] = []
    y = 0.0
    for bar in bars:
        lines = [Text(0, y + 14 + n * LINE, line) for n, line in enumerate(wrap(bar.label, WIDTH, SIZE))]
        y += len(lines) * LINE + 4
        rows.append(
            BarRow(
                label=tuple(lines),
                y=coordinate(y),
                end_y=coordinate(y + BAR_HEIGHT),
                text_y=coordinate(y + BAR_HEIGHT - 3),
                filled=coordinate((bar.score or 0) / Decimal(top) * TRACK),
                figure=figure(bar.score, 1),
                word=bar.word or ("" if bar.score is not None else _("Not rated")),
            )
        )
        y += BAR_HEIGHT + 12
    bottom = rows[-1].y + BAR_HEIGHT if rows else 0
    mean_words = f"{mean_label or _('Mean')} {figure(mean, 1)}" if mean is not None else ""
    return RatingBars(
        key=key,
        title=title,
        description=_describe(bars, top, mean_words),
        height=coordinate(bottom + (26 if mean is not None else 4)),
        track=TRACK,
        bar_height=BAR_HEIGHT,
        rows=tuple(rows),
        steps=tuple(coordinate(TRACK * n / top) for n in range(1, top)),
        mean_x=coordinate(mean / top * TRACK) if mean is not None else None,
        mean_y=coordinate(bottom + 20),
        mean_label=mean_words,
    )


def _describe(bars: Sequence[Bar], top: int, mean: str) -> str:
    sentences = [_("Scores from 1 to %(top)s.") % {"top": top}]
    for bar in bars:
        score = figure(bar.score, 1) if bar.score is not None else bar.word or _("Not rated")
        sentences.append(f"{bar.label}: {score}{f' ({bar.word})' if bar.score is not None and bar.word else ''}.")
    return " ".join([*sentences, f"{mean}."] if mean else sentences)
