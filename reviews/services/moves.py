"""Moving a review on: one table of allowed moves, each move a row of the trail with who, when and why."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.choices import AuditVerb, Permission
from accounts.services import record_event

from ..choices import ReviewState
from ..models import AreaRating, CriterionScore, Review
from ..words import takes_no_words
from .facts import BEFORE_CONSULTATION, fix_facts
from .refusals import ReviewRefused, StaleReview


@dataclass(frozen=True)
class Move:
    """From one state to another; `needs_reason` for every step back. One that leaves somebody out needs it, too."""

    origin: ReviewState
    target: ReviewState
    needs_reason: bool = False


# Final is reached by `sign_report` alone, which makes the report that is signed; and left by `correct_report`.
MOVES = (
    Move(ReviewState.PLANNED, ReviewState.SCORING),
    Move(ReviewState.SCORING, ReviewState.CONSOLIDATION),
    Move(ReviewState.CONSOLIDATION, ReviewState.SCORING, needs_reason=True),
    Move(ReviewState.CONSOLIDATION, ReviewState.DRAFT_REPORT),
    Move(ReviewState.DRAFT_REPORT, ReviewState.CONSOLIDATION, needs_reason=True),
    Move(ReviewState.DRAFT_REPORT, ReviewState.CONSULTATION),
    Move(ReviewState.CONSULTATION, ReviewState.DRAFT_REPORT, needs_reason=True),
)


def moves_from(state):
    """The moves that a review in this state allows, in the order of a review's life."""
    return tuple(move for move in MOVES if move.origin == state)


def held_review(review):
    """The review as it stands now, held until the transaction ends: whoever moves or signs it waits for the other."""
    reviews = Review.objects.select_for_update(of=("self",), no_key=True)
    return reviews.select_related("programme", "template").get(pk=review.pk)


def held_for_words(review, by):
    """The review, held, if this person writes its report and it takes words now; ReviewRefused, PermissionDenied."""
    if not by.has_perm(Permission.REPORT_WRITE, review):
        raise PermissionDenied
    current = held_review(review)
    if not current.takes_words:
        raise ReviewRefused({"": takes_no_words(current)})
    return current


@transaction.atomic
def move_review(*, review, to, reason="", revision, by):
    """Move a review to its next state, or back with a reason.

    Opening it (planned to scoring) needs a team and something to score, and fixes the facts it judges. Before the
    team comes together everybody has handed in, or a reason says why not. Raises ReviewRefused with what stands
    against it, StaleReview when it was moved meanwhile, PermissionDenied without permission.
    """
    if not by.has_perm(Permission.REVIEW_MANAGE, review):
        raise PermissionDenied
    current = held_review(review)
    if current.revision != revision:
        raise StaleReview(current)
    move = next((move for move in moves_from(current.state) if move.target == to), None)
    if move is None:
        raise ReviewRefused({"": _("The review is “%(state)s”; it cannot go there from here.") % _state(current)})
    _check(current, move, reason)
    _prepare(current, move, by)
    set_state(current, move.target, reason=reason, by=by)
    return current


def set_state(review, state, *, reason="", by):
    """Note the move and save the review; for the services that move a held review."""
    before, review.state = review.state, state
    review.revision += 1
    review.save()
    record_event(AuditVerb.REVIEW_MOVED, review, by=by, changes={"state": [str(before), str(state)]}, reason=reason)


def _state(review):
    return {"state": review.get_state_display()}


def what_stands_against(review, move):
    """What keeps a review from a move, a sentence each; besides a reason that is still to be given (3 queries)."""
    if move.origin != ReviewState.PLANNED:
        return ()
    template, lacking = review.template, []
    has_areas = template.areas.exists()
    if not review.team.exists():
        lacking.append(_("Name the team that scores the review."))
    if not template.labels.exists():
        lacking.append(_("The template has no rating scale: give it one, or choose another."))
    if not has_areas and not template.criteria.exists():
        lacking.append(_("The template has neither criteria nor performance areas: there is nothing to score."))
    if has_areas and not review.country_programme_outcomes.exists():
        lacking.append(_("Choose the outcomes under review."))
    return tuple(lacking)


def who_is_left_out(review, move):
    """The members of the team who have not handed in their scores when the team comes together (1 query)."""
    if move.origin != ReviewState.SCORING:
        return ()
    return tuple(review.team.filter(handed_in_at=None).select_related("person"))


def _check(review, move, reason):
    problems = {}
    if move.needs_reason and not reason:
        problems["reason"] = _("Say why the review goes back.")
    if lacking := what_stands_against(review, move):
        problems[""] = " ".join(lacking)
    if not reason and (missing := who_is_left_out(review, move)):
        message = _("%(names)s: no scores handed in yet. Wait for them, or say why you go on without.")
        problems["reason"] = message % {"names": ", ".join(str(member) for member in missing)}
    if problems:
        raise ReviewRefused(problems)


def _prepare(review, move, by):
    # One loaded by an earlier version of this application has begun without: it gets them before its report is written.
    if not review.facts and review.state in BEFORE_CONSULTATION:
        fix_facts(review=review, by=by)
    if move.origin == ReviewState.SCORING:
        _lay_out_agreed_scores(review)
    if move.target == ReviewState.CONSULTATION:
        review.consultation_round += 1


def _lay_out_agreed_scores(review):
    """An empty agreed score for all that is to be scored, so that each has its page; at revision 0: nobody agreed."""
    CriterionScore.objects.bulk_create(
        [
            CriterionScore(review=review, criterion=criterion, revision=0)
            for criterion in review.template.criteria.all()
        ],
        ignore_conflicts=True,
    )
    AreaRating.objects.bulk_create(
        [
            AreaRating(review=review, country_programme_outcome=outcome, area=area, revision=0)
            for outcome in review.country_programme_outcomes.all()
            for area in review.template.areas.all()
        ],
        ignore_conflicts=True,
    )
