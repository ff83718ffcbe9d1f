"""Planning a review: beginning one, what is under review, its terms of reference, and the facts taken anew."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.choices import AuditVerb, Permission
from accounts.services import record_event
from outcomes.services.records import hold, problems_of, refusing_what_the_database_refuses, stated

from ..choices import ReviewState
from ..models import Review, ReviewTemplate
from .facts import fix_facts
from .moves import held_review
from .refusals import ReviewRefused, StaleReview

# Addresses under /<programme>/reviews/ that are no review.
RESERVED = frozenset({"new", "methods", "follow-up", "actions", "recommendations", "comparison", "report"})
# What is under review may change until the scores are brought together.
TAKES_OUTCOMES = (ReviewState.PLANNED, ReviewState.SCORING)


@transaction.atomic
def create_review(*, programme, template, slug, title, outcomes, by):
    """Plan a review of a programme by a template that is offered. It keeps this version of the template.

    `slug` names it in addresses and orders the reviews of a programme: its year, as a rule. Raises ReviewRefused,
    PermissionDenied.
    """
    _refuse_unless_managing(programme, by)
    hold(programme)
    review = Review(programme=programme, slug=slug, title=title)
    problems = _unfit_slug(slug) | _unfit_template(template) | _unfit_outcomes(programme, outcomes)
    if not problems.get("template"):
        review.template = template
    _save(review, problems, outcomes=outcomes, by=by)
    return review


@transaction.atomic
def change_review(*, review, title, template, outcomes, revision, by):
    """Change what a review is called and what is under review.

    The template changes only while the review is planned; an outcome leaves only as long as nothing was said about it.
    Raises ReviewRefused, StaleReview, PermissionDenied.
    """
    current = _held(review, revision, by)
    problems = _unfit_outcomes(current.programme, outcomes)
    if template != current.template:
        if current.state != ReviewState.PLANNED:
            problems["template"] = _("The review has begun with “%(template)s” and keeps it.") % {
                "template": current.template
            }
        problems |= _unfit_template(template)
    problems |= _unfit_change_of_outcomes(current, outcomes)
    before = stated(current)
    current.title = title
    if not problems.get("template"):
        current.template = template
    _save(current, problems, outcomes=outcomes, before=before, by=by)
    return current


@transaction.atomic
def write_terms(*, review, text, revision, by):
    """Write the terms of reference, in Markdown. Raises ReviewRefused, StaleReview, PermissionDenied."""
    current = _held(review, revision, by)
    before = stated(current)
    current.terms_of_reference = text
    _save(current, {}, before=before, by=by)
    return current


@transaction.atomic
def link_consultations(*, review, events, revision, by):
    """Say which consultations of the programme were held for the review.

    Raises ReviewRefused for one of another programme, StaleReview, PermissionDenied.
    """
    current = _held(review, revision, by)
    problems = {}
    if any(event.programme_id != current.programme_id for event in events):
        problems["events"] = _("Choose consultations of this programme.")
    _save(current, problems, events=events, before=stated(current), by=by)
    return current


@transaction.atomic
def take_facts_anew(*, review, reason, revision, by):
    """Let the review judge the facts as they stand now, and say why. Raises as `fix_facts` does, and StaleReview."""
    current = _held(review, revision, by)
    if current.state == ReviewState.PLANNED:
        raise ReviewRefused({"": _("The facts are taken when the review is opened for scoring.")})
    fix_facts(review=current, reason=reason, by=by)
    current.revision += 1
    current.save(update_fields=["revision"])
    return current


def _held(review, revision, by):
    """The review as it stands, held; a final one is changed no more."""
    _refuse_unless_managing(review, by)
    current = held_review(review)
    if current.state == ReviewState.FINAL:
        message = _("The review is final and stays as it was signed. A correction opens it again.")
        raise ReviewRefused({"": message})
    if current.revision != revision:
        raise StaleReview(current)
    return current


def _refuse_unless_managing(subject, by):
    if not by.has_perm(Permission.REVIEW_MANAGE, subject):
        raise PermissionDenied


def _save(review, problems, *, outcomes=None, events=None, before=None, by):
    # Of a field that was looked at already, nothing is said twice.
    problems = problems_of(review, exclude=set(problems)) | problems
    if problems:
        raise ReviewRefused(problems)
    if before is not None:
        review.revision += 1
    with refusing_what_the_database_refuses():
        review.save()
        if outcomes is not None:
            review.country_programme_outcomes.set(outcomes)
        if events is not None:
            review.events.set(events)
    after, before = stated(review), before or {}
    noted = {"title", "slug", "template", "terms_of_reference", "country_programme_outcomes", "events"}
    changes = {name: [before.get(name), after[name]] for name in sorted(noted) if before.get(name) != after[name]}
    if changes:
        record_event(AuditVerb.CHANGED if before else AuditVerb.ADDED, review, by=by, changes=changes)


def _unfit_slug(slug):
    if slug in RESERVED:
        message = _("“%(slug)s” is the address of another page. Choose another short name, such as the year.")
        return {"slug": message % {"slug": slug}}
    return {}


def _unfit_template(template):
    """Only a template that is offered; held, so that nobody edits it while a review takes it."""
    held = ReviewTemplate.objects.select_for_update(of=("self",), no_key=True).filter(pk=template.pk).first()
    if held is None or held.is_retired:
        return {"template": _("This template is no longer offered for new reviews. Choose another.")}
    return {}


def _unfit_outcomes(programme, outcomes):
    if any(outcome.programme_id != programme.pk for outcome in outcomes):
        return {"country_programme_outcomes": _("Choose outcomes of this programme.")}
    return {}


def _unfit_change_of_outcomes(review, outcomes):
    """Once scores are brought together the outcomes stay; before, only those leave about which nothing was said."""
    field = "country_programme_outcomes"
    before, after = set(review.country_programme_outcomes.all()), set(outcomes)
    if before == after:
        return {}
    if review.state not in TAKES_OUTCOMES:
        message = _("The review is “%(state)s”: the outcomes under review stay as they are.")
        return {field: message % {"state": review.get_state_display()}}
    spoken_of = {
        outcome
        for outcome in before - after
        for said in ("individual_scores", "area_ratings", "indicator_findings", "narratives")
        if getattr(review, said).filter(country_programme_outcome=outcome).exists()
    }
    if spoken_of:
        message = _("%(codes)s: the review has scores or words about it already, so it stays under review.")
        return {field: message % {"codes": ", ".join(sorted(outcome.code for outcome in spoken_of))}}
    return {}
