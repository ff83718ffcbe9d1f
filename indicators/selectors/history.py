"""How the figure of an indicator ran from period to period."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from ..choices import EntryState
from .standings import latest_series, total_of


@dataclass(frozen=True)
class Shown:
    """The figure of an indicator as it stood after one period; unverified entries count where they are asked about."""

    on: date
    value: Decimal
    is_verified: bool


def series_of(standing):
    """The running figure after each period, oldest first; an unverified entry counts at its own period only."""
    shown = []
    by_period = latest_series(standing.indicator, standing.entries, only_verified=False)
    for place, entry in enumerate(by_period):
        before = [earlier for earlier in by_period[:place] if earlier.state == EntryState.VERIFIED]
        total = total_of(standing.indicator, [*before, entry], only_verified=False)
        if total.value is not None:
            shown.append(Shown(entry.period.ends_on, total.value, entry.state == EntryState.VERIFIED))
    return tuple(shown)
