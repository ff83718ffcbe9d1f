"""Frameworks and their parts: plans of others, shared by all programmes that align with them."""

import csv

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.choices import AuditVerb, Permission
from accounts.services import record_event

from ..choices import FrameworkKind
from ..models import Alignment, Framework, FrameworkItem, Programme
from .records import Refused, refuse_unless, remove_record, save_record

# The English name under which the United Nations publish them.
DEVELOPMENT_GOALS = "Sustainable Development Goals"
GOALS_AND_TARGETS = settings.BASE_DIR / "fixtures" / "sdg" / "goals_and_targets.csv"


@transaction.atomic
def save_framework(*, record, by, programme, seen="", related=None):
    """Add a framework or one of its parts, or change it where no programme that the writer cannot edit relies on it.

    Raises Refused, Stale, PermissionDenied as `save_record` does.
    """
    refuse_unless(by, Permission.STRUCTURE_EDIT, programme)
    _refuse_what_others_use(record, by)
    return save_record(record=record, related=related, seen=seen, by=by, programme=programme)


@transaction.atomic
def remove_framework(*, record, by, programme, permission=Permission.STRUCTURE_EDIT):
    """Remove a framework with its parts, or one part; `programme`, the one the person is in, can put it back.

    Raises Refused while an outcome is aligned with it.
    """
    refuse_unless(by, permission, programme)
    _refuse_what_others_use(record, by)
    return remove_record(record=record, by=by, programme=programme, permission=permission)


@transaction.atomic
def add_development_goals(*, programme, by):
    """Add the 17 Sustainable Development Goals and their 169 targets, as far as they are not there yet.

    The wording is that of `fixtures/sdg`. Returns the framework.
    """
    refuse_unless(by, Permission.STRUCTURE_EDIT, programme)
    framework, _created = Framework.objects.get_or_create(name=DEVELOPMENT_GOALS, defaults={"kind": FrameworkKind.SDG})
    # Whoever asks at the same moment waits here, and then finds nothing missing.
    Framework.objects.select_for_update().get(pk=framework.pk)
    there = set(framework.items.values_list("reference", "title"))
    missing = [part for part in development_goals() if part not in there]
    FrameworkItem.objects.bulk_create(
        FrameworkItem(framework=framework, reference=reference, title=title) for reference, title in missing
    )
    if missing:
        record_event(AuditVerb.ADDED, framework, by=by, changes={"parts": [len(there), len(there) + len(missing)]})
    return framework


def development_goals():
    """(number, wording) of each goal and target, in their order. Source: `fixtures/sdg/README.md`."""
    with GOALS_AND_TARGETS.open(encoding="utf-8", newline="") as file:
        return [(row["reference"], row["title"]) for row in csv.DictReader(file)]


def _refuse_what_others_use(record, by):
    """Whoever changes what other programmes rely on must be able to edit each of those programmes, too."""
    relying = Programme.objects.filter(pk__in=_alignments_with(record).values("outcome__programme"))
    if any(not by.has_perm(Permission.STRUCTURE_EDIT, programme) for programme in relying):
        message = _(
            "Outcomes of another programme are aligned with “%(what)s”, and you do not edit that programme. "
            "Leave it as it is, and add a framework or part of your own instead."
        )
        raise Refused(message % {"what": record.__class__.objects.get(pk=record.pk)})


def _alignments_with(record):
    """Alignments of any programme with a part, or with any part of a framework; none with a new one."""
    if record.pk is None:
        return Alignment.objects.none()
    whole = {"item__framework": record} if isinstance(record, Framework) else {"item": record}
    return Alignment.objects.filter(**whole)
