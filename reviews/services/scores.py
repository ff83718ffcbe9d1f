"""Writing the agreed scores."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.choices import AuditVerb, Permission
from accounts.services import record_event

from ..choices import LONGEST_TEXT
from ..models import CriterionScore
from ..scoring import ScoreOutsideScale
from ..selectors import scale_of
from .moves import held_review
from .refusals import ReviewRefused, StaleReview


@transaction.atomic
def score_criterion(*, criterion_score, score, rationale, revision, by):
    """Set the agreed score of a criterion and why; None means that it was not assessed.

    `revision` is the one the writer saw: if the database has a newer one, StaleReview is raised. Raises
    ReviewRefused for a score outside the scale or a review that takes none, PermissionDenied without permission.
    """
    current = held_score(criterion_score, by, revision)
    check_on_scale(current.review, "score", score)
    check_length("rationale", rationale)
    changes = _changes(current, score=score, rationale=rationale)
    _save(current, AuditVerb.CRITERION_SCORED, changes, by)
    return current


@transaction.atomic
def rate_area(*, area_rating, rating, comment, control, control_reason, revision, by):
    """Set the agreed rating of an outcome in an area; None means that it was not rated.

    An `area_rating` that is not kept yet (a review taken from files lacks those it does not state) is made here.
    `control` overrides who controls the area for this outcome ("" keeps the template's) and needs its reason.
    Raises as score_criterion does.
    """
    current = held_score(area_rating, by, revision)
    check_on_scale(current.review, "rating", rating)
    check_length("comment", comment)
    check_length("control_reason", control_reason)
    if control and not control_reason:
        raise ReviewRefused({"control_reason": _("Say why the control differs for this outcome.")})
    changes = _changes(
        current,
        rating=rating,
        comment=comment,
        control=control,
        control_reason=control_reason if control else "",
    )
    _save(current, AuditVerb.AREA_RATED, changes, by)
    return current


def held_score(score, by, revision=None):
    """An agreed score as it stands now, held until the transaction ends, if this person may write about it.

    `revision` is the one the writer saw, where the score itself is to be changed. Raises as score_criterion does.
    """
    if not by.has_perm(Permission.REVIEW_SCORE, score):
        raise PermissionDenied
    review = held_review(score.review)
    if not review.takes_scores:
        message = _("The review is “%(state)s” and takes no scores now.")
        raise ReviewRefused({"": message % {"state": review.get_state_display()}})
    current = _held(score, review)
    current.review = review
    if revision is not None and current.revision != revision:
        raise StaleReview(current)
    return current


def _held(score, review):
    scores = type(score)._default_manager.select_for_update(of=("self",))
    if score.pk is not None:
        return scores.get(pk=score.pk)
    current, _is_new = scores.get_or_create(
        review=review,
        country_programme_outcome=score.country_programme_outcome,
        area=score.area,
        defaults={"revision": 0},
    )
    return current


def name_of(score):
    """What an agreed score is of, in a sentence."""
    if isinstance(score, CriterionScore):
        return _("criterion %(number)s") % {"number": score.criterion.number}
    return f"{score.country_programme_outcome.code} {score.area.letter}"


def check_length(field, text):
    """Raise ReviewRefused for a text longer than the house keeps."""
    if len(text) > LONGEST_TEXT:
        message = _("This is too long: %(longest)s characters are kept, and these are %(number)s.")
        raise ReviewRefused({field: message % {"longest": LONGEST_TEXT, "number": len(text)}})


def check_on_scale(review, field, score):
    """Raise ReviewRefused for a score that the scale of the review has no step for."""
    if score is None:
        return
    scale = scale_of(review.template)
    try:
        scale.check(score)
    except ScoreOutsideScale:
        message = _("%(score)s is not on the scale. Choose a whole number from %(lowest)s to %(highest)s.")
        raise ReviewRefused(
            {field: message % {"score": score, "lowest": scale.lowest, "highest": scale.highest}}
        ) from None


def _changes(current, **new):
    return {name: [getattr(current, name), value] for name, value in new.items() if getattr(current, name) != value}


def _save(current, verb, changes, by):
    # Agreeing on no score and no words changes nothing but that it is agreed.
    if not changes and current.revision:
        return  # nothing happened, so nothing is noted
    for name, (_before, after) in changes.items():
        setattr(current, name, after)
    # 1 is what a file stated, and files may state anew; from 2 on it was given here (`ScoreTableResource.keeps`).
    current.revision = max(current.revision, 1) + 1
    current.save()
    record_event(verb, current, by=by, changes=changes)
