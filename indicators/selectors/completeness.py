"""Whether figures are split as they are asked for, and what is missing."""

from dataclasses import dataclass

from django.db.models import prefetch_related_objects

from ..choices import HANDED_IN
from ..disaggregation import Completeness, completeness
from ..models import ProgressEntry
from .parts import WITH_PARTS, parts_of
from .series import not_restated
from .splits import expected_splits

# What somebody has handed in; what is still being written or mended is not held against anybody.


@dataclass(frozen=True)
class SplitCompleteness:
    """How many of the figures handed in are split as asked for, and what the others lack.

    Left out are indicators that are not to be split, and figures of 0. Counted apart are figures of which there is
    only a total, with the reason, and those of earlier series, which were asked for otherwise.
    """

    counts: Completeness[ProgressEntry]
    missing: tuple[tuple[ProgressEntry, tuple[str, ...]], ...]
    only_totals: int
    of_earlier_series: int


def completeness_of(standings):
    """How completely the figures of these indicators are split: of an outcome, or a programme (2 queries)."""
    asked = expected_splits([standing.indicator for standing in standings])
    to_be_split = [standing for standing in standings if asked[standing.indicator.pk]]
    figures = [
        entry
        for standing in to_be_split
        for entry in standing.entries
        if entry.series == standing.indicator.series and entry.state in HANDED_IN and entry.value
    ]
    prefetch_related_objects(figures, WITH_PARTS)
    stated = {entry: parts_of(entry) for entry in figures}
    counts = completeness(
        (entry, _held_against(entry, asked[entry.indicator_id], parts), parts) for entry, parts in stated.items()
    )
    return SplitCompleteness(
        counts=counts,
        missing=tuple((entry, _labels(asked[entry.indicator_id], names)) for entry, names in counts.missing.items()),
        only_totals=sum(bool(entry.total_only_reason) and not parts for entry, parts in stated.items()),
        of_earlier_series=sum(
            entry.state in HANDED_IN and bool(entry.value)
            for standing in to_be_split
            for entry in not_restated(standing.indicator, standing.entries)
        ),
    )


def _held_against(entry, asked, parts):
    """The parts that the entry should state: with a reason for a total alone, only those of splits it began."""
    begun = [one for one in asked if one.parts.keys() & parts.keys()] if entry.total_only_reason else asked
    return [name for one in begun for name in one.parts]


def _labels(asked, lacking):
    """The missing categories; a split that is missing altogether goes by its own name."""
    labels = []
    for one in asked:
        missing = [name for name in one.parts if name in lacking]
        if len(missing) == len(one.parts):
            labels.append(one.label)
        else:
            labels += [" × ".join(str(category) for category in one.parts[name] if category) for name in missing]
    return tuple(labels)
