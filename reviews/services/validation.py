"""What government, employers and workers say to a draft report, each for themselves."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.choices import AuditVerb, Permission, Role
from accounts.services import record_event
from outcomes.rules import membership_of
from outcomes.services.records import problems_of

from ..choices import ReviewState
from ..models import Endorsement
from .moves import held_review
from .refusals import ReviewRefused, StaleReview


@transaction.atomic
def validate_draft(*, review, stance, text, revision, by):
    """Say for one's own organisation what it thinks of the draft; saying it again changes it until the round ends.

    Nobody names the organisation: it is the speaker's own, and so is the constituency. `revision` is that of the
    answer the writer saw, 0 for none. Raises ReviewRefused while no draft is with the constituents, for somebody whose
    organisation is neither government, employers nor workers, and for a comment or reservation without words;
    StaleReview when a colleague was quicker; PermissionDenied without permission.
    """
    current, answer = _answer_of(review, revision, by)
    if answer is None:
        answer = Endorsement(
            review=current,
            consultation_round=current.consultation_round,
            organisation=by.organisation,
            constituency=by.organisation.constituency,
            revision=0,
        )
    before = {"stance": None, "text": None}
    if answer.pk and answer.withdrawn_at is None:
        before = {"stance": answer.stance, "text": answer.text}
    answer.stance, answer.text = stance, text
    answer.given_by, answer.given_at, answer.withdrawn_at = by, timezone.now(), None
    if problems := problems_of(answer):
        words = problems.pop("", None)
        raise ReviewRefused(problems | ({"text": words} if words else {}))
    changes = {name: [was, getattr(answer, name)] for name, was in before.items() if was != getattr(answer, name)}
    if changes:
        answer.revision += 1
        answer.save()
        record_event(AuditVerb.DRAFT_VALIDATED, answer, by=by, changes=changes)
    return answer


@transaction.atomic
def withdraw_validation(*, review, revision, by):
    """Take back what one's organisation said to the draft, until the round ends; it can be put back as it was.

    Raises as `validate_draft` does, and ReviewRefused where nothing was said.
    """
    return _set_withdrawn(review, revision, by, timezone.now(), AuditVerb.REMOVED)


@transaction.atomic
def put_back_validation(*, review, revision, by):
    """Say again what was withdrawn, as it was. Raises as `withdraw_validation` does."""
    return _set_withdrawn(review, revision, by, None, AuditVerb.PUT_BACK)


def _set_withdrawn(review, revision, by, moment, verb):
    _current, answer = _answer_of(review, revision, by)
    if answer is None:
        raise ReviewRefused({"": _("Your organisation has said nothing about this draft yet.")})
    if (answer.withdrawn_at is None) == (moment is None):
        return answer  # it is as was asked for already
    answer.withdrawn_at = moment
    answer.revision += 1
    answer.save()
    changes = {"stance": [answer.stance, None] if moment else [None, answer.stance]}
    record_event(verb, answer, by=by, changes=changes)
    return answer


def _answer_of(review, revision, by):
    """The held review, and what the speaker's organisation said in this round (also what it withdrew), or None."""
    _refuse_unless_they_speak(review, by)
    current = held_review(review)
    if current.state != ReviewState.CONSULTATION:
        message = _("The review is “%(state)s”: no draft is with the constituents now.")
        raise ReviewRefused({"": message % {"state": current.get_state_display()}})
    answer = current.endorsements.filter(
        consultation_round=current.consultation_round, organisation=by.organisation
    ).first()
    if (answer.revision if answer else 0) != revision:
        raise StaleReview(answer)
    return current, answer


def _refuse_unless_they_speak(review, by):
    if by.has_perm(Permission.REPORT_VALIDATE, review):
        return
    membership = membership_of(by, review.programme)
    if membership is None or membership.role != Role.CONSTITUENT or review.programme.is_archived:
        raise PermissionDenied
    raise ReviewRefused({"": why_they_do_not_speak(by)})


def why_they_do_not_speak(person):
    """The sentence for a constituent whose organisation is none of the three groups that answer a draft."""
    if person.organisation is None:
        return _(
            "You belong to no organisation here, so you speak for none of the three groups. "
            "Ask the programme officer to name yours."
        )
    message = _(
        "%(organisation)s is listed as “%(group)s”. Only organisations of government, employers and workers "
        "answer a draft, each for itself."
    )
    group = person.organisation.get_constituency_display()
    return message % {"organisation": person.organisation, "group": group}
