"""Adding organisations, choosing one's mail, and writing the trail."""

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from .choices import AuditVerb
from .models import AuditEvent, Organisation, User


def add_organisation(*, organisation, by):
    """Add an organisation that is in no list yet. Raises ValidationError with what stands against it."""
    if problems := _unfit_organisation(organisation):
        raise ValidationError(problems)
    organisation.save()
    record_event(AuditVerb.ADDED, organisation, by=by)
    return organisation


def _unfit_organisation(organisation):
    """What stands against keeping a new organisation: {field: sentences}, "__all__" for the whole.

    Its acronym and its name are those of no other, neither as acronym nor as name, however they are written.
    """
    problems = {}
    try:
        organisation.full_clean(validate_constraints=False)
    except ValidationError as error:
        problems = error.message_dict
    message = _("“%(organisation)s” is in the list already: choose it there and leave this empty.")
    for field in ("acronym", "name"):
        typed = getattr(organisation, field)
        same = Q(acronym__iexact=typed) | Q(name__iexact=typed)
        if typed and (known := Organisation.objects.filter(same).first()):
            problems[field] = [message % {"organisation": known}]
    if not problems:
        try:
            organisation.validate_constraints()
        except ValidationError as error:
            problems = error.message_dict
    return problems


@transaction.atomic
def choose_digest(*, digest, by):
    """Choose how often one is written to about what waits; everybody for themselves."""
    person = User.objects.select_for_update(of=("self",), no_key=True).get(pk=by.pk)
    if person.digest != digest:
        record_event(AuditVerb.CHANGED, person, by=by, changes={"digest": [person.digest, str(digest)]})
        person.digest = digest
        person.save(update_fields=["digest"])
    by.digest = digest
    return person


def record_event(verb, subject, *, by, changes=None, reason=""):
    """Note that `by` did `verb` to `subject`. Call it inside the transaction of the write itself.

    `changes` maps a field's name to its [before, after], as text or numbers; `by` is None only
    for commands that nobody in particular runs.
    """
    return AuditEvent.objects.create(
        verb=verb,
        subject_type=ContentType.objects.get_for_model(subject),
        subject_id=subject.pk,
        subject_label=str(subject)[:250],
        by=by,
        changes=changes or {},
        reason=reason,
    )


def record_events(*, verb, changes, by, reason=""):
    """The same for many records of one act at once: `changes` are pairs of a record and what changes about it."""
    return AuditEvent.objects.bulk_create(
        [
            AuditEvent(
                verb=verb,
                subject_type=ContentType.objects.get_for_model(subject),
                subject_id=subject.pk,
                subject_label=str(subject)[:250],
                by=by,
                changes=changed,
                reason=reason,
            )
            for subject, changed in changes
        ],
        batch_size=500,
    )
