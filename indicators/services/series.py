"""Beginning a new series of figures, when what an indicator counts, or how it is split, was changed."""

from django.db import transaction
from django.utils.translation import gettext_lazy

from accounts.choices import AuditVerb, Permission
from accounts.services import record_event
from outcomes.services import Refused
from outcomes.services.records import refuse_unless

from ..models import Indicator, SeriesChange

REASON_NEEDED = gettext_lazy("There are figures already: say why this is changed, so that they can be read.")


@transaction.atomic
def begin_series(*, indicator, totals_carry_on, before, reason, by):
    """Let the figures reported from now on be a series of their own. Nothing reported so far is touched.

    `totals_carry_on` where only the split was changed: totals of earlier series still count until they are restated.
    Otherwise only figures of the new series count. `before` is how the indicator was defined until now, as people
    read it ({label: text}). Call it when there are figures, and before a new definition is written: what the figures of
    the series that ends are read by is kept from the database. Raises Refused without a reason. Returns the change.
    """
    refuse_unless(by, Permission.STRUCTURE_EDIT, indicator.programme)
    refuse_without_reason(reason)
    locked = Indicator.objects.select_for_update(of=("self",), no_key=True).get(pk=indicator.pk)
    indicator.series = locked.series + 1
    indicator.comparable_from = locked.comparable_from if totals_carry_on else indicator.series
    Indicator.objects.filter(pk=indicator.pk).update(series=indicator.series, comparable_from=indicator.comparable_from)
    change = SeriesChange.objects.create(
        indicator=indicator,
        number=indicator.series,
        totals_carry_on=totals_carry_on,
        before=before,
        measure=locked.measure,
        currency=locked.currency,
        unit=locked.unit,
        scale=[(step.number, step.name) for step in locked.scale_steps],
        reason=reason,
        begun_by=by,
    )
    changes = {"series": [indicator.series - 1, indicator.series]}
    record_event(AuditVerb.SERIES_BEGUN, indicator, by=by, changes=changes, reason=reason)
    return change


def amend_series(*, indicator, before, reason):
    """Let the series that began last, in which nothing was reported yet, begin with one more change and its reason.

    What was noted of the definition before it stays; `before` adds what was not changed then. Raises Refused without a
    reason. Who calls it has asked for the permission, and notes the change in the trail.
    """
    refuse_without_reason(reason)
    change = indicator.series_changes.get(number=indicator.series)
    change.before = before | change.before
    change.reason = f"{change.reason}\n{reason}"
    change.save(update_fields=["before", "reason"])


def refuse_without_reason(reason):
    """Where there are figures, a change of how they are read says why."""
    if not reason:
        raise Refused({"reason": str(REASON_NEEDED)})
