"""The drawing of an indicator: what was reported against what was promised."""

from django.utils.translation import gettext as _

from dwcp.toolkit.charts import Point, progress_line

from .selectors import path_of


def chart_of(standing, series):
    """Actual values by period, the target, the baseline and the milestones between; None without figures.

    `series` is what `series_of` gives: the running figure after each period, verified or not.
    """
    indicator = standing.indicator
    targets = list(indicator.targets.all())
    if not series:
        return None
    path = {point.on: point.value for point in path_of(indicator, targets)}
    last_day = series[-1].on
    target = baseline = None
    if standing.target_level is not None:
        due_on = standing.target.due_on or last_day
        target = Point(due_on, standing.target_level)
        path.pop(due_on, None)
    if indicator.baseline_value is not None and path:
        on = min(path)
        baseline = Point(on, path.pop(on))
    return progress_line(
        key=f"indicator-{indicator.code.replace('.', '-')}",
        title=_("Indicator %(code)s: actual against target") % {"code": indicator.code},
        unit=indicator.unit,
        actual=[Point(shown.on, shown.value, provisional=not shown.is_verified) for shown in series],
        target=target,
        baseline=baseline,
        expected=[Point(on, value) for on, value in path.items()],
    )
