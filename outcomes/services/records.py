"""Adding, changing, ordering and removing parts of a programme, one and the same way for all of them."""

from collections import Counter
from decimal import Decimal

from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from accounts.choices import AuditVerb, Permission
from accounts.services import record_event
from dwcp.toolkit.snapshots import belongings_of, fingerprint, taken

from ..models import Removal


class Refused(Exception):
    """What was asked for cannot stand. `problems` maps a field ("" for the whole) to a sentence."""

    def __init__(self, problems):
        self.problems = {"": problems} if isinstance(problems, str) else problems
        super().__init__(" ".join(self.problems.values()))


class Stale(Refused):
    """Somebody saved a newer version meanwhile; `current` is the record as it stands now, or None if it is gone."""

    def __init__(self, current):
        self.current = current
        super().__init__(
            _("Somebody else has changed this since you opened it. What you typed stands below; save again to keep it.")
            if current
            else _("Somebody else has removed this since you opened it. Go back to the list to see what is there.")
        )


def refuse_unless(by, permission, programme):
    """Raise PermissionDenied unless this person may do this in the programme."""
    if not by.has_perm(permission, programme):
        raise PermissionDenied


@transaction.atomic
def save_record(*, record, by, programme, seen="", related=None, reason="", permission=Permission.STRUCTURE_EDIT):
    """Add a part of a programme's structure, or change it, and note before and after in the trail.

    `record` holds what is to be kept; `related` maps many-to-many fields to their records; `seen` is the fingerprint
    (`dwcp.toolkit.snapshots`) the writer started from, "" for a new record. Raises Refused with every problem at
    once, Stale when somebody saved meanwhile, PermissionDenied without the permission. Returns the record.
    """
    refuse_unless(by, permission, programme)
    current = None
    if record.pk is not None:
        current = type(record)._default_manager.select_for_update(of=("self",)).filter(pk=record.pk).first()
        if current is None or fingerprint(current) != seen:
            raise Stale(current)
    try:
        record.full_clean()
    except ValidationError as error:
        raise Refused(sentences_of(error)) from None
    before = stated(current) if current else {}
    if current is None and hasattr(record, "ordered_within"):
        record.position = _last_place(record)
    record.save()
    for name, records in (related or {}).items():
        getattr(record, name).set(records)
    after = stated(record)
    changes = {name: [before.get(name), after[name]] for name in after if before.get(name) != after[name]}
    if changes:
        record_event(AuditVerb.CHANGED if current else AuditVerb.ADDED, record, by=by, changes=changes, reason=reason)
    return record


@transaction.atomic
def move_record(*, record, up, by, programme):
    """Move a record one place up or down among its siblings (`ordered_within` names what they share).

    Where only some of them stand together on the page, `moved_among` names what those share: it moves past the next
    of these, so that what is asked for is seen.
    """
    refuse_unless(by, Permission.STRUCTURE_EDIT, programme)
    siblings = list(_siblings_of(record).select_for_update(of=("self",)))
    among = f"{getattr(record, 'moved_among', record.ordered_within)}_id"
    together = [one for one in siblings if getattr(one, among) == getattr(record, among)]
    here = together.index(record)
    there = here - 1 if up else here + 1
    if not 0 <= there < len(together):
        return record  # it stands at the end already: nothing to do, and nothing wrong
    place, other = siblings.index(record), siblings.index(together[there])
    siblings[place], siblings[other] = siblings[other], siblings[place]
    for position, sibling in enumerate(siblings, start=1):
        sibling.position = position
    type(record)._default_manager.bulk_update(siblings, ["position"])
    record_event(AuditVerb.MOVED, record, by=by, changes={"position": [place + 1, other + 1]})
    return record


@transaction.atomic
def remove_record(*, record, by, programme, permission=Permission.STRUCTURE_EDIT):
    """Remove a record with what has no sense without it, kept in a Removal so that it can be put back.

    Raises Refused, naming what still belongs to it: nothing that holds figures or other people's work goes along.
    """
    refuse_unless(by, permission, programme)
    belongings = belongings_of(record)
    others = [one for one in belongings.records if one != record and not _goes_along(one)]
    if belongings.in_the_way or others:
        message = _("“%(what)s” cannot be removed, because it still has %(others)s. Remove or move those first.")
        names = _counted([*belongings.in_the_way, *others])
        raise Refused(message % {"what": record, "others": names})
    removal = Removal.objects.create(
        programme=programme, what=_name_of(record), content=taken(belongings.records), removed_by=by
    )
    changes = {name: [text, None] for name, text in stated(record).items() if text is not None}
    record_event(AuditVerb.REMOVED, record, by=by, changes=changes)
    record.delete()
    return removal


def stated(record):
    """What a record states, by the name of its field, as the trail keeps it: text, whole or None."""
    fields = {
        field.name: getattr(record, field.name)
        for field in record._meta.concrete_fields
        if not field.primary_key and not (field.is_relation and field.name in ("programme",))
    }
    lists = {field.name: [str(one) for one in getattr(record, field.name).all()] for field in record._meta.many_to_many}
    return {name: _as_text(value) for name, value in fields.items()} | {
        name: ", ".join(sorted(names)) or None for name, names in lists.items()
    }


def _as_text(value):
    """As the trail keeps it; 0.5 and 0.50 are the same."""
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return None if value in (None, "") else str(value)


def _siblings_of(record):
    """All that share one order with a record, itself included."""
    within = record.ordered_within
    return type(record)._default_manager.filter(**{within: getattr(record, within)})


def _last_place(record):
    """Behind its siblings; 0 while nobody has moved one, for then letters and numbers give the order."""
    last = _siblings_of(record).aggregate(last=Max("position"))["last"]
    return last + 1 if last else 0


def _goes_along(record):
    """Rows that only tie two records together, and parts that mean nothing without their whole."""
    return bool(record._meta.auto_created) or getattr(record, "goes_along", False)


def _name_of(record):
    return f"{record._meta.verbose_name}: {record}"[:250]


def _counted(records):
    """`28 indicators, 1 strategy`."""
    counts = Counter(type(record) for record in records)
    return ", ".join(
        f"{number} {model._meta.verbose_name if number == 1 else model._meta.verbose_name_plural}"
        for model, number in counts.items()
    )


def sentences_of(error):
    """Each field of a ValidationError with its sentence; "" for the whole."""
    return {
        "" if field == NON_FIELD_ERRORS else field: " ".join(messages) for field, messages in error.message_dict.items()
    }
