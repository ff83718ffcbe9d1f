"""Doing once what is sent twice: a form clicked again, a client that got no answer."""

import hashlib
from dataclasses import asdict

from django.utils.translation import gettext as _

from ..models import ClientKey
from .figures import EntryRefused


def fingerprint_of(act, indicator, period, figure=None):
    """A short text that is the same for the same act with the same content."""
    content = {}
    if figure is not None:
        content = asdict(figure) | {"step": figure.step and figure.step.pk, "parts": sorted(figure.parts.items())}
    return hashlib.sha256(repr((act, indicator.pk, period.pk, sorted(content.items()))).encode()).hexdigest()


def done_before(by, key, fingerprint):
    """The entry that this person wrote under this key, as it stands now; None without a key, or the first time.

    Call it while the period is held, so that two of the same do not pass at once. Raises EntryRefused where another
    thing was sent under the key.
    """
    if not key:
        return None
    sent = ClientKey.objects.filter(by=by, key=key).select_related("entry__indicator", "entry__period").first()
    if sent is None:
        return None
    if sent.fingerprint != fingerprint:
        raise EntryRefused({"client_key": _("Something else was sent under this key. Give what is new a new key.")})
    return sent.entry


def remember(by, key, fingerprint, entry):
    """Keep what was done under a key."""
    if key:
        ClientKey.objects.create(by=by, key=key, fingerprint=fingerprint, entry=entry)
