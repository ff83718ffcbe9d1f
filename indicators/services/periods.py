"""Planning reporting periods, and moving them through their life: by hand, and by the calendar."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max, Min
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.choices import AuditVerb, Permission
from accounts.services import record_event
from dwcp.toolkit.figures import day
from outcomes.services import Refused, save_record
from outcomes.services.records import hold, refuse_unless
from outcomes.services.removals import FITS_NO_MORE

from ..choices import PERIOD_MOVES, PeriodState
from ..models import ReportingPeriod
from ..planning import MOST_DAYS, Stretch, days_of_handing_in, periods_of_years
from ..selectors.schedule import days_ahead, fingerprint_of_days, periods_to_advance, steps_of

# A period moves between these states, each move with its verb in the trail.
VERBS = {
    PeriodState.OPEN: AuditVerb.PERIOD_OPENED,
    PeriodState.GRACE: AuditVerb.PERIOD_IN_GRACE,
    PeriodState.CLOSED: AuditVerb.PERIOD_CLOSED,
    PeriodState.REOPENED: AuditVerb.PERIOD_OPENED,
}


class PeriodRefused(Exception):
    """The period cannot go where it was sent; the text says why and what to do."""


@dataclass(frozen=True)
class Advance:
    """What the calendar did to a period: from which state to which."""

    period: ReportingPeriod
    from_state: PeriodState
    to_state: PeriodState


@transaction.atomic
def open_period(*, period, reason, by):
    """Let a planned period take entries, or a closed one again: that needs its reason."""
    period = _locked(period, by)
    if period.state == PeriodState.CLOSED and not reason:
        raise PeriodRefused(_("Say why the period has to be opened again."))
    to_state = PeriodState.REOPENED if period.state == PeriodState.CLOSED else PeriodState.OPEN
    return _move(period, to_state, reason, by)


@transaction.atomic
def open_for_late_entries(*, period, reason, by):
    """Let an open period take late entries only: what is handed in after its due day is marked as late."""
    return _move(_locked(period, by), PeriodState.GRACE, reason, by)


@transaction.atomic
def close_period(*, period, reason, by):
    """Let a period take no more entries. What waits in it for verification may still be verified."""
    return _move(_locked(period, by), PeriodState.CLOSED, reason, by)


@transaction.atomic
def open_periods(*, periods, reason, by):
    """Let several periods take entries at once: all of them, or none.

    Raises PeriodRefused with what is wrong with each, by its label.
    """
    refused = []
    for period in sorted(periods, key=lambda one: one.pk):
        try:
            open_period(period=period, reason=reason, by=by)
        except PeriodRefused as error:
            refused.append(f"{period.label}: {error}")
    if refused:
        raise PeriodRefused(" ".join(refused))
    return list(periods)


def advance_periods(*, on=None):
    """Let the calendar move periods to where they belong on a day, today by default: open, late entries only, closed.

    Run every day, or whenever somebody thinks of it: done twice it does nothing more, and each period is moved by
    itself, so that one that cannot be moved keeps no other. `steps_of_the_calendar` says what moves. Returns what was
    done, as Advances.
    """
    on = on or timezone.localdate()
    return [step for period in periods_to_advance(on) for step in _advance(period, on)]


@transaction.atomic
def _advance(period, on):
    # It is looked at again: somebody may have moved it, or its days, since it was found.
    periods = ReportingPeriod.objects.select_for_update(of=("self",), no_key=True).select_related("programme")
    held = periods.filter(pk=period.pk, programme__archived_on=None)
    done = []
    for period in held:
        for step in steps_of(period, on):
            before = PeriodState(period.state)
            _move(period, step, _why(period, step), by=None)
            done.append(Advance(period, before, step))
    return done


def _why(period, step):
    if step == PeriodState.OPEN:
        return _("The calendar: the period began on %(day)s.") % {"day": day(period.starts_on)}
    if step == PeriodState.GRACE:
        return _("The calendar: reports were due on %(day)s.") % {"day": day(period.due_on)}
    return _("The calendar: late entries were taken until %(day)s.") % {"day": day(period.closes_on)}


@transaction.atomic
def plan_periods(*, programme, frequency, first_year, last_year, by, due_after=15, late_for=15):
    """Plan the periods of some years of the programme: every year, half-year or quarter.

    Reports are due `due_after` days after a period ends, and late ones are taken `late_for` days longer: 0 takes none,
    None leaves open until when. Periods that are there already, under the same name and with the same days, stay as
    they are. Raises Refused, naming every period that something else is in the way of. Returns the new periods.
    """
    refuse_unless(by, Permission.PERIOD_MANAGE, programme)
    hold(programme)
    _refuse_years(programme, first_year, last_year)
    _refuse_days(due_after, late_for)
    there = list(programme.periods.all())
    stretches = [
        stretch
        for stretch in periods_of_years(frequency, first_year, last_year)
        if not any(_is_the_same(stretch, period) for period in there)
    ]
    if not stretches:
        raise Refused(_("These periods are all there already."))
    problems = [sentence for stretch in stretches for sentence in _in_the_way(stretch, there)]
    if problems:
        raise Refused(" ".join(problems))
    planned = []
    for stretch in stretches:
        due_on, closes_on = days_of_handing_in(stretch.ends_on, due_after, late_for)
        period = ReportingPeriod.objects.create(
            programme=programme,
            label=stretch.label,
            starts_on=stretch.starts_on,
            ends_on=stretch.ends_on,
            due_on=due_on,
            closes_on=closes_on,
        )
        planned.append(period)
        changes = {"days": [None, f"{period.starts_on} – {period.ends_on}"]} | _changed_days((None, None), period)
        record_event(AuditVerb.ADDED, period, by=by, changes=changes)
    return planned


@transaction.atomic
def set_due_days(*, programme, due_after, late_for, by, seen=None):
    """Let reports be due so many days after each period that is not closed, and take late ones so many days longer.

    The numbers are those of `plan_periods`. What was handed in already stays late, or in time, as it was then. `seen`
    is the fingerprint of what was shown beforehand: where it is given, that is done or nothing. Raises Refused, also
    where there is nothing to change. Returns the periods that were changed.
    """
    refuse_unless(by, Permission.PERIOD_MANAGE, programme)
    hold(programme)
    _refuse_days(due_after, late_for)
    changed = []
    # Also who opens and closes periods waits for these rows: what was shown is compared with what is held.
    held = list(programme.periods.exclude(state=PeriodState.CLOSED).order_by("pk").select_for_update(no_key=True))
    if seen is not None:
        ahead = days_ahead(sorted(held, key=lambda one: one.ends_on), due_after, late_for, timezone.localdate())
        if ahead and seen != fingerprint_of_days(ahead):
            raise Refused(_("The periods have changed since you looked. Look again at what changes, then confirm."))
    for period in held:
        before = period.due_on, period.closes_on
        period.due_on, period.closes_on = days_of_handing_in(period.ends_on, due_after, late_for)
        if changes := _changed_days(before, period):
            period.save(update_fields=["due_on", "closes_on"])
            record_event(AuditVerb.CHANGED, period, by=by, changes=changes)
            changed.append(period)
    if not changed:
        raise Refused(_("Every period that is not closed has these days already."))
    return changed


@transaction.atomic
def save_period(*, record, by, programme, seen="", related=None):
    """Add a period or change its label and days; as `save_record`, with what holds of periods.

    No day belongs to two periods, and a period keeps the days of the figures that were reported in it.
    """
    refuse_unless(by, Permission.PERIOD_MANAGE, programme)
    hold(programme)
    if record.starts_on and record.ends_on:
        if problems := _sharing_days(record):
            raise Refused(problems)
        _refuse_losing_figures(record)
    return save_record(
        record=record, related=related, seen=seen, by=by, programme=programme, permission=Permission.PERIOD_MANAGE
    )


def _refuse_years(programme, first_year, last_year):
    problems = {}
    years = {"first": programme.start_year, "last": programme.end_year}
    for name, year in (("first_year", first_year), ("last_year", last_year)):
        if not programme.start_year <= year <= programme.end_year:
            problems[name] = _("The programme runs from %(first)s to %(last)s. Choose one of these years.") % years
    if last_year < first_year:
        problems["last_year"] = _("The last year lies before the first.")
    if problems:
        raise Refused(problems)


def _refuse_days(due_after, late_for):
    problems = {
        name: _("Give a number of days from 0 to %(most)s.") % {"most": MOST_DAYS}
        for name, days in (("due_after", due_after), ("late_for", late_for))
        if not 0 <= (days or 0) <= MOST_DAYS
    }
    if due_after is None:
        problems["due_after"] = _("Say how many days after the end of a period its reports are due.")
    if problems:
        raise Refused(problems)


def _changed_days(before, period):
    """What changes about when reports are due, as the trail keeps it."""
    after = {"due_on": period.due_on, "closes_on": period.closes_on}
    return {
        name: [was and was.isoformat(), is_now and is_now.isoformat()]
        for was, (name, is_now) in zip(before, after.items(), strict=True)
        if was != is_now
    }


def _is_the_same(stretch, period):
    return (stretch.label, stretch.starts_on, stretch.ends_on) == (period.label, period.starts_on, period.ends_on)


def _in_the_way(stretch, periods, *, only_days=False):
    """What is in the way of a stretch, a sentence each."""
    named = {"label": stretch.label}
    sentences = []
    for period in periods:
        if stretch.overlaps(period):
            message = _("%(label)s shares days with %(other)s (%(first)s to %(last)s): no day belongs to two periods.")
            days = {"other": period.label, "first": day(period.starts_on), "last": day(period.ends_on)}
            sentences.append(message % (named | days))
        elif period.label == stretch.label and not only_days:
            sentences.append(_("There is another period called %(label)s: give that one another label.") % named)
    return sentences


def _sharing_days(period):
    """What of a period's days belongs to another one: {field: sentence}."""
    others = period.programme.periods.exclude(pk=period.pk)
    problems = _in_the_way(Stretch(period.label, period.starts_on, period.ends_on), others, only_days=True)
    return {"starts_on": " ".join(problems)} if problems else {}


FITS_NO_MORE[ReportingPeriod] = _sharing_days


def _refuse_losing_figures(period):
    """Figures are dated; the days of their period cannot leave them outside."""
    if period.pk is None:
        return
    dated = period.entries.aggregate(first=Min("measured_on"), last=Max("measured_on"))
    message = _("Figures of this period are dated %(first)s to %(last)s: these days have to stay inside.")
    sentence = message % {"first": day(dated["first"]), "last": day(dated["last"])}
    problems = {}
    if dated["first"] and period.starts_on > dated["first"]:
        problems["starts_on"] = sentence
    if dated["last"] and period.ends_on < dated["last"]:
        problems["ends_on"] = sentence
    if problems:
        raise Refused(problems)


def _locked(period, by):
    if not by.has_perm(Permission.PERIOD_MANAGE, period):
        raise PermissionDenied
    return ReportingPeriod.objects.select_for_update(no_key=True).get(pk=period.pk)


def _move(period, to_state, reason, by):
    """The only way a period changes its state."""
    if to_state not in PERIOD_MOVES[PeriodState(period.state)]:
        message = _("The period %(period)s is “%(state)s”: that cannot be done with it now. Look at it again.")
        raise PeriodRefused(message % {"period": period.label, "state": period.get_state_display()})
    before, period.state = period.state, to_state
    period.save(update_fields=["state"])
    record_event(VERBS[to_state], period, by=by, changes={"state": [before, str(to_state)]}, reason=reason)
    return period
