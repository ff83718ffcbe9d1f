"""How a review came to where it stands: every move, with who, when and why."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from accounts.choices import AuditVerb
from accounts.models import AuditEvent, User

from ..choices import ReviewState

TOLD = (AuditVerb.REVIEW_MOVED, AuditVerb.FACTS_FIXED, AuditVerb.REPORT_SIGNED)


@dataclass(frozen=True, slots=True)
class PastMove:
    """What happened to a review; `by` is None for what a load of files did."""

    at: datetime
    by: User | None
    what: str
    reason: str


def history_of(review):
    """Moves of a review, its facts taken and its report signed, the latest first (1 query)."""
    events = AuditEvent.objects.about(review).filter(verb__in=TOLD).select_related("by")
    return tuple(PastMove(event.at, event.by, _what(event), event.reason) for event in events)


def _what(event):
    if event.verb == AuditVerb.FACTS_FIXED:
        return _("Facts taken") if event.changes["facts_fixed_at"][0] is None else _("Facts taken anew")
    if event.verb == AuditVerb.REPORT_SIGNED:
        return _("Report signed")
    before, after = (ReviewState(state).label for state in event.changes["state"])
    return _("%(before)s → %(after)s") % {"before": before, "after": after}
