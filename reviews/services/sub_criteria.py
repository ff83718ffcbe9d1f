"""What a review found under the headings of a criterion."""

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from accounts.choices import AuditVerb
from accounts.services import record_event

from ..models import SubCriterionFinding
from .moves import held_for_words
from .refusals import ReviewRefused, StaleReview
from .scores import check_length
from .taking_out import take_out


@transaction.atomic
def save_sub_criterion_finding(*, review, criterion, finding=None, heading, text, sub_criteria, revision, by):
    """Write what was found under one heading of a criterion, or change it; `sub_criteria` are those it treats.

    `finding` is None for a new one, `revision` the one the writer saw. Raises ReviewRefused where something is
    missing or the review takes no words, StaleReview when somebody else saved meanwhile, PermissionDenied without
    permission. Returns the finding.
    """
    review = held_for_words(review, by)
    current = _standing(review, finding, revision) or SubCriterionFinding(
        review=review, criterion=criterion, position=_next_position(review, criterion), revision=0
    )
    _check(review, criterion, current, heading, text)
    chosen = sorted(sub_criteria, key=lambda sub: sub.number)
    before = sorted(current.sub_criteria.all(), key=lambda sub: sub.number) if current.pk else []
    new = {"heading": heading, "finding": text}
    changes = {name: [getattr(current, name), value] for name, value in new.items() if getattr(current, name) != value}
    if before != chosen:
        changes["sub_criteria"] = [", ".join(map(str, before)), ", ".join(map(str, chosen))]
    if changes:
        for name, value in new.items():
            setattr(current, name, value)
        current.revision += 1
        current.save()
        current.sub_criteria.set(chosen)
        record_event(AuditVerb.CHANGED if finding else AuditVerb.ADDED, current, by=by, changes=changes)
    return current


@transaction.atomic
def remove_sub_criterion_finding(*, finding, by):
    """Take a finding out, kept so that it can be put back.

    Raises ReviewRefused where the review takes no words, PermissionDenied without permission. Returns the Removal.
    """
    review = held_for_words(finding.review, by)
    what = _("Finding on criterion %(number)s: %(heading)s") % {
        "number": finding.criterion.number,
        "heading": finding.heading,
    }
    return take_out(finding, what=what, programme=review.programme, by=by)


def _standing(review, finding, revision):
    """The finding as it stands now, unless it is newer than its writer saw; None for a new one."""
    if finding is None:
        return None
    current = review.sub_criterion_findings.filter(pk=finding.pk).first()
    if current is None:
        raise ReviewRefused({"": _("Somebody else has removed this finding. Put it back on the page of the criteria.")})
    if current.revision != revision:
        raise StaleReview(current)
    return current


def _check(review, criterion, current, heading, text):
    check_length("finding", text)
    problems = {}
    if not heading.strip():
        problems["heading"] = _("Give the finding a heading.")
    elif review.sub_criterion_findings.filter(criterion=criterion, heading=heading).exclude(pk=current.pk).exists():
        problems["heading"] = _("The criterion already has a finding under this heading.")
    if not text.strip():
        problems["finding"] = _("Say what was found.")
    if problems:
        raise ReviewRefused(problems)


def _next_position(review, criterion):
    findings = review.sub_criterion_findings.filter(criterion=criterion)
    return (findings.aggregate(last=Max("position"))["last"] or 0) + 1
