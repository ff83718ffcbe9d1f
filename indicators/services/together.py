"""Many rows of figures, held, judged and written together: as many queries for five hundred as for five."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from accounts.choices import AuditVerb, Permission
from accounts.services import record_events

from ..choices import EntryState
from ..models import ClientKey, DisaggregatedValue, Indicator, ProgressEntry, ReportingPeriod, UnsavedProgress
from ..selectors import WITH_PARTS, parts_of, splits_of_each
from .client_keys import fingerprint_of
from .evidence import take_over_evidence
from .figures import EntryRefused, StaleEntry
from .moves import move_all, refuse_closed, why_not_moved
from .recording import (
    Written,
    hand_in,
    refuse_earlier_series,
    refuse_unfinished,
    refuse_unsplit,
    refuse_unwritable,
    write,
)

BATCH = 500
# What a figure changes of an entry that is there.
STAYS = ("id", "indicator", "period", "series", "state")
CHANGED = [one.name for one in ProgressEntry._meta.concrete_fields if one.name not in STAYS]


class Held:
    """All that rows write to, read once and held until the transaction ends, where it is for writing.

    Periods first, then indicators, then entries, each by their keys: as everybody holds them who writes one, so that
    of two such acts one waits, and neither for the other.
    """

    def __init__(self, rows: Sequence, by, *, is_for_writing=True):
        def held(model):
            found = model.objects.order_by("pk")
            return found.select_for_update(of=("self",), no_key=True) if is_for_writing else found

        periods, indicators = ({getattr(row, name).pk for row in rows} for name in ("period", "indicator"))
        self.periods = {period.pk: period for period in held(ReportingPeriod).filter(pk__in=periods)}
        self.indicators = {indicator.pk: indicator for indicator in held(Indicator).filter(pk__in=indicators)}
        self.splits = splits_of_each(list(self.indicators.values()))
        entries = (
            held(ProgressEntry)
            .filter(indicator__in=indicators, period__in=periods)
            .select_related("indicator__outcome__programme", "period", "step", "recorded_by")
            .prefetch_related(WITH_PARTS)
        )
        self.entries = {
            (entry.indicator_id, entry.period_id): entry for entry in entries if entry.series == entry.indicator.series
        }
        keys = [row.client_key for row in rows if row.client_key]
        sent = ClientKey.objects.filter(by=by, key__in=keys).select_related("entry__indicator", "entry__period")
        self.sent = {one.key: one for one in sent} if keys else {}


@dataclass
class Judged:
    """A row that may stand: what it writes, and whether it is handed in; or the entry it was before."""

    row: Any
    entry: ProgressEntry
    fingerprint: str = ""
    written: Written | None = None
    is_done_before: bool = False


@dataclass
class Verdict:
    """What becomes of rows. `problems` and `stale` are those of `RowsRefused`."""

    judged: list[Judged] = field(default_factory=list)
    problems: dict[tuple[int, int], dict[str, str]] = field(default_factory=dict)
    stale: dict[tuple[int, int], ProgressEntry | None] = field(default_factory=dict)


def judge(rows, held, by) -> Verdict:
    """Hold each row to the rules of `record_progress` and `submit_entry`; nothing is written."""
    verdict, seen, client_keys = Verdict(), set(), set()
    for row in rows:
        key = (row.indicator.pk, row.period.pk)
        if key in seen:
            verdict.problems[key] = {"": _("The same indicator and period stand here twice. Keep one of the two.")}
            continue
        seen.add(key)
        if row.client_key in client_keys:
            message = _("Something else was sent under this key. Give what is new a new key.")
            verdict.problems[key] = {"client_key": message}
            continue
        client_keys |= {row.client_key} - {""}
        try:
            verdict.judged.append(_judged(row, held, by))
        except StaleEntry as error:
            verdict.problems[key], verdict.stale[key] = error.problems, error.current
        except EntryRefused as error:
            verdict.problems[key] = error.problems
        except PermissionDenied:
            verdict.problems[key] = {"": _("You may not record progress for this indicator.")}
    return verdict


def write_all(judged, by) -> None:
    """Write rows that may stand, and leave the trace that each of them would leave alone."""
    judged = [one for one in judged if not one.is_done_before]
    written = [one.written for one in judged if one.written is not None]
    submitted = [one.entry for one in judged if one.row.submits or one.written is None]
    for entry in submitted:
        hand_in(entry, by=by)
    as_it_stands = [one.entry for one in judged if one.written is None]
    ProgressEntry.objects.bulk_update(as_it_stands, ["submitted_by", "submitted_at", "is_late"], batch_size=BATCH)
    new = [one.entry for one in written if one.entry.pk is None]
    old = [one.entry for one in written if one.entry.pk is not None]
    ProgressEntry.objects.bulk_create(new, batch_size=BATCH)
    ProgressEntry.objects.bulk_update(old, CHANGED, batch_size=100)
    DisaggregatedValue.objects.filter(entry__in=old).delete()
    DisaggregatedValue.objects.bulk_create([row for one in written for row in one.rows], batch_size=BATCH)
    record_events(verb=AuditVerb.ENTRY_RECORDED, changes=[(one.entry, one.changes) for one in written], by=by)
    _take_over_unsaved(written, by)
    move_all(submitted, EntryState.SUBMITTED, by=by)
    record_events(verb=AuditVerb.ENTRY_SUBMITTED, changes=[(entry, {}) for entry in submitted], by=by)
    ClientKey.objects.bulk_create(
        [
            ClientKey(by=by, key=one.row.client_key, fingerprint=one.fingerprint, entry=one.entry)
            for one in judged
            if one.row.client_key
        ],
        batch_size=BATCH,
    )


def _judged(row, held, by):
    period = held.periods[row.period.pk]
    if period.programme_id != row.indicator.programme.pk:
        raise ReportingPeriod.DoesNotExist
    act = "hand in" if row.figure is None else "submit" if row.submits else "record"
    fingerprint = fingerprint_of(act, row.indicator, period, row.figure)
    if sent := held.sent.get(row.client_key):
        if sent.fingerprint != fingerprint:
            message = _("Something else was sent under this key. Give what is new a new key.")
            raise EntryRefused({"client_key": message})
        return Judged(row, sent.entry, is_done_before=True)
    if not by.has_perm(Permission.ENTRY_RECORD, row.indicator):
        raise PermissionDenied
    entry = held.entries.get((row.indicator.pk, period.pk))
    if row.figure is None:
        return Judged(row, _ready_to_hand_in(row, entry, period, held), fingerprint)
    refuse_unwritable(period, entry, row.revision)
    current = held.indicators[row.indicator.pk]
    current.outcome = row.indicator.outcome
    splits = held.splits[current.pk]
    about = {"indicator": current, "period": period, "series": current.series}
    written = write(entry, **about, figure=row.figure, splits=splits, by=by)
    if row.submits:
        refuse_unfinished(written.entry)
        refuse_unsplit(written.entry, splits, written.parts)
    return Judged(row, written.entry, fingerprint, written)


def _ready_to_hand_in(row, entry, period, held):
    """What is saved, where it may be handed in as it stands."""
    if entry is None:
        raise EntryRefused({"": _("Nothing is saved for this indicator yet, so nothing can be handed in.")})
    if entry.revision != row.revision:
        raise StaleEntry(entry)
    refuse_closed(period)
    refuse_earlier_series(entry)
    refuse_unfinished(entry)
    refuse_unsplit(entry, held.splits[row.indicator.pk], parts_of(entry))
    if why := why_not_moved(entry, EntryState.SUBMITTED):
        raise EntryRefused({"": why})
    return entry


def _take_over_unsaved(written, by):
    """What their writer had typed is saved now: the evidence laid beside it belongs to the entries."""
    entries = {(one.entry.indicator_id, one.entry.period_id): one.entry for one in written}
    if not entries:
        return
    indicators, periods = ({key[place] for key in entries} for place in (0, 1))
    typed = UnsavedProgress.objects.filter(by=by, indicator__in=indicators, period__in=periods)
    saved = [one for one in typed if (one.indicator_id, one.period_id) in entries]
    for unsaved in saved:
        take_over_evidence(unsaved, entries[unsaved.indicator_id, unsaved.period_id], by)
    UnsavedProgress.objects.filter(pk__in=[one.pk for one in saved]).delete()
