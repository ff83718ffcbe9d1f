"""Drawing by lot which entries of a period are checked more closely."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.choices import AuditVerb, Permission
from accounts.services import record_event

from ..models import ReportingPeriod, VerificationSample
from ..sampling import sample, size_of_share
from ..selectors import to_draw_from


class SampleRefused(Exception):
    """No sample can be drawn so. `problems` maps what was asked for (`size`, `percent`, "") to a sentence."""

    def __init__(self, problems):
        self.problems = problems
        super().__init__(" ".join(problems.values()))


@transaction.atomic
def draw_sample(*, period, seed, by, size=None, percent=None):
    """Draw entries of a period by lot, to be checked more closely: so many, or so many per cent, rounded up.

    Drawn from are those that wait for verification and those that were desk-checked only. The seed and what was drawn
    from are kept, so that the draw can be repeated. Raises SampleRefused where there are not so many, PermissionDenied
    without the permission. Returns the sample.
    """
    if not by.has_perm(Permission.ENTRY_VERIFY, period):
        raise PermissionDenied
    if (size is None) == (percent is None):
        raise SampleRefused({"size": _("Say how many are drawn, or how many per cent: one of the two.")})
    # Held, so that two samples of a period are drawn one after the other.
    period = ReportingPeriod.objects.select_for_update(no_key=True).get(pk=period.pk)
    keys = list(to_draw_from(period).order_by("pk").values_list("pk", flat=True))
    if not keys:
        message = _("There is nothing to draw from in %(period)s: no entry waits, and none is desk-checked only.")
        raise SampleRefused({"": message % {"period": period.label}})
    wanted = size if percent is None else size_of_share(percent, len(keys))
    if not 0 < wanted <= len(keys):
        message = ngettext(
            "%(number)d entry can be drawn from in %(period)s. Ask for that one.",
            "%(number)d entries can be drawn from in %(period)s. Ask for 1 to %(number)d of them.",
            len(keys),
        )
        field = "size" if percent is None else "percent"
        raise SampleRefused({field: message % {"number": len(keys), "period": period.label}})
    drawn = sample(keys, wanted, seed)
    kept = VerificationSample.objects.create(period=period, seed=seed, drawn_from=keys, drawn_by=by)
    kept.entries.set(drawn)
    changes = {"seed": [None, seed], "drawn": [None, len(drawn)], "drawn_from": [None, len(keys)]}
    record_event(AuditVerb.SAMPLE_DRAWN, period, by=by, changes=changes)
    return kept
