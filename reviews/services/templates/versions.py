"""Templates as wholes: begun, called something, copied as their next version, offered or not."""

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from accounts.choices import AuditVerb, Permission
from accounts.services import record_event
from outcomes.services import save_record

from ...models import CriterionMatch, ReviewTemplate
from ..refusals import ReviewRefused
from .holding import held_template, refuse_unless_managing, refuse_what_others_use

LABELS, AREAS, SECTIONS = "labels", "areas", "sections"


@transaction.atomic
def add_template(*, programme, name, note, by):
    """Begin a template of one's own, without scale, criteria and areas yet. Raises Refused, PermissionDenied."""
    refuse_unless_managing(programme, by)
    template = ReviewTemplate(name=name, note=note)
    return save_record(record=template, by=by, programme=programme, permission=Permission.REVIEW_MANAGE)


@transaction.atomic
def change_template(*, template, seen, programme, by):
    """Change what a template that nobody uses yet is called; `template` holds what is to be kept.

    Raises Refused, Stale, PermissionDenied.
    """
    held_template(template, programme=programme, by=by)
    return save_record(record=template, seen=seen, by=by, programme=programme, permission=Permission.REVIEW_MANAGE)


@transaction.atomic
def copy_template(*, template, note, programme, by):
    """Make the next version of a template, with all it consists of; `note` says what it is made for.

    Each criterion is matched with the one it repeats and keeps the matches that one had, so that scores given by
    both versions stand in one row. Raises Refused, PermissionDenied.
    """
    current = held_template(template, programme=programme, by=by, editing=False)
    versions = ReviewTemplate.objects.filter(name=current.name)
    copy = ReviewTemplate(
        name=current.name,
        version=versions.aggregate(last=Max("version"))["last"] + 1,
        note=note,
        source=current.source,
    )
    save_record(record=copy, by=by, programme=programme, permission=Permission.REVIEW_MANAGE)
    for parts in (LABELS, AREAS, SECTIONS):
        originals = getattr(current, parts).all()
        originals.model.objects.bulk_create(_again(part, template=copy) for part in originals)
    for criterion in current.criteria.prefetch_related("sub_criteria", "matches", "matched_by"):
        _copy_criterion(criterion, copy)
    record_event(AuditVerb.CLONED, copy, by=by, changes={"version": [current.version, copy.version]})
    return copy


@transaction.atomic
def retire_template(*, template, programme, by):
    """Offer a template no longer for new reviews; those that use it keep it, and it can be offered again."""
    return _set_retired(template, True, programme, by)


@transaction.atomic
def offer_template(*, template, programme, by):
    """Offer a template again for new reviews."""
    return _set_retired(template, False, programme, by)


def _set_retired(template, is_retired, programme, by):
    current = held_template(template, programme=programme, by=by, editing=False)
    refuse_what_others_use(current, by)
    if current.is_retired == is_retired:
        return current
    if not is_retired and not current.labels.exists():
        raise ReviewRefused({"": _("The template has no rating scale yet: give it one first.")})
    current.is_retired = is_retired
    current.save(update_fields=["is_retired"])
    record_event(AuditVerb.CHANGED, current, by=by, changes={"is_retired": [not is_retired, is_retired]})
    return current


def _copy_criterion(criterion, copy):
    matches = [(match.other, match.is_strict, match.note) for match in criterion.matches.all()]
    matches += [(match.criterion, match.is_strict, match.note) for match in criterion.matched_by.all()]
    repeated = _again(criterion, template=copy)
    repeated.save()
    sub_criteria = criterion.sub_criteria.all()
    sub_criteria.model.objects.bulk_create(_again(sub, criterion=repeated) for sub in sub_criteria)
    known = {other.pk: (other, is_strict, note) for other, is_strict, note in [*matches, (criterion, True, "")]}
    CriterionMatch.objects.bulk_create(
        CriterionMatch(criterion=repeated, other=other, is_strict=is_strict, note=note)
        for other, is_strict, note in known.values()
    )


def _again(record, **changed):
    """A new record that states the same but for what is changed."""
    columns = {field.name: getattr(record, field.name) for field in record._meta.concrete_fields}
    columns = {name: value for name, value in columns.items() if name != record._meta.pk.name}
    return type(record)(**columns | changed)
