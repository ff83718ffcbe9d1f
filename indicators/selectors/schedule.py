"""The life of periods: how much was reported in each, what moved it, and what the calendar moves next."""

import hashlib
from collections import Counter, defaultdict
from copy import copy
from dataclasses import dataclass, field
from datetime import date, datetime

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from accounts.choices import AuditVerb
from accounts.models import AuditEvent, User
from dwcp.toolkit.figures import day

from ..choices import HANDED_IN, Expected, PeriodState
from ..models import ReportingPeriod
from ..planning import days_of_handing_in, steps_of_the_calendar
from .expected import expected_reports

# Where a report stands that is in hand, and where one stands that should be.
IN_HAND = tuple(Expected(state) for state in HANDED_IN)
MISSING = (Expected.RETURNED, Expected.OVERDUE, Expected.DUE, Expected.MISSED)
MOVES = (AuditVerb.PERIOD_OPENED, AuditVerb.PERIOD_IN_GRACE, AuditVerb.PERIOD_CLOSED)
DAYS = ("due_on", "closes_on")


def steps_of(period, on):
    """The states through which the calendar takes a period by a day."""
    days = {"starts_on": period.starts_on, "due_on": period.due_on, "closes_on": period.closes_on}
    return [PeriodState(step) for step in steps_of_the_calendar(period.state, **days, on=on)]


def periods_to_advance(on):
    """The periods, of programmes that are not archived, that the calendar moves by this day (2 queries)."""
    periods = ReportingPeriod.objects.filter(programme__archived_on=None).exclude(due_on=None)
    return moved_by(periods.select_related("programme").order_by("programme__code", "ends_on"), on)


def moved_by(periods, on):
    """Those of these periods that the calendar moves by this day (1 query).

    One that somebody opened when its last day had passed is left to them: the calendar would close it at once.
    """
    moving = [period for period in periods if steps_of(period, on)]
    opened = defaultdict(list)
    for event in _events_of(moving).filter(verb__in=(AuditVerb.PERIOD_OPENED, AuditVerb.PERIOD_IN_GRACE)):
        if event.by_id is not None:
            opened[event.subject_id].append(timezone.localdate(event.at))
    return [
        period
        for period in moving
        if period.closes_on is None or not any(at > period.closes_on for at in opened[period.pk])
    ]


@dataclass(frozen=True)
class NewDays:
    """What other due days would do to a period; `now` is how it stands, `then` how it would, unsaved."""

    now: ReportingPeriod
    then: ReportingPeriod
    # Its reports would be late from one moment to the next, or it would take none any more.
    is_overdue: bool
    is_closed: bool


def days_ahead(periods, due_after, late_for, on):
    """What these numbers of days would change in those of these periods that are not closed (1 query)."""
    pairs = []
    for now in periods:
        then = copy(now)
        then.due_on, then.closes_on = days_of_handing_in(now.ends_on, due_after, late_for)
        if now.state != PeriodState.CLOSED and (now.due_on, now.closes_on) != (then.due_on, then.closes_on):
            pairs.append((now, then))
    closing = {
        one.pk for one in moved_by([then for _now, then in pairs], on) if PeriodState.CLOSED in steps_of(one, on)
    }
    return [
        NewDays(
            now,
            then,
            is_overdue=then.is_open and then.is_past_due(on) and not now.is_past_due(on),
            is_closed=then.pk in closing,
        )
        for now, then in pairs
    ]


def fingerprint_of_days(ahead):
    """A short text that changes with anything that was shown of these `NewDays`; whoever confirms sends it back."""
    shown = [
        (one.now.pk, one.now.state, one.now.due_on, one.now.closes_on, one.then.due_on, one.then.closes_on)
        for one in ahead
    ]
    effects = [(one.is_overdue, one.is_closed) for one in ahead]
    return hashlib.sha256(repr((shown, effects)).encode()).hexdigest()[:32]


def period_at_hand(periods, today):
    """The period people report on now, of these in the order of time; None without any.

    It is the last one that is over and takes entries; where there is none, the last that has begun and was opened.
    """
    opened = [period for period in periods if period.state != PeriodState.PLANNED]
    due = [period for period in opened if period.is_open and period.ends_on < today]
    begun = [period for period in opened if period.starts_on <= today]
    for found in (due, begun, opened):
        if found:
            return found[-1]
    return periods[0] if periods else None


@dataclass(frozen=True)
class PeriodMove:
    """One act in the life of a period; `by` is None where the calendar did it."""

    at: datetime
    by: User | None
    what: str
    reason: str


@dataclass
class ReportCounts:
    """How many reports stand where, and how many of them came late."""

    by_state: Counter = field(default_factory=Counter)
    late: int = 0

    def add(self, state, is_late):
        """Count one more."""
        self.by_state[Expected(state)] += 1
        self.late += bool(is_late)

    @property
    def expected(self):
        """All of them."""
        return sum(self.by_state.values())

    @property
    def handed_in(self):
        """Those that are in hand: verified, or waiting for it."""
        return sum(self.by_state[state] for state in IN_HAND)

    @property
    def verified(self):
        """Those that count."""
        return self.by_state[Expected.VERIFIED]

    @property
    def missing(self):
        """Those that should be in hand, and are not."""
        return sum(self.by_state[state] for state in MISSING)

    @property
    def by_place(self):
        """(where it stands, how many) in the order of a report's life, zeros included."""
        return [(state, self.by_state[state]) for state in Expected]


def counts_in(periods, *, today=None):
    """How many reports stand where: by the key of the period, and of period and outcome (1 query).

    `periods` are all of their programmes.
    """
    of_period: dict[int, ReportCounts] = defaultdict(ReportCounts)
    of_outcome: dict[tuple[int, int], ReportCounts] = defaultdict(ReportCounts)
    rows = expected_reports(periods, among=periods, today=today).order_by()
    for period, outcome, state, is_late in rows.values_list("period_key", "outcome", "expected", "entry_is_late"):
        of_period[period].add(state, is_late)
        of_outcome[period, outcome].add(state, is_late)
    return of_period, of_outcome


def moves_of(periods):
    """What moved each of these periods or its days, the latest first, by the period's key (1 query)."""
    found: dict[int, list[PeriodMove]] = defaultdict(list)
    for event in _events_of(periods).filter(verb__in=(*MOVES, AuditVerb.CHANGED)).select_related("by"):
        what = _what_changed(event) if event.verb == AuditVerb.CHANGED else event.get_verb_display()
        if what:
            found[event.subject_id].append(PeriodMove(event.at, event.by, what, event.reason))
    return found


def _what_changed(event):
    """What was said anew of when reports are due; "" where something else was changed."""
    return "; ".join(
        f"{ReportingPeriod._meta.get_field(name).verbose_name}: {_day(before)} → {_day(after)}"  # type: ignore[union-attr]
        for name, (before, after) in event.changes.items()
        if name in DAYS
    )


def _day(text):
    return day(date.fromisoformat(text) if text else None)


def _events_of(periods):
    return AuditEvent.objects.filter(
        subject_type=ContentType.objects.get_for_model(ReportingPeriod),
        subject_id__in=[period.pk for period in periods],
    )
