"""The charts of a document: laid out for drawing, or as rows for those who want the figures."""

from decimal import Decimal
from typing import cast

from django.utils.translation import gettext as _

from .. import charts
from ..charts.stacked import Tone
from .blocks import AmountBarsData, Chart, RatingBarsData, StackedBarsData
from .outline import anchor


def has_figures(chart: Chart) -> bool:
    """Whether there is anything to draw."""
    match chart.data:
        case RatingBarsData(bars=bars) | AmountBarsData(bars=bars):
            return any(bar.value is not None for bar in bars)
        case StackedBarsData(rows=rows):
            return any(any(counts) for _label, counts in rows)


def drawing_of(chart: Chart) -> charts.Chart:
    """A chart laid out; its description says every figure in words."""
    key = anchor("chart", chart.key)
    match chart.data:
        case RatingBarsData() as ratings:
            return charts.rating_bars(
                key=key,
                title=chart.caption,
                bars=[charts.Bar(bar.label, bar.value, bar.word) for bar in ratings.bars],
                top=ratings.top,
                mean=ratings.mean,
                mean_label=ratings.mean_label,
            )
        case StackedBarsData() as stacked:
            return charts.stacked_bars(
                key=key,
                title=chart.caption,
                parts=[charts.Part(cast(Tone, tone), label) for tone, label in stacked.parts],
                rows=[charts.Row(label, counts) for label, counts in stacked.rows],
            )
        case AmountBarsData() as amounts:
            return charts.amount_bars(
                key=key,
                title=chart.caption,
                bars=[charts.Amount(bar.label, bar.value, bar.word) for bar in amounts.bars],
            )


Figures = tuple[tuple[str, ...], tuple[tuple[str | Decimal | int | None, ...], ...]]


def figures_of(chart: Chart) -> Figures:
    """The figures of a chart as the heads of columns and rows of label and figures."""
    match chart.data:
        case RatingBarsData(bars=bars, mean=mean, mean_label=mean_label):
            rows = [(bar.label, bar.value, bar.word) for bar in bars]
            if mean is not None:
                rows.append((mean_label or _("Mean"), mean, ""))
            return ("", _("Score"), _("Rating")), tuple(rows)
        case AmountBarsData(bars=bars):
            return ("", _("Amount"), _("As printed")), tuple((bar.label, bar.value, bar.word) for bar in bars)
        case StackedBarsData(parts=parts, rows=counted):
            heads = ("", *(label for _tone, label in parts), _("In all"))
            return heads, tuple((label, *counts, sum(counts)) for label, counts in counted)
