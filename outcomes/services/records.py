"""Adding, changing, ordering and removing parts of a programme, one and the same way for all of them."""

from collections import Counter
from contextlib import contextmanager
from decimal import Decimal

from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from accounts.choices import AuditVerb, Permission
from accounts.services import record_event
from dwcp.toolkit.snapshots import belongings_of, fingerprint, taken

from ..models import Programme, Removal


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


def hold(programme):
    """Let nobody else change the programme's structure until the transaction ends: what is looked at now stays so.

    Call it before any other record is held, so that two people never wait for each other.
    """
    Programme.objects.select_for_update(no_key=True).get(pk=programme.pk)


@contextmanager
def refusing_what_the_database_refuses():
    """Raise Refused where the database refuses what is written inside, because somebody was quicker."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError:
        message = _("Somebody else has just saved something that this does not go with. Look at it, and save again.")
        raise Refused(message) from None


@transaction.atomic
def save_record(
    *, record, by, programme, seen="", related=None, reason="", permission=Permission.STRUCTURE_EDIT, problems=None
):
    """Add a part of a programme's structure, or change it, and note before and after in the trail.

    `record` holds what is to be kept; `related` maps many-to-many fields to their records; `seen` is the fingerprint
    (`dwcp.toolkit.snapshots`) the writer started from, "" for a new record; `problems` are those that a service has
    found already. Raises Refused with every problem at once, Stale when somebody saved meanwhile, PermissionDenied
    without the permission. Returns the record.
    """
    refuse_unless(by, permission, programme)
    hold(programme)
    current = None
    if record.pk is not None:
        current = type(record)._default_manager.select_for_update(of=("self",)).filter(pk=record.pk).first()
        if current is None or fingerprint(current) != seen:
            raise Stale(current)
    # Of a field that a service has looked at, nothing is said twice.
    if problems := problems_of(record, exclude=set(problems or ())) | (problems or {}):
        raise Refused(problems)
    before = stated(current) if current else {}
    if current is None and hasattr(record, "ordered_within"):
        record.position = _last_place(record)
    with refusing_what_the_database_refuses():
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
    hold(programme)
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
    hold(programme)
    belongings = belongings_of(record)
    if keeps := what_keeps(record, belongings):
        raise Refused(keeps)
    removal = Removal.objects.create(
        programme=programme, what=_name_of(record), content=taken(belongings.records), removed_by=by
    )
    changes = {name: [text, None] for name, text in stated(record).items() if text is not None}
    record_event(AuditVerb.REMOVED, record, by=by, changes=changes)
    record.delete()
    return removal


def what_keeps(record, belongings):
    """The sentence that says why a record cannot be removed; "" where it can. `belongings` are those of the record."""
    others = [one for one in belongings.records if one != record and not _goes_along(one)]
    if not belongings.in_the_way and not others:
        return ""
    message = _(
        "“%(what)s” cannot be removed, because it still has %(others)s. Remove or move those first; what was "
        "reported stays for good."
    )
    return message % {"what": record, "others": _counted([*belongings.in_the_way, *others])}


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


def problems_of(record, **how):
    """What a record's own rules hold against it: {field: sentence}; `how` goes to `full_clean`."""
    try:
        record.full_clean(**how)
    except ValidationError as error:
        return sentences_of(error)
    return {}


def sentences_of(error):
    """Each field of a ValidationError with its sentence; "" for the whole."""
    return {
        "" if field == NON_FIELD_ERRORS else field: " ".join(messages) for field, messages in error.message_dict.items()
    }
