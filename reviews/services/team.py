"""Who scores a review, and in what capacity."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.choices import Permission, Role
from outcomes.services import remove_record, save_record
from outcomes.services.records import hold
from outcomes.services.removals import FITS_NO_MORE

from ..choices import ReviewState
from ..models import TeamMember
from .moves import held_review
from .refusals import ReviewRefused

SCORING_ROLES = tuple(role for role in Role if Permission.REVIEW_SCORE in role.permissions)


@transaction.atomic
def add_to_team(*, review, person, capacity, constituency, by):
    """Let somebody who takes part in the programme as a reviewer score this review.

    `constituency` is the one they speak for, "" for none; it is printed beside their dissent. Raises Refused for
    somebody who does not take part, a second lead, or a review that is final; PermissionDenied.
    """
    member = TeamMember(review=review, person=person, capacity=capacity, constituency=constituency)
    return _save(member, "", by)


@transaction.atomic
def change_in_team(*, member, seen, by):
    """Change what a member of the team is there as; `member` holds what is to be kept.

    `seen` is the fingerprint the writer started from. Raises Refused, Stale, PermissionDenied.
    """
    return _save(member, seen, by)


@transaction.atomic
def remove_from_team(*, member, by):
    """Let somebody score no longer; they can be put back.

    Raises Refused for who has given scores or a dissent already: these stay theirs.
    """
    review = _held(member.review, by)
    if review.individual_scores.filter(reviewer=member.person).exists():
        message = _("%(person)s has given scores already, and they stay. So %(person)s stays in the team.")
        raise ReviewRefused({"": message % {"person": member.person}})
    return remove_record(record=member, by=by, programme=review.programme, permission=Permission.REVIEW_MANAGE)


def _save(member, seen, by):
    review = _held(member.review, by)
    problems = {}
    if not review.programme.memberships.filter(user=member.person, role__in=SCORING_ROLES).exists():
        message = _(
            "%(person)s does not take part in the programme as a reviewer. Make them one on the page “People” first."
        )
        problems["person"] = message % {"person": member.person}
    return save_record(
        record=member,
        seen=seen,
        by=by,
        programme=review.programme,
        permission=Permission.REVIEW_MANAGE,
        problems=problems,
    )


def _held(review, by):
    if not by.has_perm(Permission.REVIEW_MANAGE, review):
        raise PermissionDenied
    hold(review.programme)
    current = held_review(review)
    if problems := _of_a_final_review(current):
        raise ReviewRefused(problems)
    return current


def _of_a_final_review(review):
    if review.state != ReviewState.FINAL:
        return {}
    return {"": _("The review is final: the team that signed it stays as it is.")}


FITS_NO_MORE[TeamMember] = lambda member: _of_a_final_review(member.review)
