"""Recommendations of a review: adding, wording, ordering and removing them, and saying old ones again."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _

from accounts.choices import AuditVerb, Permission
from accounts.services import record_event
from outcomes.models import Removal
from outcomes.services.records import hold
from outcomes.services.removals import FITS_NO_MORE

from ..models import ManagementResponse, Recommendation
from ..selectors import carriable_into, matched_criteria_of
from ..words import not_written
from .moves import held_review
from .refusals import ReviewRefused, StaleReview
from .taking_out import put_back_as_kept, take_out_words

# Numbers are unique in a review: while they change places they stand beyond all that are in use.
ASIDE = 10_000


@transaction.atomic
def add_recommendation(*, review, text, addressed_to="", criterion=None, indicators=(), by):
    """Add a recommendation behind the others; `indicators` are those that will show its effect.

    Raises ReviewRefused while the report is not written, for an empty text, or for a criterion or an indicator of
    something else; PermissionDenied without permission.
    """
    review = _held_for_writing(review, by)
    recommendation = Recommendation(
        review=review,
        number=_next_number(review),
        text=_checked_text(text),
        addressed_to=addressed_to.strip(),
        criterion=_checked_criterion(review, criterion),
    )
    indicators = _checked_indicators(review, indicators)
    recommendation.save()
    recommendation.indicators.set(indicators)
    changes = {
        "text": [None, recommendation.text],
        "addressed_to": [None, recommendation.addressed_to],
        "criterion": [None, _name_of(recommendation.criterion)],
        "indicators": [None, _codes(indicators)],
    }
    record_event(AuditVerb.ADDED, recommendation, by=by, changes={k: v for k, v in changes.items() if v[1]})
    return recommendation


@transaction.atomic
def change_recommendation(*, recommendation, text, addressed_to, criterion, indicators, revision, by):
    """Word a recommendation anew, while the report is written.

    `revision` is the one the writer saw: StaleReview if there is a newer one. Raises as add_recommendation does.
    """
    review = _held_for_writing(recommendation.review, by)
    current = _held(recommendation, revision)
    indicators = _checked_indicators(review, indicators)
    linked = list(current.indicators.order_by("code"))
    criterion = _checked_criterion(review, criterion)
    before = {
        "text": current.text,
        "addressed_to": current.addressed_to,
        "criterion": _name_of(current.criterion),
        "indicators": _codes(linked),
    }
    after = {
        "text": _checked_text(text),
        "addressed_to": addressed_to.strip(),
        "criterion": _name_of(criterion),
        "indicators": _codes(indicators),
    }
    changes = {name: [before[name], after[name]] for name in after if before[name] != after[name]}
    if not changes:
        return current
    current.text, current.addressed_to, current.criterion = after["text"], after["addressed_to"], criterion
    current.revision += 1
    current.save()
    current.indicators.set(indicators)
    record_event(AuditVerb.CHANGED, current, by=by, changes=changes)
    return current


@transaction.atomic
def link_indicators(*, recommendation, indicators, revision, by):
    """Say which indicators show the effect of a recommendation; also in a final report, which it changes nothing about.

    Raises ReviewRefused for an indicator of another programme, StaleReview, PermissionDenied.
    """
    if not by.has_perm(Permission.REPORT_WRITE, recommendation):
        raise PermissionDenied
    held_review(recommendation.review)
    current = _held(recommendation, revision)
    indicators = _checked_indicators(current.review, indicators)
    before, after = _codes(current.indicators.order_by("code")), _codes(indicators)
    if before == after:
        return current
    current.revision += 1
    current.save(update_fields=["revision"])
    current.indicators.set(indicators)
    record_event(AuditVerb.CHANGED, current, by=by, changes={"indicators": [before, after]})
    return current


@transaction.atomic
def move_recommendation(*, recommendation, up, by):
    """Let a recommendation change numbers with the one before or after it; at the end of the list nothing happens.

    Raises ReviewRefused while the report is not written, PermissionDenied without permission.
    """
    review = _held_for_writing(recommendation.review, by)
    numbers = dict(review.recommendations.values_list("pk", "number"))
    order = sorted(numbers, key=numbers.__getitem__)
    here = order.index(recommendation.pk)
    there = here - 1 if up else here + 1
    if 0 <= there < len(order):
        one, other = order[here], order[there]
        _number(review, {one: numbers[other], other: numbers[one]})
        changes = {"number": [numbers[one], numbers[other]]}
        record_event(AuditVerb.MOVED, recommendation, by=by, changes=changes)
    recommendation.refresh_from_db(fields=["number"])
    return recommendation


@transaction.atomic
def renumber_recommendations(*, review, by):
    """Number the recommendations of a review 1, 2, 3 and so on, as they stand. Returns how many got another number.

    Raises ReviewRefused while the report is not written, PermissionDenied without permission.
    """
    review = _held_for_writing(review, by)
    recommendations = list(review.recommendations.order_by("number"))
    moved = {
        one.pk: (one.number, number) for number, one in enumerate(recommendations, start=1) if one.number != number
    }
    _number(review, {key: number for key, (_before, number) in moved.items()})
    for one in recommendations:
        if one.pk in moved:
            record_event(AuditVerb.MOVED, one, by=by, changes={"number": list(moved[one.pk])})
    return len(moved)


@transaction.atomic
def remove_recommendation(*, recommendation, revision, by):
    """Take a recommendation out of the report; it can be put back. Returns the Removal.

    Raises ReviewRefused while the report is not written, for one that has been answered or that a later review
    repeats: that would take other people's work along; StaleReview, PermissionDenied.
    """
    _held_for_writing(recommendation.review, by)
    current = _held(recommendation, revision)
    if ManagementResponse.objects.filter(recommendation=current).exists() or current.actions.exists():
        raise ReviewRefused({"": _("It has been answered, so it stays. Change its words instead.")})
    if current.carried_to.exists():
        raise ReviewRefused({"": _("A later review repeats it, so it stays. Change its words instead.")})
    return take_out_words(current, by)


@transaction.atomic
def put_back_recommendation(*, removal, review, by):
    """Put a removed recommendation back, under its number or, where that is taken, behind the others.

    Raises ReviewRefused while the report is not written, or where it does not go with what is there now.
    """
    hold(review.programme)
    review = _held_for_writing(review, by)
    removal = Removal.objects.select_for_update(of=("self",)).get(pk=removal.pk)
    fields = removal.content[0]["fields"]
    if review.recommendations.filter(number=fields["number"]).exists():
        fields["number"] = _next_number(review)
        removal.save(update_fields=["content"])
    return put_back_as_kept(removal, Permission.REPORT_WRITE, review, by)


def _not_written_now(recommendation):
    """Wherever it is put back from: a report that is being read or is signed gets no recommendation any more."""
    return {} if recommendation.review.takes_words else {"": not_written(recommendation.review)}


FITS_NO_MORE[Recommendation] = _not_written_now


@transaction.atomic
def carry_over_recommendations(*, recommendations, into, by):
    """Say recommendations of earlier reviews again in this one, behind its own. Returns the new ones.

    Text, addressee, and linked indicators of the same programme come along; the criterion where the method is the
    same, or names what it corresponds to. Raises ReviewRefused while the report is not written, where none is
    chosen, or for one that is not open to be carried over (any more); PermissionDenied without permission.
    """
    review = _held_for_writing(into, by)
    if not recommendations:
        raise ReviewRefused({"recommendations": _("Choose at least one recommendation to carry over.")})
    wanted = {one.pk for one in recommendations}
    carriable = list(carriable_into(review, by).filter(pk__in=wanted).prefetch_related("indicators__outcome"))
    if len(carriable) < len(wanted):
        message = _("Some of them are done, rejected or carried over already. Look at the list again.")
        raise ReviewRefused({"recommendations": message})
    criteria = matched_criteria_of(review.template)
    return [
        _say_again(one, review, criteria, number, by)
        for number, one in enumerate(carriable, start=_next_number(review))
    ]


def _say_again(earlier, review, criteria, number, by):
    said = _("review %(review)s, recommendation %(number)s") % {"review": earlier.review.slug, "number": earlier.number}
    again = Recommendation.objects.create(
        review=review,
        number=number,
        criterion_id=criteria.get(earlier.criterion_id),
        text=earlier.text,
        addressed_to=earlier.addressed_to,
        carried_from=earlier,
    )
    if earlier.review.programme_id == review.programme_id:
        again.indicators.set(earlier.indicators.all())
    record_event(AuditVerb.CARRIED_OVER, again, by=by, changes={"carried_from": [None, said]})
    return again


def _held_for_writing(review, by):
    """The review, held, if this person writes its report and it is written now."""
    review = held_review(review)
    if not by.has_perm(Permission.REPORT_WRITE, review):
        raise PermissionDenied
    if not review.takes_words:
        raise ReviewRefused({"": not_written(review)})
    return review


def _held(recommendation, revision):
    """The recommendation as it stands now, held, if the writer saw that one."""
    kept = Recommendation.objects.select_for_update(of=("self",), no_key=True)
    current = kept.select_related("review__programme", "criterion").filter(pk=recommendation.pk).first()
    if current is None:
        raise ReviewRefused({"": _("Somebody has removed this recommendation meanwhile. Go back to the list.")})
    if current.revision != revision:
        raise StaleReview(current)
    return current


def _checked_text(text):
    if not text.strip():
        raise ReviewRefused({"text": _("Say what is recommended.")})
    return text.strip()


def _checked_criterion(review, criterion):
    if criterion is not None and criterion.template_id != review.template_id:
        raise ReviewRefused({"criterion": _("Choose a criterion of the method of this review.")})
    return criterion


def _checked_indicators(review, indicators):
    indicators = sorted(indicators, key=lambda one: one.code)
    if any(one.outcome.programme_id != review.programme_id for one in indicators):
        raise ReviewRefused({"indicators": _("Choose indicators of this programme.")})
    return indicators


def _next_number(review):
    return (review.recommendations.aggregate(last=Max("number"))["last"] or 0) + 1


def _number(review, numbers):
    """Give recommendations other numbers, by their keys."""
    review.recommendations.filter(pk__in=numbers).update(number=F("number") + ASIDE)
    for key, number in numbers.items():
        review.recommendations.filter(pk=key).update(number=number)


def _name_of(criterion):
    return str(criterion) if criterion else ""


def _codes(indicators):
    return ", ".join(indicator.code for indicator in indicators)
