"""Vouching for entries, one or many; giving them back, opening them again."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.choices import AuditVerb, Permission
from accounts.services import record_event, record_events

from ..choices import EntryState, Grade
from ..models import ProgressEntry, Verification
from ..rules import is_their_own
from ..selectors import doubts_of, written_by
from .figures import EntryRefused
from .moves import hold_period, locked, locked_all, move, move_all, refuse_closed, why_not_moved


class EntriesRefused(Exception):
    """Some entries cannot be verified together with the others, so none was: `problems` maps each to a sentence."""

    def __init__(self, problems):
        self.problems = problems
        super().__init__(" ".join(f"{entry}: {sentence}" for entry, sentence in problems.items()))


@transaction.atomic
def verify_entry(*, entry, revision, grade, checked_against, by, checked=""):
    """Vouch for a submitted entry; from now on it counts. Nobody verifies their own.

    `revision` is the one the verifier looked at. `checked` says what was looked at (the total, the list of those
    trained), `checked_against` names the source, in words.
    """
    entry = locked(entry, revision)
    if not by.has_perm(Permission.ENTRY_VERIFY, entry):
        raise PermissionDenied
    _refuse_own(entry, by)
    _refuse_without_source(grade, checked_against)
    move(entry, EntryState.VERIFIED, by=by)
    Verification.objects.create(entry=entry, grade=grade, checked=checked, checked_against=checked_against, by=by)
    record_event(AuditVerb.ENTRY_VERIFIED, entry, by=by, reason=checked_against)
    return entry


@transaction.atomic
def verify_entries(*, entries, grade, checked_against, by, checked=""):
    """Vouch for many submitted entries at once, in one and the same way: all of them, or none.

    `entries` are pairs of an entry and the revision the verifier looked at. Nobody verifies their own, and what is
    unusual is looked at by itself: an entry about which there are doubts is refused here, even where somebody explained
    them. Raises EntriesRefused with a sentence for each entry that cannot stand, EntryRefused where the source is
    missing. Returns the entries (10 queries for any number of them).
    """
    _refuse_without_source(grade, checked_against)
    seen = {entry.pk: revision for entry, revision in entries}
    current = locked_all(seen)
    own = set(ProgressEntry.objects.filter(pk__in=seen).filter(written_by(by)).values_list("pk", flat=True))
    doubts = doubts_of(current)
    problems = {}
    for entry in current:
        if entry.pk in own or is_their_own(by, entry):
            problems[entry] = _("You have recorded it, so somebody else has to verify it.")
        elif not by.has_perm(Permission.ENTRY_VERIFY, entry):
            raise PermissionDenied
        elif entry.revision != seen[entry.pk]:
            problems[entry] = _("It has changed since you saw it. Look at it as it stands now.")
        elif why := why_not_moved(entry, EntryState.VERIFIED):
            problems[entry] = why
        elif doubts[entry.pk]:
            problems[entry] = _("Look at it by itself: %(doubts)s") % {"doubts": " ".join(doubts[entry.pk])}
    there = {entry.pk for entry in current}
    problems |= {entry: _("It is there no longer.") for entry, _revision in entries if entry.pk not in there}
    if problems:
        raise EntriesRefused(problems)
    move_all(current, EntryState.VERIFIED, by=by)
    Verification.objects.bulk_create(
        Verification(entry=entry, grade=grade, checked=checked, checked_against=checked_against, by=by)
        for entry in current
    )
    changes: list[tuple[ProgressEntry, dict]] = [(entry, {}) for entry in current]
    record_events(verb=AuditVerb.ENTRY_VERIFIED, changes=changes, by=by, reason=checked_against)
    return current


@transaction.atomic
def check_closer(*, entry, revision, grade, checked_against, by, checked=""):
    """Vouch for a verified entry once more, having looked closer than whoever did so last; it counts all along.

    What was said before stays. `revision` is the one the verifier looked at; nobody verifies their own.
    """
    entry = locked(entry, revision)
    if not by.has_perm(Permission.ENTRY_VERIFY, entry):
        raise PermissionDenied
    _refuse_own(entry, by)
    last = entry.verifications.first() if entry.state == EntryState.VERIFIED else None
    if last is None:
        raise EntryRefused({"": _("This entry is not verified; reload the page to see what can be done with it.")})
    grades = list(Grade)
    if grades.index(Grade(grade)) <= grades.index(Grade(last.grade)):
        message = _("It was checked as closely as that already (%(grade)s).")
        raise EntryRefused({"grade": message % {"grade": last.get_grade_display()}})
    _refuse_without_source(grade, checked_against)
    Verification.objects.create(entry=entry, grade=grade, checked=checked, checked_against=checked_against, by=by)
    entry.revision += 1
    entry.save(update_fields=["revision"])
    record_event(AuditVerb.ENTRY_VERIFIED, entry, by=by, reason=checked_against)
    return entry


@transaction.atomic
def return_entry(*, entry, revision, reason, by):
    """Give a submitted entry back to who recorded it, saying why. The reason is kept for ever."""
    hold_period(entry)
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
    hold_period(entry)
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
    wrote = ProgressEntry.objects.filter(written_by(by), pk=entry.pk)
    if is_their_own(by, entry) or wrote.exists():
        raise EntryRefused({"": _("You have recorded this entry, so somebody else has to verify it.")})


def _refuse_without_source(grade, checked_against):
    """Whoever looked closer than at the desk names what they held the figure against."""
    if grade != Grade.DESK_CHECKED and not checked_against:
        raise EntryRefused({"checked_against": _("Name the source you checked the figure against.")})
