"""Beginning a programme, copying one as the next cycle's start, and laying it to rest."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.choices import AuditVerb, Permission, Role
from accounts.services import record_event

from ..models import Alignment, DwcpOutcome, Priority, ProgrammeMembership, Strategy
from ..rules import role_as_founder
from .records import Refused, refuse_unless, save_record, sentences_of


@transaction.atomic
def create_programme(*, programme, by):
    """Begin a programme; who begins it becomes its programme officer (an administrator its administrator).

    Raises Refused with every problem at once, PermissionDenied for who may begin none.
    """
    if not by.has_perm(Permission.PROGRAMME_CREATE):
        raise PermissionDenied
    role = role_as_founder(by)
    try:
        programme.full_clean()
    except ValidationError as error:
        raise Refused(sentences_of(error)) from None
    programme.save()
    ProgrammeMembership.objects.create(user=by, programme=programme, role=role)
    _forget_memberships(by)
    record_event(AuditVerb.ADDED, programme, by=by, changes={"role": [None, str(Role(role).label)]})
    return programme


@transaction.atomic
def copy_structure(*, source, programme, with_people, by):
    """Fill a new programme with the structure of the one it follows: no figures, no money, no reviews.

    Copies priorities, outcomes, strategies and alignments, and the people if asked for; country programme outcomes
    belong to their biennium and are carried over one by one. Returns {outcome of the source: its copy}, by key.
    """
    refuse_unless(by, Permission.PROGRAMME_VIEW, source)
    refuse_unless(by, Permission.STRUCTURE_EDIT, programme)
    priorities = {
        old.pk: Priority.objects.create(
            programme=programme, letter=old.letter, code=old.code, title=old.title, position=old.position
        )
        for old in source.priorities.all()
    }
    outcomes = {
        old.pk: DwcpOutcome.objects.create(
            programme=programme,
            priority=priorities[old.priority_id],
            number=old.number,
            title=old.title,
            short_title=old.short_title,
            position=old.position,
        )
        for old in source.outcomes.all()
    }
    Strategy.objects.bulk_create(
        Strategy(outcome=outcomes[old.outcome_id], letter=old.letter, text=old.text, position=old.position)
        for old in Strategy.objects.in_programme(source)
    )
    Alignment.objects.bulk_create(
        Alignment(outcome=outcomes[old.outcome_id], item_id=old.item_id, relation=old.relation)
        for old in Alignment.objects.in_programme(source)
    )
    if with_people:
        _copy_people(source, programme, outcomes, by)
    programme.follows = source
    programme.save(update_fields=["follows"])
    record_event(AuditVerb.CLONED, programme, by=by, changes={"follows": [None, source.code]})
    return outcomes


@transaction.atomic
def archive_programme(*, programme, seen, by):
    """Lay a programme to rest: it can be read, and nothing in it is changed until it is brought back."""
    programme.archived_on = timezone.localdate()
    return _archive(programme, seen, by)


@transaction.atomic
def bring_back_programme(*, programme, seen, by):
    """Let an archived programme be worked on again."""
    programme.archived_on = None
    return _archive(programme, seen, by)


def _archive(programme, seen, by):
    programme = save_record(
        record=programme, by=by, programme=programme, seen=seen, permission=Permission.PROGRAMME_ARCHIVE
    )
    verb = AuditVerb.ARCHIVED if programme.is_archived else AuditVerb.BROUGHT_BACK
    record_event(verb, programme, by=by)
    return programme


def _copy_people(source, programme, outcomes, by):
    for old in source.memberships.exclude(user=by).prefetch_related("outcomes"):
        membership = ProgrammeMembership.objects.create(user_id=old.user_id, programme=programme, role=old.role)
        membership.outcomes.set(outcomes[outcome.pk] for outcome in old.outcomes.all())


def _forget_memberships(user):
    """They are read once per request; now there is one more."""
    if hasattr(user, "_memberships"):
        del user._memberships
