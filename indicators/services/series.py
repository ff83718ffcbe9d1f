"""Beginning a new series of figures, when what an indicator counts, or how it is split, was changed."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.choices import AuditVerb, Permission
from accounts.services import record_event
from outcomes.services import Refused
from outcomes.services.records import refuse_unless

from ..models import Indicator, SeriesChange


@transaction.atomic
def begin_series(*, indicator, totals_carry_on, before, reason, by):
    """Let the figures reported from now on be a series of their own. Nothing reported so far is touched.

    `totals_carry_on` where only the split was changed: totals of earlier series still count until they are restated.
    Otherwise only figures of the new series count. `before` is how the indicator was defined until now, as people
    read it ({label: text}). Call it when there are figures. Raises Refused without a reason. Returns the change.
    """
    refuse_unless(by, Permission.STRUCTURE_EDIT, indicator.programme)
    if not reason:
        raise Refused({"reason": _("There are figures already: say why this is changed, so that they can be read.")})
    locked = Indicator.objects.select_for_update(of=("self",)).get(pk=indicator.pk)
    indicator.series = locked.series + 1
    indicator.comparable_from = locked.comparable_from if totals_carry_on else indicator.series
    Indicator.objects.filter(pk=indicator.pk).update(series=indicator.series, comparable_from=indicator.comparable_from)
    change = SeriesChange.objects.create(
        indicator=indicator,
        number=indicator.series,
        totals_carry_on=totals_carry_on,
        before=before,
        reason=reason,
        begun_by=by,
    )
    changes = {"series": [indicator.series - 1, indicator.series]}
    record_event(AuditVerb.SERIES_BEGUN, indicator, by=by, changes=changes, reason=reason)
    return change
