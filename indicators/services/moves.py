"""The one way an entry changes its state."""

from django.utils.translation import gettext as _

from ..models import EntryMove, ProgressEntry
from .figures import EntryRefused, StaleEntry


def locked(entry, revision):
    """The entry as it stands now, held until the transaction ends; StaleEntry unless it has this revision."""
    current = (
        ProgressEntry.objects.select_for_update(of=("self",))
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


def move(entry, to_state, *, by, reason=""):
    """The only way an entry changes its state."""
    if not entry.can_move_to(to_state):
        raise EntryRefused(
            {
                "": _("This entry is “%(state)s” now; reload the page to see what can be done with it.")
                % {"state": entry.get_state_display()}
            }
        )
    EntryMove.objects.create(entry=entry, from_state=entry.state, to_state=to_state, by=by, reason=reason)
    entry.state = to_state
    entry.revision += 1
    entry.save(update_fields=["state", "revision", "submitted_by"])
