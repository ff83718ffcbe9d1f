"""What is asked of indicators for periods, with all that is known already: for whoever writes away from the pages."""

from dataclasses import dataclass

from django.db.models import prefetch_related_objects

from ..models import Indicator, ProgressEntry, ReportingPeriod
from .parts import WITH_PARTS
from .splits import AskedSplit, splits_of_each
from .standings import Standing, standings_of


@dataclass(frozen=True)
class AskedReport:
    """One indicator for one period: how it stands, by what it is split, and the entry of its current series, if any."""

    standing: Standing
    period: ReportingPeriod
    splits: tuple[AskedSplit, ...]
    entry: ProgressEntry | None

    @property
    def indicator(self) -> Indicator:
        return self.standing.indicator

    @property
    def key(self) -> tuple[int, int]:
        """The keys of indicator and period."""
        return self.indicator.pk, self.period.pk

    @property
    def revision(self) -> int:
        """That of the entry; 0 where there is none."""
        return self.entry.revision if self.entry else 0

    @property
    def previous(self) -> ProgressEntry | None:
        """The latest entry of an earlier period."""
        starts_on = self.period.starts_on
        return next((entry for entry in self.standing.entries if entry.period.ends_on < starts_on), None)


def asked_of(programme, pairs):
    """What is asked for these pairs (the keys of an indicator and a period), by pair; others are not there.

    10 queries for any number of them. Entries come with their parts and who wrote them.
    """
    standings = {standing.indicator.pk: standing for standing in standings_of(programme)}
    periods = {period.pk: period for period in programme.periods.all()}
    known = [pair for pair in dict.fromkeys(pairs) if pair[0] in standings and pair[1] in periods]
    splits = splits_of_each([standings[key].indicator for key in dict.fromkeys(key for key, _period in known)])
    found = {
        (key, period): AskedReport(standings[key], periods[period], splits[key], _entry_of(standings[key], period))
        for key, period in known
    }
    entries = [asked.entry for asked in found.values() if asked.entry is not None]
    prefetch_related_objects(entries, WITH_PARTS, "recorded_by")
    return found


def _entry_of(standing, period):
    series = standing.indicator.series
    return next((one for one in standing.entries if one.period_id == period and one.series == series), None)
