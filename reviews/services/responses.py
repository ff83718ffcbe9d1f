"""What the office answers to a recommendation."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.choices import AuditVerb, Permission
from accounts.services import record_event

from ..choices import OPEN_ACTIONS, ResponseVerdict
from ..models import ManagementResponse, Recommendation
from ..words import not_answered
from .refusals import ReviewRefused, StaleReview


@transaction.atomic
def respond(*, recommendation, verdict, reason="", resources="", revision=0, by):
    """Answer a recommendation, or answer it anew: accepted, in part, or rejected; with a reason unless accepted.

    Possible from the moment the constituents read the draft, for then the recommendations are out, and as long as
    the programme is kept: the answer is no part of the frozen report. `revision` is that of the answer the writer
    saw, 0 where there was none. Raises ReviewRefused, StaleReview when somebody answered meanwhile, PermissionDenied.
    """
    if not by.has_perm(Permission.RECOMMENDATION_ANSWER, recommendation):
        raise PermissionDenied
    recommendation = held_recommendation(recommendation)
    if not recommendation.review.takes_answers:
        raise ReviewRefused({"": not_answered(recommendation.review)})
    current = ManagementResponse.objects.filter(recommendation=recommendation).first()
    if (current.revision if current else 0) != revision:
        raise StaleReview(current)
    answer = {"verdict": str(verdict), "reason": reason.strip(), "resources": resources.strip()}
    _check(recommendation, answer)
    response = current or ManagementResponse(recommendation=recommendation, revision=0)
    before = {name: getattr(response, name) or None for name in answer} if current else dict.fromkeys(answer)
    changes = {name: [before[name], value or None] for name, value in answer.items() if before[name] != (value or None)}
    if not changes:
        return response
    for name, value in answer.items():
        setattr(response, name, value)
    response.responded_by, response.responded_at = by, timezone.now()
    response.revision += 1
    response.save()
    record_event(AuditVerb.RESPONSE_GIVEN, recommendation, by=by, changes=changes)
    return response


def held_recommendation(recommendation):
    """The recommendation, held: two people who answer it, or plan for it, wait for each other."""
    kept = Recommendation.objects.select_for_update(of=("self",), no_key=True).select_related("review__programme")
    current = kept.filter(pk=recommendation.pk).first()
    if current is None:
        raise ReviewRefused({"": _("Somebody has removed this recommendation meanwhile. Go back to the list.")})
    return current


def _check(recommendation, answer):
    if answer["verdict"] not in ResponseVerdict.values:
        raise ReviewRefused({"verdict": _("Choose whether the recommendation is accepted.")})
    if answer["verdict"] != ResponseVerdict.ACCEPTED and not answer["reason"]:
        raise ReviewRefused({"reason": _("Say why the recommendation is not accepted as it stands.")})
    if (
        answer["verdict"] == ResponseVerdict.REJECTED
        and recommendation.actions.filter(status__in=OPEN_ACTIONS).exists()
    ):
        message = _("Actions are still open. Remove them, or report that no action is planned, before you reject it.")
        raise ReviewRefused({"verdict": message})
