"""Vouching for an entry, giving it back, opening it again."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.choices import AuditVerb, Permission
from accounts.models import AuditEvent
from accounts.services import record_event

from ..choices import EntryState, Grade
from ..models import Verification
from ..rules import is_their_own
from .figures import EntryRefused
from .moves import locked, move, refuse_closed


@transaction.atomic
def verify_entry(*, entry, revision, grade, checked_against, by):
    """Vouch for a submitted entry; from now on it counts. Nobody verifies their own.

    `revision` is the one the verifier looked at. `checked_against` names the source, in words.
    """
    entry = locked(entry, revision)
    if not by.has_perm(Permission.ENTRY_VERIFY, entry):
        raise PermissionDenied
    _refuse_own(entry, by)
    if grade != Grade.DESK_CHECKED and not checked_against:
        raise EntryRefused({"checked_against": _("Name the source you checked the figure against.")})
    move(entry, EntryState.VERIFIED, by=by)
    Verification.objects.create(entry=entry, grade=grade, checked_against=checked_against, by=by)
    record_event(AuditVerb.ENTRY_VERIFIED, entry, by=by, reason=checked_against)
    return entry


@transaction.atomic
def return_entry(*, entry, revision, reason, by):
    """Give a submitted entry back to who recorded it, saying why. The reason is kept for ever."""
    entry = locked(entry, revision)
    if not by.has_perm(Permission.ENTRY_VERIFY, entry):
        raise PermissionDenied
    refuse_closed(entry.period)
    if not reason:
        raise EntryRefused({"reason": _("Say what is to be mended, so that it can be.")})
    move(entry, EntryState.RETURNED, by=by, reason=reason)
    record_event(AuditVerb.ENTRY_RETURNED, entry, by=by, reason=reason)
    return entry


@transaction.atomic
def reopen_entry(*, entry, revision, reason, by):
    """Take back the verification of an entry, saying why, so that its figure can be put right."""
    entry = locked(entry, revision)
    if not by.has_perm(Permission.ENTRY_VERIFY, entry):
        raise PermissionDenied
    refuse_closed(entry.period)
    if not reason:
        raise EntryRefused({"reason": _("Say why a verified figure has to be opened again.")})
    move(entry, EntryState.REOPENED, by=by, reason=reason)
    record_event(AuditVerb.ENTRY_REOPENED, entry, by=by, reason=reason)
    return entry


def _refuse_own(entry, by):
    """Nobody vouches for what they wrote, be it an earlier version, be they a superuser."""
    wrote = AuditEvent.objects.about(entry).filter(verb=AuditVerb.ENTRY_RECORDED, by=by)
    if is_their_own(by, entry) or wrote.exists():
        raise EntryRefused({"": _("You have recorded this entry, so somebody else has to verify it.")})
