"""Putting back what was removed."""

from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.choices import AuditVerb, Permission
from accounts.services import record_event
from dwcp.toolkit.snapshots import write_back

from ..models import CountryProgrammeOutcome, ProgrammeMembership, Removal
from .biennia import misplaced
from .members import closed, refuse_naming_administrators
from .records import Refused, hold, refuse_unless, sentences_of

# What a record's own rules do not see of what stands around it: by model, {field: sentence} of a record that is there.
# Apps that build on this one add theirs.
FITS_NO_MORE: dict[type[models.Model], Callable[..., dict]] = {
    CountryProgrammeOutcome: lambda outcome: misplaced(
        outcome, {name: list(getattr(outcome, name).all()) for name in ("predecessors", "dwcp_outcomes")}
    ),
    ProgrammeMembership: lambda membership: closed(membership.user),
}
# What is asked of who puts a record back, beside the permission: by label of the model, a function of its fields as
# they were kept and of the person, which raises Refused or PermissionDenied. Apps that build on this one add theirs.
ASKED_BESIDES: dict[str, Callable[..., None]] = {}


@transaction.atomic
def put_back(*, removal, by, permission=Permission.STRUCTURE_EDIT, subject=None):
    """Write back what was removed, under its old codes; Refused when it does not go with what is there now.

    `permission` is asked of the programme, or of a `subject` in it.
    """
    refuse_unless(by, permission, subject or removal.programme)
    hold(removal.programme)
    removal = Removal.objects.select_for_update(of=("self",)).select_related("programme").get(pk=removal.pk)
    if removal.put_back_at is not None:
        raise Refused(_("“%(what)s” has been put back already.") % {"what": removal.what})
    _refuse_people(removal, by)
    try:
        with transaction.atomic():
            records = write_back(removal.content)
            # Databases ask whether what a record refers to is there only at the very end; here it has to be now.
            connection.check_constraints(table_names=sorted({record._meta.db_table for record in records}))
            _refuse_unfit(removal, records)
    except IntegrityError:
        message = _("“%(what)s” cannot be put back: something else has taken its code, or what it belonged to is gone.")
        raise Refused(message % {"what": removal.what}) from None
    removal.put_back_at, removal.put_back_by = timezone.now(), by
    removal.save(update_fields=["put_back_at", "put_back_by"])
    record_event(AuditVerb.PUT_BACK, removal, by=by)
    return removal


def _refuse_unfit(removal, records):
    """What is put back keeps every rule, as if it were added now."""
    problems: list[str] = []
    for record in records:
        if record._meta.auto_created:
            continue
        try:
            record.full_clean()
        except ValidationError as error:
            problems += sentences_of(error).values()
        else:
            problems += FITS_NO_MORE.get(type(record), lambda record: {})(record).values()
    if problems:
        message = _("“%(what)s” cannot be put back. %(problems)s")
        raise Refused(message % {"what": removal.what, "problems": " ".join(dict.fromkeys(problems))})


def _refuse_people(removal, by):
    """Letting somebody take part again is asked of who may let them take part at all."""
    for written in removal.content:
        if written["model"] == ProgrammeMembership._meta.label_lower:
            refuse_unless(by, Permission.MEMBERS_MANAGE, removal.programme)
            refuse_naming_administrators(removal.programme, by, written["fields"]["role"])
        if ask := ASKED_BESIDES.get(written["model"]):
            ask(written["fields"], by)
