"""Writing the trail."""

from django.contrib.contenttypes.models import ContentType

from .models import AuditEvent


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
