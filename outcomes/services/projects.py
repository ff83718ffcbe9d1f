"""Projects and the organisations that pay for them."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.choices import Permission
from accounts.services import add_organisation

from ..choices import ProjectStatus
from .records import refuse_unless, refusing_what_the_database_refuses, save_record, sentences_of


@transaction.atomic
def save_project(*, record, by, programme, seen="", related=None):
    """Add a project or change it; a donor who is in no list yet is added to the organisations.

    Only a project that has ended has a year in which it did.
    Raises Refused, Stale, PermissionDenied as `save_record` does; nothing is kept then, the donor neither.
    """
    refuse_unless(by, Permission.STRUCTURE_EDIT, programme)
    problems = {}
    if record.ended_year and record.status != ProjectStatus.ENDED:
        problems["ended_year"] = _(
            "Only a project that has ended has such a year. Choose the status “Ended”, or leave the year empty."
        )
    for donor in (related or {}).get("donors", ()):
        if donor.pk is None:
            try:
                with refusing_what_the_database_refuses():
                    add_organisation(organisation=donor, by=by)
            except ValidationError as error:
                problems |= {f"another_donor_{name}": text for name, text in sentences_of(error).items()}
    return save_record(record=record, related=related, seen=seen, by=by, programme=programme, problems=problems)
