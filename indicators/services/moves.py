"""The one way an entry changes its state."""

from django.db.models import F
from django.utils.translation import gettext as _

from ..models import EntryMove, ProgressEntry, ReportingPeriod
from .figures import EntryRefused, StaleEntry


def hold_period(entry):
    """Keep the period of an entry as it is until the transaction ends: it is held before its entries, as everywhere.

    None of these locks is for changing keys (`no_key`), so rows that refer to what is held need not wait for it.
    """
    ReportingPeriod.objects.select_for_update(no_key=True).get(pk=entry.period_id)


def locked(entry, revision):
    """The entry as it stands now, held until the transaction ends; StaleEntry unless it has this revision."""
    current = (
        ProgressEntry.objects.select_for_update(of=("self",), no_key=True)
        .select_related("indicator__outcome__programme", "period")
        .get(pk=entry.pk)
    )
    if current.revision != revision:
        raise StaleEntry(current)
    return current


def refuse_closed(period):
    """A period that is not open takes no entries, and none is given back in it: nobody could mend it."""
    if why := period.why_closed:
        raise EntryRefused({"": why})


def locked_all(keys):
    """The entries of these keys as they stand now, held until the transaction ends, in the order in which they are
    held: the same for everybody, so that nobody waits for somebody who waits for them.
    """
    entries = (
        ProgressEntry.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=list(keys)).order_by("pk")
    )
    return list(entries.select_related("indicator__outcome__programme", "period"))


def why_not_moved(entry, to_state):
    """Why an entry cannot go into this state from the one it is in; "" where it can."""
    if entry.can_move_to(to_state):
        return ""
    message = _("This entry is “%(state)s” now; reload the page to see what can be done with it.")
    return message % {"state": entry.get_state_display()}


def move(entry, to_state, *, by, reason=""):
    """The only way an entry changes its state; `move_all` is the same for many."""
    if why := why_not_moved(entry, to_state):
        raise EntryRefused({"": why})
    EntryMove.objects.create(entry=entry, from_state=entry.state, to_state=to_state, by=by, reason=reason)
    entry.state = to_state
    entry.revision += 1
    entry.save(update_fields=["state", "revision", "submitted_by", "submitted_at", "is_late"])


def move_all(entries, to_state, *, by):
    """Move entries that are held into one state, each leaving its trace (2 queries for any number of them).

    Raises EntryRefused for the first that cannot go there.
    """
    for entry in entries:
        if why := why_not_moved(entry, to_state):
            raise EntryRefused({"": why})
    EntryMove.objects.bulk_create(
        EntryMove(entry=entry, from_state=entry.state, to_state=to_state, by=by) for entry in entries
    )
    ProgressEntry.objects.filter(pk__in=[entry.pk for entry in entries]).update(
        state=to_state, revision=F("revision") + 1
    )
    for entry in entries:
        entry.state = to_state
        entry.revision += 1
