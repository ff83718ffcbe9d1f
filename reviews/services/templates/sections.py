"""The sections of the report that a template wants, in their order, with titles and wording of their own."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.choices import AuditVerb
from accounts.services import record_event
from outcomes.services.records import sentences_of

from ...choices import SectionKey
from ...models import ReportSection
from ..refusals import ReviewRefused, StaleReview
from .holding import held_template, seen_of


@dataclass(frozen=True)
class SectionPlan:
    """A section as the template wants it; `title` "" keeps its usual one, `wording` (Markdown) stands at its head."""

    section: SectionKey
    title: str = ""
    wording: str = ""


@transaction.atomic
def set_sections(*, template, plans, seen, programme, by):
    """Give reports by a template these sections, in this order.

    Raises ReviewRefused for none at all, one named twice, or a template in use; StaleReview, PermissionDenied.
    """
    current = held_template(template, programme=programme, by=by)
    before = list(current.sections.all())
    if seen_of(before) != seen:
        raise StaleReview(current)
    if not plans:
        raise ReviewRefused({"": _("A report without sections says nothing. Leave at least one switched on.")})
    sections = [
        ReportSection(template=current, position=place, section=plan.section, title=plan.title, wording=plan.wording)
        for place, plan in enumerate(plans, start=1)
    ]
    if len({plan.section for plan in plans}) < len(plans):
        raise ReviewRefused({"": _("Each section stands in the report once.")})
    for section in sections:
        try:
            section.full_clean(validate_unique=False, validate_constraints=False)
        except ValidationError as error:
            problems = {f"{section.section}-{field}": text for field, text in sentences_of(error).items()}
            raise ReviewRefused(problems) from None
    stated = [_stated(section) for section in sections]
    if stated == [_stated(section) for section in before]:
        return current
    current.sections.all().delete()
    ReportSection.objects.bulk_create(sections)
    changes = {"sections": ["; ".join(map(str, before)) or None, "; ".join(map(str, sections))]}
    record_event(AuditVerb.CHANGED, current, by=by, changes=changes)
    return current


def _stated(section):
    return section.position, section.section, section.title, section.wording
