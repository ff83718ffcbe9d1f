"""Recording progress and handing it to verification."""

from dataclasses import dataclass
from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import prefetch_related_objects
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.choices import AuditVerb, Permission
from accounts.services import record_event

from ..choices import WRITABLE_STATES, EntryState, Measure
from ..disaggregation import whole_name
from ..models import DisaggregatedValue, Indicator, ProgressEntry, ReportingPeriod
from ..selectors import WITH_PARTS, expected_splits, parts_of, splits_of
from .client_keys import done_before, fingerprint_of, remember
from .figures import EntryRefused, StaleEntry, checked, value_of
from .moves import hold_period, locked, move, refuse_closed
from .unsaved import take_over_unsaved


@transaction.atomic
def record_progress(*, indicator, period, figure, revision, by, client_key=""):
    """Record what an indicator showed in an open period, as a draft, in the series that is reported now.

    Recording again replaces a draft, a returned or a reopened entry; a submitted or verified one stands.
    `revision` is the one the writer saw (0: there was no entry): if the database has another, StaleEntry is
    raised. What this person sent under the same `client_key` before is not done again. What they had typed and not
    saved goes, and the evidence they laid beside it now belongs to the entry. Raises EntryRefused with every problem
    of the figure at once, PermissionDenied without the permission. Returns the saved entry.
    """
    if not by.has_perm(Permission.ENTRY_RECORD, indicator):
        raise PermissionDenied
    # The period's row is held too, so that it cannot be closed between the check and the write.
    period = ReportingPeriod.objects.select_for_update(no_key=True).get(pk=period.pk, programme=indicator.programme)
    sent = fingerprint_of("record", indicator, period, figure)
    if done := done_before(by, client_key, sent):
        return done
    # So is the indicator's: no new series begins meanwhile, and what it asks for is read as it is now.
    current = Indicator.objects.select_for_update(of=("self",), no_key=True).get(pk=indicator.pk)
    current.outcome = indicator.outcome
    entry = (
        ProgressEntry.objects.select_for_update(of=("self",), no_key=True)
        .filter(indicator=indicator, period=period, series=current.series)
        .prefetch_related(WITH_PARTS)
        .first()
    )
    refuse_unwritable(period, entry, revision)
    about = {"indicator": current, "period": period, "series": current.series}
    written = write(entry, **about, figure=figure, splits=splits_of(current), by=by)
    entry = written.entry
    is_new = entry.pk is None
    entry.save()
    if not is_new:
        entry.parts.all().delete()
    DisaggregatedValue.objects.bulk_create(written.rows)
    record_event(AuditVerb.ENTRY_RECORDED, entry, by=by, changes=written.changes)
    take_over_unsaved(entry, by)
    remember(by, client_key, sent, entry)
    return entry


@transaction.atomic
def submit_entry(*, entry, revision, by, client_key=""):
    """Hand a recorded entry to verification. It must state a figure, words, or why there is none.

    `revision` is the one the person looked at: StaleEntry is raised when somebody has written the entry since. What
    this person sent under the same `client_key` before is not done again.
    """
    sent = fingerprint_of("hand in", entry.indicator, entry.period)
    hold_period(entry)
    if done := done_before(by, client_key, sent):
        return done
    entry = locked(entry, revision)
    if not by.has_perm(Permission.ENTRY_RECORD, entry.indicator):
        raise PermissionDenied
    refuse_closed(entry.period)
    refuse_earlier_series(entry)
    refuse_unfinished(entry)
    refuse_unsplit(entry)
    hand_in(entry, by=by)
    move(entry, EntryState.SUBMITTED, by=by)
    record_event(AuditVerb.ENTRY_SUBMITTED, entry, by=by)
    remember(by, client_key, sent, entry)
    return entry


@transaction.atomic
def record_and_submit(*, indicator, period, figure, revision, by, client_key=""):
    """Record what an indicator showed and hand it to verification: both, or nothing; once for each `client_key`."""
    # Held before the key is looked for, so that two of the same wait for each other.
    period = ReportingPeriod.objects.select_for_update(no_key=True).get(pk=period.pk, programme=indicator.programme)
    sent = fingerprint_of("submit", indicator, period, figure)
    if done := done_before(by, client_key, sent):
        return done
    entry = record_progress(indicator=indicator, period=period, figure=figure, revision=revision, by=by)
    entry = submit_entry(entry=entry, revision=entry.revision, by=by)
    remember(by, client_key, sent, entry)
    return entry


@dataclass(frozen=True)
class Written:
    """An entry with a figure in it, not saved yet: its parts by their names, and their rows; what changes about it."""

    entry: ProgressEntry
    parts: dict[str, Decimal]
    rows: list[DisaggregatedValue]
    changes: dict[str, list]


def write(entry, *, indicator, period, series, figure, splits, by):
    """Write a figure into an entry, or into a new one where it is None; the caller saves it.

    `splits` are those that the indicator's entries are asked for now. Raises EntryRefused with every problem.
    """
    figure, parts = checked(indicator, period, figure, splits)
    before = summary(entry)
    if entry is None:
        entry = ProgressEntry(indicator=indicator, period=period, series=series, revision=0)
    entry.measured_on = figure.measured_on
    entry.value, entry.numerator, entry.denominator = value_of(figure, splits)
    entry.step = figure.step
    entry.narrative = figure.narrative
    entry.source = figure.source
    is_asked_for = entry.value is not None and unstated(splits, parts)
    entry.total_only_reason = figure.total_only_reason if is_asked_for else ""
    entry.absence = figure.absence
    entry.absence_reason = figure.absence_reason if figure.absence else ""
    entry.explanation = figure.explanation
    entry.recorded_by, entry.recorded_at = by, timezone.now()
    entry.revision += 1
    # Its parts are others now than those that were read with it.
    getattr(entry, "_prefetched_objects_cache", {}).pop("parts", None)
    rows = [
        DisaggregatedValue(
            entry=entry,
            category=category,
            crossed_category=crossed,
            value=parts[name],
            denominator=parts.get(whole_name(name)),
        )
        for asked in splits
        for name, (category, crossed) in asked.parts.items()
        if name in parts
    ]
    after = summary(entry, parts)
    names = after | before  # a part may be there no longer
    changes = {name: [before.get(name), after.get(name)] for name in names if before.get(name) != after.get(name)}
    return Written(entry, parts, rows, changes)


def hand_in(entry, *, by):
    """Note who hands an entry in, and whether it comes late; the caller moves it."""
    now = timezone.now()
    if entry.submitted_at is None:
        # Whether it came late is said once: mending what was returned does not make it so.
        entry.is_late = entry.period.is_past_due(timezone.localdate(now))
    entry.submitted_by, entry.submitted_at = by, now


def unstated(splits, parts):
    """The splits that are asked for and of which no part at all is stated; `parts` are those stated, by name."""
    return [asked for asked in splits if asked.is_expected and not asked.parts.keys() & parts.keys()]


def refuse_unwritable(period, entry, revision):
    """Nothing is written in a closed period, over a newer figure, or over one that is handed in."""
    refuse_closed(period)
    if (entry.revision if entry else 0) != revision:
        raise StaleEntry(entry)
    if entry and entry.state not in WRITABLE_STATES:
        raise EntryRefused(
            {
                "": _(
                    "There is already an entry for this period, and it is “%(state)s”. "
                    "It has to be returned or reopened before it can be changed."
                )
                % {"state": entry.get_state_display()}
            }
        )


def refuse_unfinished(entry):
    """What is handed in states a figure, words, or why there is none."""
    if entry.indicator.measure == Measure.NARRATIVE:
        if not entry.narrative and not entry.absence:
            raise EntryRefused({"narrative": _("Describe what the indicator showed, or say why you cannot.")})
    elif entry.value is None and entry.step is None and not entry.absence:
        message = _("Enter the figure. If there is none, choose “not available” or “not applicable” and say why.")
        raise EntryRefused({"value": message})


def refuse_earlier_series(entry):
    """What was asked for in an earlier series is asked for no longer: the period is recorded anew."""
    if entry.series != entry.indicator.series:
        message = _(
            "The indicator was changed since this was written (it belongs to series %(number)s). "
            "Record the period again; what stands here stays as it is."
        )
        raise EntryRefused({"": message % {"number": entry.series}})


def refuse_unsplit(entry, splits=None, parts=None):
    """Who was asked to split a figure, and does not in one of the ways asked for, says why; 0 has no parts.

    `splits` and `parts` (by their names) are read where they are not known already.
    """
    if not entry.value or entry.total_only_reason:
        return
    if splits is None:
        splits = expected_splits([entry.indicator])[entry.indicator.pk]
    if splits and parts is None:
        prefetch_related_objects([entry], WITH_PARTS)
        parts = parts_of(entry)
    if labels := [asked.label for asked in splits and unstated(splits, parts)]:
        message = _("This figure is to be split (%(splits)s). Enter the parts, or say why there is only a total.")
        raise EntryRefused({"total_only_reason": message % {"splits": ", ".join(labels)}})


def summary(entry, parts=None):
    """An entry as the trail keeps it."""
    if entry is None:
        return {}
    if parts is None:
        parts = parts_of(entry)
    figures = {"value": entry.value, "numerator": entry.numerator, "denominator": entry.denominator, **parts}
    return {
        "measured_on": entry.measured_on.isoformat(),
        **{name: None if value is None else f"{value.normalize():f}" for name, value in figures.items()},
        "step": entry.step and str(entry.step),
        "narrative": entry.narrative,
        "source": entry.source,
        "absence": entry.absence,
        "absence_reason": entry.absence_reason,
        **({"total_only_reason": entry.total_only_reason} if entry.total_only_reason else {}),
        **({"explanation": entry.explanation} if entry.explanation else {}),
    }
