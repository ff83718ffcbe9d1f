"""What lies beside figures, so that others can check them."""

from collections import defaultdict

from django.db.models import Q

from ..models import Evidence


def evidence_of(entries, *, with_withdrawn=False):
    """What lies beside each of these entries, by their keys, in the order in which it came (1 query).

    What was taken back is left out unless it is asked for.
    """
    lying = defaultdict(list)
    entries = {entry.pk: entry for entry in entries}
    evidence = Evidence.objects.filter(entry__in=entries.keys()).select_related("added_by", "withdrawn_by")
    for one in evidence if with_withdrawn else evidence.standing():
        one.entry = entries[one.entry_id]
        lying[one.entry_id].append(one)
    return {key: tuple(lying[key]) for key in entries}


def evidence_while_writing(indicator, period, entry, person):
    """What lies beside the entry (or None), and beside what this person has typed and not saved yet (1 query)."""
    theirs = Q(unsaved__by=person, unsaved__indicator=indicator, unsaved__period=period)
    beside = theirs | Q(entry=entry) if entry is not None else theirs
    found = tuple(Evidence.objects.filter(beside).select_related("added_by", "withdrawn_by"))
    for one in found:
        if one.entry_id is not None:
            one.entry = entry
    return found
