"""Judging an indicator otherwise than its figures do, and taking that back."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.choices import AuditVerb, Permission
from accounts.services import record_event
from outcomes.services import Refused, Stale
from outcomes.services.records import refuse_unless

from ..choices import STATUSES_TO_GIVE
from ..models import Indicator, StatusOverride
from ..selectors import current_period, standing_of
from .figures import LONGEST


@transaction.atomic
def override_status(*, indicator, status, reason, by, seen=None):
    """Give an indicator a status other than its figures do, until the next period begins. Both are shown.

    What somebody gave it before in this period is taken back. `seen` is the key of that one as the writer saw it
    (0: there was none); another in the database raises Stale, and None does not ask. Raises Refused with every
    problem at once, PermissionDenied without the permission. Returns the override.
    """
    refuse_unless(by, Permission.STATUS_OVERRIDE, indicator.programme)
    # Nobody else judges the same indicator meanwhile, and it is judged as it stands now.
    locked = Indicator.objects.select_for_update(of=("self",), no_key=True).select_related("outcome__programme")
    standing = standing_of(locked.get(pk=indicator.pk))
    period = current_period(standing.indicator.programme)
    if seen is not None and seen != (standing.override.pk if standing.override else 0):
        raise Stale(standing.override)
    problems = {}
    if period is None:
        problems[""] = _("No reporting period has been opened yet, so there is nothing to judge. Open the first one.")
    if status not in STATUSES_TO_GIVE:
        problems["status"] = _("Choose one of the statuses in the list.")
    elif status == standing.computed:
        problems["status"] = _("This is what the figures say already. Choose another status, or leave it as it is.")
    if not reason.strip():
        problems["reason"] = _("Say why the figures do not tell the status.")
    elif len(reason) > LONGEST["reason"]:
        problems["reason"] = _("This is too long: %(longest)s characters are kept.") % {"longest": LONGEST["reason"]}
    if problems:
        raise Refused(problems)
    if standing.override:
        _withdraw(standing.override, by)
    override = StatusOverride.objects.create(indicator=indicator, period=period, status=status, reason=reason, by=by)
    changes = {"status": [str(standing.status), str(status)], "period": [None, period.label]}
    record_event(AuditVerb.STATUS_OVERRIDDEN, indicator, by=by, changes=changes, reason=reason)
    return override


@transaction.atomic
def withdraw_override(*, override, by):
    """Let an indicator be judged by its figures again. What was given and why is kept.

    Raises Refused when it was taken back already or has lapsed, PermissionDenied without the permission.
    """
    refuse_unless(by, Permission.STATUS_OVERRIDE, override.indicator.programme)
    override = (
        StatusOverride.objects.select_for_update(of=("self",), no_key=True)
        .select_related("indicator__outcome__programme", "period")
        .get(pk=override.pk)
    )
    if override.withdrawn_at is not None:
        raise Refused(_("This status has been taken back already."))
    if override.period != current_period(override.indicator.programme):
        raise Refused(_("This status lapsed when the next period began: there is nothing to take back."))
    computed = standing_of(override.indicator).computed
    _withdraw(override, by)
    changes = {"status": [override.status, str(computed)]}
    record_event(AuditVerb.OVERRIDE_WITHDRAWN, override.indicator, by=by, changes=changes)
    return override


def _withdraw(override, by):
    override.withdrawn_at, override.withdrawn_by = timezone.now(), by
    override.save(update_fields=["withdrawn_at", "withdrawn_by"])
