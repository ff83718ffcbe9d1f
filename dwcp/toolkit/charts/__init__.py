"""Charts: plain geometry here, drawing in `templates/charts/`, colours and shapes by class in `chart.css`.

A drawing is 360 units wide with type of 11–14 units: to be read both on a 360 px screen and on A4.
Every chart says in its description what it shows, figure by figure.
"""

from typing import Protocol

from .amounts import Amount, AmountBars, amount_bars
from .progress import Point, ProgressLine, progress_line
from .ratings import Bar, RatingBars, rating_bars
from .stacked import Part, Row, StackedBars, stacked_bars


class Chart(Protocol):
    """What every chart has: its drawing template, an id of its own on the page, a title and a description."""

    @property
    def template(self) -> str: ...
    @property
    def key(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def description(self) -> str: ...
    @property
    def width(self) -> float: ...
    @property
    def height(self) -> float: ...


__all__ = [
    "Amount",
    "AmountBars",
    "Bar",
    "Chart",
    "Part",
    "Point",
    "ProgressLine",
    "RatingBars",
    "Row",
    "StackedBars",
    "amount_bars",
    "progress_line",
    "rating_bars",
    "stacked_bars",
]
