"""The criteria of a template with their sub-criteria, its performance areas, and what its criteria are matched with."""

import re

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.choices import AuditVerb, Permission
from accounts.services import record_event
from outcomes.services import Stale, remove_record, save_record
from outcomes.services.removals import FITS_NO_MORE

from ...models import Criterion, CriterionMatch, PerformanceArea, SubCriterion
from ..refusals import ReviewRefused
from .holding import held_template, seen_of, why_it_stays
from .scale import same_scale

LETTER = re.compile(r"[A-Z]")


@transaction.atomic
def save_criterion(*, criterion, sub_criteria, seen="", seen_sub_criteria="", programme, by):
    """Add a criterion to its template, or change it; `sub_criteria` are their texts in order.

    A criterion that asks something else than before is no longer taken to ask the same as those it is matched with.
    `seen` and `seen_sub_criteria` (`seen_of`) are what the writer started from. Raises Refused, Stale,
    PermissionDenied.
    """
    held_template(criterion.template, programme=programme, by=by)
    before = Criterion.objects.filter(pk=criterion.pk).first()
    texts = [] if before is None else list(before.sub_criteria.all())
    if before is not None and seen_of(texts) != seen_sub_criteria:
        raise Stale(before)
    _save(criterion, seen, programme, by)
    if [sub.text for sub in texts] != sub_criteria:
        _write_sub_criteria(criterion, texts, sub_criteria, by)
    if before is not None and (before.title != criterion.title or [sub.text for sub in texts] != sub_criteria):
        for matches in (criterion.matches, criterion.matched_by):
            matches.filter(is_strict=True).update(is_strict=False)
    return criterion


@transaction.atomic
def save_area(*, area, seen="", programme, by):
    """Add a performance area to its template, or change it. Raises Refused, Stale, PermissionDenied."""
    held_template(area.template, programme=programme, by=by)
    problems = {}
    if not LETTER.fullmatch(area.letter):
        problems["letter"] = _("An area is called by one capital letter from A to Z.")
    return _save(area, seen, programme, by, problems)


@transaction.atomic
def save_match(*, match, seen="", programme, by):
    """Say that a criterion asks what a criterion of another template asked, or change what was said.

    Only criteria on the same scale ask strictly the same. Raises Refused, Stale, PermissionDenied.
    """
    held_template(match.criterion.template, programme=programme, by=by)
    problems = {}
    if match.other.template_id == match.criterion.template_id:
        problems["other"] = _("Choose a criterion of another template.")
    elif match.is_strict and not same_scale(match.criterion.template, match.other.template):
        problems["is_strict"] = _(
            "The two templates have different scales, so their scores are not strictly comparable."
        )
    if not match.is_strict and not match.note:
        problems["note"] = _("Say what is different; the comparison prints it.")
    if CriterionMatch.objects.filter(criterion=match.other, other=match.criterion).exists():
        problems["other"] = _("The two criteria are matched already.")
    return _save(match, seen, programme, by, problems)


@transaction.atomic
def remove_template_part(*, record, programme, by):
    """Remove a criterion, a performance area or a match from a template; it can be put back.

    Raises Refused, PermissionDenied.
    """
    held_template(template_of(record), programme=programme, by=by)
    return remove_record(record=record, by=by, programme=programme, permission=Permission.REVIEW_MANAGE)


def template_of(part):
    """The template to which a part belongs; a match belongs to that of the criterion that was matched."""
    return part.criterion.template if isinstance(part, SubCriterion | CriterionMatch) else part.template


def _save(record, seen, programme, by, problems=None):
    return save_record(
        record=record,
        seen=seen,
        by=by,
        programme=programme,
        permission=Permission.REVIEW_MANAGE,
        problems=problems,
    )


def _write_sub_criteria(criterion, before, texts, by):
    if not all(texts):
        raise ReviewRefused({"sub_criteria": _("A sub-criterion says something.")})
    sources = {sub.text: sub.source for sub in before}
    criterion.sub_criteria.all().delete()
    SubCriterion.objects.bulk_create(
        SubCriterion(criterion=criterion, number=number, text=text, source=sources.get(text, ""))
        for number, text in enumerate(texts, start=1)
    )
    changes = {"sub_criteria": ["\n".join(sub.text for sub in before) or None, "\n".join(texts) or None]}
    record_event(AuditVerb.CHANGED, criterion, by=by, changes=changes)


def _of_a_template_in_use(part):
    stays = why_it_stays(template_of(part))
    return {"": stays} if stays else {}


for kind in (Criterion, SubCriterion, PerformanceArea, CriterionMatch):
    FITS_NO_MORE[kind] = _of_a_template_in_use
