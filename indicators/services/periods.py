"""Planning reporting periods, and opening and closing them."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max, Min
from django.utils.translation import gettext as _

from accounts.choices import AuditVerb, Permission
from accounts.services import record_event
from dwcp.toolkit.figures import day
from outcomes.services import Refused, save_record
from outcomes.services.records import hold, refuse_unless
from outcomes.services.removals import FITS_NO_MORE

from ..choices import PERIOD_MOVES, PeriodState
from ..models import ReportingPeriod
from ..planning import Stretch, periods_of_years


class PeriodRefused(Exception):
    """The period cannot go where it was sent; the text says why and what to do."""


@transaction.atomic
def open_period(*, period, reason, by):
    """Let a planned period take entries, or a closed one again: that needs its reason."""
    period = _locked(period, by)
    if period.state == PeriodState.CLOSED and not reason:
        raise PeriodRefused(_("Say why the period has to be opened again."))
    to_state = PeriodState.REOPENED if period.state == PeriodState.CLOSED else PeriodState.OPEN
    return _move(period, to_state, AuditVerb.PERIOD_OPENED, reason, by)


@transaction.atomic
def close_period(*, period, reason, by):
    """Let a period take no more entries. What waits in it for verification may still be verified."""
    return _move(_locked(period, by), PeriodState.CLOSED, AuditVerb.PERIOD_CLOSED, reason, by)


@transaction.atomic
def open_periods(*, periods, reason, by):
    """Let several periods take entries at once: all of them, or none.

    Raises PeriodRefused with what is wrong with each, by its label.
    """
    refused = []
    for period in periods:
        try:
            open_period(period=period, reason=reason, by=by)
        except PeriodRefused as error:
            refused.append(f"{period.label}: {error}")
    if refused:
        raise PeriodRefused(" ".join(refused))
    return list(periods)


@transaction.atomic
def plan_periods(*, programme, frequency, first_year, last_year, by):
    """Plan the periods of some years of the programme: every year, half-year or quarter.

    Periods that are there already, under the same name and with the same days, stay as they are. Raises Refused,
    naming every period that something else is in the way of. Returns the new periods.
    """
    refuse_unless(by, Permission.PERIOD_MANAGE, programme)
    hold(programme)
    _refuse_years(programme, first_year, last_year)
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
    planned = [
        ReportingPeriod.objects.create(
            programme=programme, label=stretch.label, starts_on=stretch.starts_on, ends_on=stretch.ends_on
        )
        for stretch in stretches
    ]
    for period in planned:
        changes = {"days": [None, f"{period.starts_on} – {period.ends_on}"]}
        record_event(AuditVerb.ADDED, period, by=by, changes=changes)
    return planned


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
    return ReportingPeriod.objects.select_for_update().get(pk=period.pk)


def _move(period, to_state, verb, reason, by):
    if to_state not in PERIOD_MOVES[PeriodState(period.state)]:
        raise PeriodRefused(
            _("The period %(period)s is “%(state)s” already.")
            % {"period": period.label, "state": period.get_state_display()}
        )
    before, period.state = period.state, to_state
    period.save(update_fields=["state"])
    record_event(verb, period, by=by, changes={"state": [before, str(to_state)]}, reason=reason)
    return period
