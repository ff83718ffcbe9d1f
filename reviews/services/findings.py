"""Deciding what a review found on an indicator."""

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from accounts.choices import AuditVerb
from accounts.services import record_event

from ..choices import Attribution, Finding
from ..models import IndicatorFinding
from ..selectors import fixed_facts_of
from .moves import held_for_words
from .refusals import ReviewRefused, StaleReview
from .taking_out import take_out


@transaction.atomic
def decide_finding(*, finding, decision, basis, words, attribution, shared_with, revision, by):
    """Decide what was found on an indicator, what that rests on, why, and whose doing it is.

    `revision` is the one the writer saw. Raises ReviewRefused where something is missing or the review takes no
    words now, StaleReview when somebody was quicker, PermissionDenied without permission.
    """
    review = held_for_words(finding.review, by)
    current = IndicatorFinding.objects.select_for_update(of=("self",), no_key=True).filter(pk=finding.pk).first()
    if current is None:
        raise ReviewRefused(
            {"": _("Somebody else has removed this finding. Go back to the list to see what is there.")}
        )
    if current.revision != revision:
        raise StaleReview(current)
    new = _decided(decision, basis, words, attribution, shared_with)
    changes = {name: [getattr(current, name), value] for name, value in new.items() if getattr(current, name) != value}
    if changes:
        for name, value in new.items():
            setattr(current, name, value)
        current.revision += 1
        current.save()
        record_event(AuditVerb.FINDING_DECIDED, current, by=by, changes=changes)
    current.review = review
    return current


@transaction.atomic
def add_finding_for(
    *, review, indicator, country_programme_outcome, decision, basis, words, attribution, shared_with, by
):
    """Assess an indicator of the programme that the review has said nothing on, under one of its outcomes.

    Statement, target and figures are those of the facts that the review judges; none is typed. Raises ReviewRefused
    where something is missing, PermissionDenied without permission. Returns the finding.
    """
    review = held_for_words(review, by)
    new = _decided(decision, basis, words, attribution, shared_with)
    fact = next((fact for fact in fixed_facts_of(review).indicators if fact.code == indicator.code), None)
    if fact is None:
        message = _("The indicator was not there when the facts of the review were fixed. Fix them anew to assess it.")
        raise ReviewRefused({"": message})
    finding = IndicatorFinding(
        review=review,
        country_programme_outcome=country_programme_outcome,
        dwcp_outcome=None if country_programme_outcome.is_predefined else indicator.outcome,
        indicator=indicator,
        number=_next_number(review, country_programme_outcome, indicator.outcome),
        statement=fact.statement,
        target_text=fact.target_text if fact.target is None else "",
        target_value=fact.target,
        unit=fact.unit,
        baseline_value=fact.baseline,
        actual_value=fact.value,
        actual_text=fact.words,
        **new,
    )
    finding.save()
    record_event(AuditVerb.ADDED, finding, by=by, changes={name: [None, value] for name, value in new.items() if value})
    return finding


@transaction.atomic
def remove_finding(*, finding, by):
    """Take a finding out of the review, kept so that it can be put back: the indicator is then not assessed.

    `put_back_into_review` puts it back. Raises ReviewRefused where the review takes no words now, PermissionDenied
    without permission. Returns the Removal.
    """
    review = held_for_words(finding.review, by)
    what = _("Finding on %(code)s %(number)s of review %(review)s") % {
        "code": finding.country_programme_outcome.code,
        "number": finding.number,
        "review": review.slug,
    }
    return take_out(finding, what=what, programme=review.programme, by=by)


def _decided(decision, basis, words, attribution, shared_with):
    problems = {}
    if decision != Finding.NOT_ASSESSED and not basis:
        problems["basis"] = _("Say what the finding rests on.")
    if attribution == Attribution.SHARED and not shared_with:
        problems["shared_with"] = _("Say with whom the result is shared.")
    if problems:
        raise ReviewRefused(problems)
    return {
        "finding": decision,
        "basis": basis,
        "finding_basis": words,
        "attribution": attribution,
        "shared_with": shared_with if attribution == Attribution.SHARED else "",
    }


def _next_number(review, country_programme_outcome, outcome):
    """Numbers run through an outcome of the programme; those of a predefined one by itself."""
    findings = review.indicator_findings.all()
    if country_programme_outcome.is_predefined:
        findings = findings.filter(country_programme_outcome=country_programme_outcome)
    else:
        findings = findings.filter(dwcp_outcome=outcome) | findings.filter(
            country_programme_outcome=country_programme_outcome
        )
    return (findings.aggregate(highest=Max("number"))["highest"] or 0) + 1
