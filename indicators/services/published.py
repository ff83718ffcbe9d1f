"""Taking over what published documents state about a programme that has ended."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from accounts.choices import AuditVerb
from accounts.services import record_event

from ..choices import BaselineKind, EntryState, Grade, PeriodState
from ..models import ProgressEntry, ReportingPeriod, Verification
from .moves import move
from .recording import summary


@transaction.atomic
def record_published_figure(*, indicator, period, figure, published_in):
    """Enter what a published document states about an indicator, as verified against that document.

    For loading programmes that ended before they were kept here: nobody in particular records it. An entry
    that is there already stays as it is. Returns the new entry, or None.
    """
    if ProgressEntry.objects.filter(indicator=indicator, period=period).exists():
        return None
    entry = ProgressEntry.objects.create(
        indicator=indicator,
        period=period,
        measured_on=figure.measured_on,
        value=figure.value,
        narrative=figure.narrative,
        absence=figure.absence,
        absence_reason=figure.absence_reason,
        source=published_in,
        submitted_at=timezone.now(),
    )
    for state in (EntryState.SUBMITTED, EntryState.VERIFIED):
        move(entry, state, by=None, reason=published_in)
    Verification.objects.create(entry=entry, grade=Grade.SOURCE_CHECKED, checked_against=published_in)
    record_event(AuditVerb.ENTRY_VERIFIED, entry, by=None, changes=summary(entry), reason=published_in)
    return entry


def record_published_baseline(*, indicator, value, year, published_in):
    """Take a baseline that a later document states, where the programme document has none."""
    if indicator.baseline_kind != BaselineKind.NOT_AVAILABLE:
        return False
    indicator.baseline_kind = BaselineKind.VALUE
    indicator.baseline_value = value
    indicator.baseline_year = year
    indicator.baseline_source = published_in
    indicator.save()
    return True


def plan_years(*, programme):
    """A reporting period for each year of the programme that has none; the last one is open.

    Programmes that ended before they were kept here come with figures of their last year, which may still
    be completed; the years before are closed.
    """
    for year in range(programme.start_year, programme.end_year + 1):
        ReportingPeriod.objects.get_or_create(
            programme=programme,
            label=str(year),
            defaults={
                "starts_on": date(year, 1, 1),
                "ends_on": date(year, 12, 31),
                "state": PeriodState.OPEN if year == programme.end_year else PeriodState.CLOSED,
            },
        )
