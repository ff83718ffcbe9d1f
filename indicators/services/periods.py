"""Opening and closing reporting periods."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.choices import AuditVerb, Permission
from accounts.services import record_event

from ..choices import PERIOD_MOVES, PeriodState
from ..models import ReportingPeriod


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
