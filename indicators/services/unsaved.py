"""Keeping what people have typed and not saved yet."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from accounts.choices import Permission

from ..models import UnsavedProgress
from .evidence import take_over_evidence


@transaction.atomic
def keep_typed(*, indicator, period, revision, typed, by):
    """Keep what a person has typed about an indicator and a period, as they typed it ({field: text}).

    It replaces what was kept before; evidence laid beside it stays. Raises PermissionDenied. Returns what is kept.
    """
    if not by.has_perm(Permission.ENTRY_RECORD, indicator):
        raise PermissionDenied
    kept, _is_new = UnsavedProgress.objects.update_or_create(
        by=by,
        indicator=indicator,
        period=period,
        # PostgreSQL keeps no U+0000, and nobody has typed one.
        defaults={
            "revision": revision,
            "typed": {name: text.replace("\0", "") for name, text in typed.items()},
            "typed_at": timezone.now(),
        },
    )
    return kept


@transaction.atomic
def drop_typed(*, indicator, period, by):
    """Let go of what a person had typed and not saved, and of the evidence beside it."""
    UnsavedProgress.objects.filter(by=by, indicator=indicator, period=period).delete()


def take_over_unsaved(entry, by):
    """What its writer had typed is saved now: the evidence laid beside it belongs to the entry."""
    unsaved = UnsavedProgress.objects.filter(by=by, indicator=entry.indicator_id, period=entry.period_id).first()
    if unsaved is not None:
        take_over_evidence(unsaved, entry, by)
        unsaved.delete()
