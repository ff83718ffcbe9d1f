"""How the figure of an indicator ran from period to period, and how people judged it otherwise."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from ..choices import EntryState
from ..models import StatusOverride
from .figures import latest_series, total_of
from .standings import every_override, holds


@dataclass(frozen=True)
class Shown:
    """The figure of an indicator as it stood after one period; unverified entries count where they are asked about."""

    on: date
    value: Decimal
    is_verified: bool


def series_of(standing):
    """The running figure after each period, oldest first; an unverified entry counts at its own period only."""
    indicator, shown = standing.indicator, []
    verified = latest_series(indicator, standing.entries)
    for entry in latest_series(indicator, standing.entries, only_verified=False):
        before = [earlier for earlier in verified if earlier.period.ends_on < entry.period.ends_on]
        total = total_of(indicator, [*before, entry], only_verified=False)
        if total.value is not None and total.as_at is not None:
            shown.append(Shown(total.as_at, total.value, entry.state == EntryState.VERIFIED))
    return tuple(shown)


@dataclass(frozen=True)
class Judged:
    """A status that a person gave, and what became of it: in force, taken back, or lapsed with its period."""

    override: StatusOverride
    is_in_force: bool

    @property
    def is_withdrawn(self):
        """Whether somebody took it back."""
        return self.override.withdrawn_at is not None


def overrides_of(indicator):
    """Every status that people gave an indicator, the latest first (1 query, the first time)."""
    return tuple(Judged(override, is_in_force=holds(override)) for override in every_override(indicator))
