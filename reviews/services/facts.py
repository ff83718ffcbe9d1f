"""Fixing the facts that a review judges."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.choices import AuditVerb, Permission
from accounts.services import record_event

from ..choices import ReviewState
from ..selectors import facts_of
from .refusals import ReviewRefused

# Until the constituents read the draft; what they endorse does not change under their hands.
BEFORE_CONSULTATION = (
    ReviewState.PLANNED,
    ReviewState.SCORING,
    ReviewState.CONSOLIDATION,
    ReviewState.DRAFT_REPORT,
)


@transaction.atomic
def fix_facts(*, review, reason="", by):
    """Keep the facts of the programme as they stand now as those the review judges; again only with a reason.

    Call it on a review that is held. `by` is None when a folder is loaded. Raises ReviewRefused without a reason, or
    once the draft is with the constituents; PermissionDenied without permission.
    """
    if by is not None and not by.has_perm(Permission.REVIEW_MANAGE, review):
        raise PermissionDenied
    if review.state not in BEFORE_CONSULTATION:
        raise ReviewRefused({"": _("The draft is with the constituents, or final: its facts stay as they are.")})
    if review.facts and not reason:
        raise ReviewRefused({"reason": _("Say why the facts are taken anew.")})
    before, review.facts_fixed_at = review.facts_fixed_at, timezone.now()
    review.facts = facts_of(review).to_json()
    review.save(update_fields=["facts", "facts_fixed_at"])
    changes = {"facts_fixed_at": [before and before.isoformat(), review.facts_fixed_at.isoformat()]}
    record_event(AuditVerb.FACTS_FIXED, review, by=by, changes=changes, reason=reason)
    return review
