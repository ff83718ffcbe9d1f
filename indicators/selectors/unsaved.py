"""What people have typed and not saved yet."""

from django.db.models import Exists, OuterRef
from django.db.models.fields.json import KT

from ..models import ClientKey, UnsavedProgress


def unsaved_by(person):
    """What a person has typed and not saved, in all programmes.

    What was saved since is not unsaved, also where the last of it came in after the save: it bears the form's key.
    """
    saved = ClientKey.objects.filter(by=OuterRef("by"), key=OuterRef("form_key"))
    known = UnsavedProgress.objects.filter(by=person).exclude(typed={})
    return known.annotate(form_key=KT("typed__client_key")).filter(~Exists(saved))


def unsaved_of(indicator, period, person):
    """What this person has typed about an indicator and a period and not saved, or None (1 query)."""
    return unsaved_by(person).filter(indicator=indicator, period=period).first()
