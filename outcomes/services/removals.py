"""Putting back what was removed."""

from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.choices import AuditVerb, Permission
from accounts.services import record_event
from dwcp.toolkit.snapshots import write_back

from ..models import ProgrammeMembership, Removal
from .members import refuse_naming_administrators
from .records import Refused, refuse_unless


@transaction.atomic
def put_back(*, removal, by):
    """Write back what was removed, under its old codes; Refused when something else has taken its place."""
    refuse_unless(by, Permission.STRUCTURE_EDIT, removal.programme)
    removal = Removal.objects.select_for_update(of=("self",)).select_related("programme").get(pk=removal.pk)
    if removal.put_back_at is not None:
        raise Refused(_("“%(what)s” has been put back already.") % {"what": removal.what})
    _refuse_people(removal, by)
    try:
        with transaction.atomic():
            write_back(removal.content)
            # Databases ask whether what a record refers to is there only at the very end; here it has to be now.
            tables = {apps.get_model(written["model"])._meta.db_table for written in removal.content}
            connection.check_constraints(table_names=sorted(tables))
    except IntegrityError:
        message = _("“%(what)s” cannot be put back: something else has taken its code, or what it belonged to is gone.")
        raise Refused(message % {"what": removal.what}) from None
    removal.put_back_at, removal.put_back_by = timezone.now(), by
    removal.save(update_fields=["put_back_at", "put_back_by"])
    record_event(AuditVerb.PUT_BACK, removal, by=by)
    return removal


def _refuse_people(removal, by):
    """Letting somebody take part again is asked of who may let them take part at all."""
    for written in removal.content:
        if written["model"] == ProgrammeMembership._meta.label_lower:
            refuse_unless(by, Permission.MEMBERS_MANAGE, removal.programme)
            refuse_naming_administrators(removal.programme, by, written["fields"]["role"])
