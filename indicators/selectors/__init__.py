"""Questions that span indicators, targets and entries; the answers feed pages, API and exports alike."""

from .history import Shown, series_of
from .standings import (
    OutcomeStanding,
    Standing,
    current_period,
    figure_of,
    latest_series,
    level_of,
    outcome_standings,
    path_of,
    standing_of,
    standings_of,
    status_counts,
    total_of,
)
from .work import Work, work_of

__all__ = [
    "OutcomeStanding",
    "Shown",
    "Standing",
    "Work",
    "current_period",
    "figure_of",
    "latest_series",
    "level_of",
    "outcome_standings",
    "path_of",
    "series_of",
    "standing_of",
    "standings_of",
    "status_counts",
    "total_of",
    "work_of",
]
