"""Scoring alone, before the team comes together: one's own scores, seen by nobody else."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.choices import AuditVerb, Permission
from accounts.services import record_event

from ..models import IndividualScore
from ..selectors import scorecard_of
from .citations import replace_citations
from .moves import held_review
from .refusals import ReviewRefused, StaleReview
from .scores import check_length, check_on_scale

# How many of those not scored yet a refusal names; the list on the page has all.
NAMED = 5


@transaction.atomic
def score_alone(
    *,
    review,
    criterion=None,
    outcome=None,
    area=None,
    score,
    is_not_assessed=False,
    rationale=None,
    sources=None,
    revision,
    by,
):
    """Keep one's own score of a criterion, or of an outcome in an area, while everybody scores alone.

    A score of None is either not assessed, as `is_not_assessed` says, or not scored yet: words may be kept before a
    score is. A `rationale` or `sources` (`citations.Source`) of None leave what is there. `revision` is the one the
    writer saw, 0 where nothing was kept: StaleReview is raised if there is a newer one, from another window.
    Raises ReviewRefused off the scale, for what this review does not score, after handing in and outside of scoring;
    PermissionDenied to who is not in the team.
    """
    review, _member = _scoring(review, by)
    _check_is_scored(review, criterion, outcome, area)
    check_on_scale(review, "score", score)
    if score is not None and is_not_assessed:
        raise ReviewRefused({"score": _("Give a score, or say that it was not assessed, but not both.")})
    if rationale is not None:
        check_length("rationale", rationale)
    what = {"criterion": criterion, "country_programme_outcome": outcome, "area": area}
    # The review is held: whoever saves the same score from another window waits for this one.
    current = IndividualScore.objects.filter(review=review, reviewer=by, **what).first()
    if current is None:
        current = IndividualScore(review=review, reviewer=by, revision=0, **what)
    if current.revision != revision:
        raise StaleReview(current)
    new = {"score": score, "is_not_assessed": is_not_assessed}
    is_scored_anew = any(getattr(current, name) != value for name, value in new.items())
    if rationale is not None:
        new["rationale"] = rationale
    is_changed = any(getattr(current, name) != value for name, value in new.items())
    for name, value in new.items():
        setattr(current, name, value)
    if current.pk is None or is_changed:
        _save(current)
    if sources is not None and replace_citations(current, sources) and not is_changed:
        _save(current)
    if is_scored_anew:
        # The trail is read by others while everybody scores alone: it says that there is a score and never which.
        # The words before handing in are a draft that is kept by itself; they leave no line for every pause in typing.
        record_event(AuditVerb.CRITERION_SCORED if criterion else AuditVerb.AREA_RATED, current, by=by)
    return current


@transaction.atomic
def hand_in_scores(*, review, by):
    """Say that one's own scores are complete; they stay as they are unless they are taken back.

    Raises ReviewRefused naming what is neither scored nor, with a rationale, marked as not assessed; PermissionDenied
    to who is not in the team.
    """
    review, member = _scoring(review, by)
    missing = [item for item in scorecard_of(review, by).items if not item.is_done]
    if missing:
        names = ", ".join(item.short_name for item in missing[:NAMED])
        more = len(missing) - NAMED
        if more > 0:
            names = _("%(names)s and %(more)s more") % {"names": names, "more": more}
        message = ngettext(
            "%(number)s is not scored yet: %(names)s. Score it, or mark it as not assessed and say why.",
            "%(number)s are not scored yet: %(names)s. Score them, or mark them as not assessed and say why.",
            len(missing),
        )
        raise ReviewRefused({"": message % {"number": len(missing), "names": names}})
    member.handed_in_at = timezone.now()
    member.save(update_fields=["handed_in_at"])
    record_event(AuditVerb.SCORES_HANDED_IN, review, by=by)
    return member


@transaction.atomic
def take_back_scores(*, review, by):
    """Take one's scores back to change them, as long as everybody scores alone.

    Raises ReviewRefused if they were not handed in, PermissionDenied to who is not in the team.
    """
    review, member = _scoring(review, by, handed_in=True)
    member.handed_in_at = None
    member.save(update_fields=["handed_in_at"])
    record_event(AuditVerb.SCORES_TAKEN_BACK, review, by=by)
    return member


def _scoring(review, by, *, handed_in=False):
    """The review, held, and the place of this person in its team, if they may score alone now."""
    if not by.has_perm(Permission.REVIEW_SCORE, review):
        raise PermissionDenied
    current = held_review(review)
    if not current.is_scored_alone:
        message = _("The review is “%(state)s”; nobody scores alone now.")
        raise ReviewRefused({"": message % {"state": current.get_state_display()}})
    member = current.team.filter(person=by).first()
    if member is None:
        raise PermissionDenied  # taken out of the team meanwhile
    if bool(member.handed_in_at) != handed_in:
        raise ReviewRefused(
            {
                "": _("You have not handed in your scores: you can change them as they are.")
                if handed_in
                else _("You have handed in your scores. Take them back to change one.")
            }
        )
    return current, member


def _check_is_scored(review, criterion, outcome, area):
    """Only what the method asks and the review looks at is scored."""
    if criterion is not None:
        fits = criterion.template_id == review.template_id and outcome is None and area is None
    else:
        fits = (
            outcome is not None
            and area is not None
            and area.template_id == review.template_id
            and review.country_programme_outcomes.filter(pk=outcome.pk).exists()
        )
    if not fits:
        raise ReviewRefused({"": _("This review does not score that. Load the list again.")})


def _save(current):
    current.revision += 1
    current.save()
