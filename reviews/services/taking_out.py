"""Taking something out of a review so that it can be put back, and putting it back."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from accounts.choices import AuditVerb, Permission
from accounts.models import User
from accounts.services import record_event
from dwcp.toolkit.snapshots import belongings_of, taken
from outcomes.models import Removal
from outcomes.services import Refused, put_back
from outcomes.services.records import stated
from outcomes.services.removals import ASKED_BESIDES, FITS_NO_MORE

from ..models import (
    Citation,
    Dissent,
    IndicatorFinding,
    Recommendation,
    Review,
    SubCriterionFinding,
    TeamMember,
    TimetableTask,
)
from ..words import takes_no_words
from .moves import held_review
from .refusals import ReviewRefused


def take_out(record, *, what, programme, by, verb=AuditVerb.REMOVED, changes=None):
    """Remove a record, kept in a Removal with all that belongs to it. Call it in a transaction, when all is asked.

    The trail says all that it stated, unless `changes` says what of it readers of the trail are to see.
    """
    removal = Removal.objects.create(
        programme=programme, what=what[:250], content=taken(belongings_of(record).records), removed_by=by
    )
    if changes is None:
        changes = {name: [text, None] for name, text in stated(record).items() if text is not None}
    record_event(verb, record, by=by, changes=changes)
    record.delete()
    return removal


def put_back_into_review(*, review, removal, by):
    """Put back a finding, a citation or one's own dissent that was taken out of this review.

    Raises ReviewRefused where it does not go with what is there now, PermissionDenied without permission.
    """
    kept = removal.content[0] if removal.content else {"model": ""}
    permission = PERMISSIONS.get(kept["model"])
    if permission is None or _review_of(kept["fields"]) != review:
        raise PermissionDenied
    return put_back_as_kept(removal, permission, review, by)


def take_out_words(record, by):
    """Remove a recommendation or an action that is held; its history says what its words were. Returns the Removal."""
    what = f"{record._meta.verbose_name} {record}"
    return take_out(record, what=what, programme=record.programme, by=by, changes={"text": [record.text, None]})


def put_back_as_kept(removal, permission, subject, by):
    """Write back what a Removal keeps. Raises ReviewRefused when it does not go with what is there now."""
    try:
        return put_back(removal=removal, by=by, permission=permission, subject=subject)
    except Refused as refused:
        raise ReviewRefused(refused.problems) from None


PERMISSIONS = {
    IndicatorFinding._meta.label_lower: Permission.REPORT_WRITE,
    SubCriterionFinding._meta.label_lower: Permission.REPORT_WRITE,
    Citation._meta.label_lower: Permission.REVIEW_SCORE,
    Dissent._meta.label_lower: Permission.REVIEW_SCORE,
}


def _takes_no_scores(record):
    score = record.criterion_score or record.area_rating
    if score.review.takes_scores:
        return {}
    return {"": _("The review is “%(state)s” and takes no scores now.") % {"state": score.review.get_state_display()}}


def _takes_no_words(finding):
    return {} if finding.review.takes_words else {"": takes_no_words(finding.review)}


def _review_of(written):
    """The review to which a record belongs, from its fields as they were kept; None where that is gone."""
    if "review" in written:
        return Review.objects.filter(pk=written["review"]).first()
    if written["criterion_score"]:
        return Review.objects.filter(criterion_scores=written["criterion_score"]).first()
    return Review.objects.filter(area_ratings=written["area_rating"] or 0).first()


def _wait_for_who_moves_it(written, by):
    """Hold the review before anything is written: what it takes now it takes until the end, and nobody signs it."""
    if (review := _review_of(written)) is not None:
        held_review(review)


def _refuse_other_hands(written, by):
    """Nobody speaks for somebody else: a view is put back by who held it."""
    _wait_for_who_moves_it(written, by)
    if written["by"] != by.pk:
        person = User.objects.get(pk=written["by"])
        message = _("This is the view of %(person)s: nobody else can put it back.")
        raise Refused(message % {"person": person})


# The list of all that was removed from a programme asks the same.
FITS_NO_MORE |= {
    IndicatorFinding: _takes_no_words,
    SubCriterionFinding: _takes_no_words,
    Citation: _takes_no_scores,
    Dissent: _takes_no_scores,
}
ASKED_BESIDES |= {
    model._meta.label_lower: _wait_for_who_moves_it
    for model in (IndicatorFinding, SubCriterionFinding, Citation, Recommendation, TeamMember, TimetableTask)
}
ASKED_BESIDES[Dissent._meta.label_lower] = _refuse_other_hands
