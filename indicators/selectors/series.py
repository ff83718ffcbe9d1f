"""What was reported in each series of an indicator: as reported, and restated."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import prefetch_related_objects

from ..models import ProgressEntry, ReportingPeriod, SeriesChange
from .parts import WITH_PARTS, CrossedTable, PartColumns, ShownParts, crossed_tables, part_columns, shown_parts
from .splits import expected_splits


@dataclass(frozen=True)
class ReportedEntry:
    """An entry with its parts in the columns of its series, and its tables by two dimensions."""

    entry: ProgressEntry
    parts: tuple[ShownParts, ...]
    tables: tuple[CrossedTable, ...]


@dataclass(frozen=True)
class ReportedSeries:
    """One series of an indicator: how it began, and what was reported in it, the latest period first.

    `change` says what was changed, why, and what it was before; the first series has none. `not_restated` are the
    entries of earlier series whose period has none in this one; only the current series names them.
    """

    number: int
    is_current: bool
    change: SeriesChange | None
    columns: tuple[PartColumns, ...]
    rows: tuple[ReportedEntry, ...]
    not_restated: tuple[ProgressEntry, ...] = ()


def reported_series(standing):
    """Every series of an indicator, the current one first, with its entries (2 queries)."""
    indicator = standing.indicator
    prefetch_related_objects(standing.entries, WITH_PARTS)
    changes = {change.number: change for change in indicator.series_changes.all()} if indicator.series > 1 else {}
    by_series = defaultdict(list)
    for entry in standing.entries:
        by_series[entry.series].append(entry)
    return tuple(
        _reported(indicator, number, changes.get(number), by_series[number], standing.entries)
        for number in range(indicator.series, 0, -1)
    )


def is_series_empty(indicator):
    """Whether a later series has begun in which nothing was reported yet (1 query, 2 where nothing was)."""
    if indicator.entries.filter(series=indicator.series).exists():
        return False
    return indicator.series_changes.filter(number=indicator.series).exists()


def not_restated(indicator, entries):
    """The latest entry of an earlier series for each period that has none in the current one."""
    latest: dict[ReportingPeriod, ProgressEntry] = {}
    for entry in sorted(entries, key=lambda entry: entry.series):
        latest[entry.period] = entry
    return tuple(entry for entry in latest.values() if entry.series < indicator.series)


def entry_of_series(entries, series):
    """The entry of the series that is asked for – its number as text – or else of the latest one; None without."""
    if series:
        entries = entries.filter(series=int(series)) if series.isdecimal() and len(series) < 6 else entries.none()
    return entries.order_by("-series").first()


def address_of(entry):
    """Where an entry is found: at the address of its period, with its series where a later one has begun."""
    later = entry.series < entry.indicator.series
    return f"{entry.get_absolute_url()}?series={entry.series}" if later else entry.get_absolute_url()


def _reported(indicator, number, change, entries, all_entries):
    is_current = number == indicator.series
    asked = expected_splits([indicator])[indicator.pk] if is_current else ()
    columns = part_columns(entries, asked)
    return ReportedSeries(
        number=number,
        is_current=is_current,
        change=change,
        columns=columns,
        rows=tuple(ReportedEntry(entry, shown_parts(entry, columns), crossed_tables(entry)) for entry in entries),
        not_restated=not_restated(indicator, all_entries) if is_current else (),
    )
