"""Projects and the organisations that pay for them."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.choices import AuditVerb, Permission
from accounts.models import Organisation
from accounts.services import record_event

from ..choices import ProjectStatus
from .records import Refused, refuse_unless, save_record, sentences_of


@transaction.atomic
def save_project(*, record, by, programme, seen="", related=None):
    """Add a project or change it; a donor who is in no list yet is added to the organisations.

    Only a project that has ended has a year in which it did.
    Raises Refused, Stale, PermissionDenied as `save_record` does; nothing is kept then, the donor neither.
    """
    refuse_unless(by, Permission.STRUCTURE_EDIT, programme)
    if record.ended_year and record.status != ProjectStatus.ENDED:
        message = _(
            "Only a project that has ended has such a year. Choose the status “Ended”, or leave the year empty."
        )
        raise Refused({"ended_year": message})
    for donor in (related or {}).get("donors", ()):
        if donor.pk is None:
            _add_donor(donor, by)
    return save_record(record=record, related=related, seen=seen, by=by, programme=programme)


def _add_donor(donor, by):
    names = [name for name in (donor.acronym, donor.name) if name]
    same = Q()
    for name in names:
        same |= Q(acronym__iexact=name) | Q(name__iexact=name)
    if names and (known := Organisation.objects.filter(same).first()):
        message = _("“%(organisation)s” is in the list of donors already. Tick it there and leave this empty.")
        raise Refused({"another_donor_acronym": message % {"organisation": known}})
    try:
        donor.full_clean()
    except ValidationError as error:
        raise Refused({f"another_donor_{field}": text for field, text in sentences_of(error).items()}) from None
    donor.save()
    record_event(AuditVerb.ADDED, donor, by=by)
