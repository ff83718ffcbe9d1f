"""Holding another view than the team agreed on: it is kept, and printed beside the score."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.choices import AuditVerb
from accounts.services import record_event

from ..models import CriterionScore, Dissent
from .refusals import ReviewRefused, StaleReview
from .scores import check_length, check_on_scale, held_score, name_of
from .taking_out import take_out


@transaction.atomic
def dissent(*, score, own_score, text, revision, by):
    """Say that one sees an agreed score otherwise, and why; again to change what one said.

    `score` is a CriterionScore or AreaRating, `own_score` the one held instead, None for words alone; the
    constituency is that for which the person sits in the team. `revision` is the one the writer saw, 0 for none.
    Raises ReviewRefused without words, off the scale or where the review takes no scores, StaleReview when it was
    changed in another window, PermissionDenied to who is not in the team.
    """
    agreed = held_score(score, by)
    check_on_scale(agreed.review, "score", own_score)
    check_length("text", text)
    if not text.strip():
        raise ReviewRefused({"text": _("Say what you see otherwise.")})
    side = "criterion_score" if isinstance(agreed, CriterionScore) else "area_rating"
    current = agreed.dissents.filter(by=by).first() or Dissent(**{side: agreed}, by=by, revision=0)
    if current.revision != revision:
        raise StaleReview(current)
    member = agreed.review.team.get(person=by)
    new = {"score": own_score, "text": text, "constituency": member.constituency}
    changes = {name: [getattr(current, name), value] for name, value in new.items() if getattr(current, name) != value}
    if changes:
        for name, value in new.items():
            setattr(current, name, value)
        current.revision += 1
        current.save()
        record_event(AuditVerb.DISSENTED, agreed, by=by, changes=changes)
    return current


@transaction.atomic
def withdraw_dissent(*, dissent, by):
    """Give up one's own other view, kept so that it can be put back; everybody only their own.

    Raises ReviewRefused where the review takes no scores, PermissionDenied otherwise. Returns the Removal.
    """
    if dissent.by_id != by.pk:
        raise PermissionDenied
    agreed = held_score(dissent.criterion_score or dissent.area_rating, by)
    what = _("Other view of %(person)s on %(score)s") % {"person": by, "score": name_of(agreed)}
    return take_out(dissent, what=what, programme=agreed.review.programme, by=by, verb=AuditVerb.DISSENT_WITHDRAWN)
