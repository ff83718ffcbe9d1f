"""Doing what plans say, with few queries however many rows there are, and undoing it."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field

from django.apps import apps
from django.contrib.admin.utils import NestedObjects
from django.core import serializers
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, router

from ..snapshots import Snapshot
from .planning import Plan, Row

BATCH = 500


@dataclass
class Undoing:
    """What an import did, fit for a JSONField.

    `made` are pairs of a model and the keys of its new records, in the order in which they were made (a list, for
    databases do not keep the order of names); `before` is how changed records stood, `untied` the ties between two
    records that were cut; `prints` tells by model and key whether somebody has changed a record since.
    """

    made: list[tuple[str, list[int]]] = field(default_factory=list)
    before: Snapshot = field(default_factory=list)
    untied: Snapshot = field(default_factory=list)
    prints: dict[str, dict[str, str]] = field(default_factory=dict)

    def as_data(self) -> dict:
        """Plain data, for keeping."""
        return asdict(self)

    def touched(self) -> dict[str, list[int]]:
        """The keys of all records that were made or changed, by model."""
        found: defaultdict[str, list[int]] = defaultdict(list)
        for label, keys in self.made:
            found[label] += keys
        for written in self.before:
            found[written["model"]].append(written["pk"])
        return dict(found)


def apply_plan(plan: Plan, undoing: Undoing) -> None:
    """Write what a plan without problems says, and note how to undo it. Call it inside a transaction."""
    new = [row.record for row in plan.rows if row.is_new]
    changed = [row for row in plan.rows if not row.is_new and row.attributes]
    model = plan.table.model
    undoing.before += _columns(_stored(model, [row.record.pk for row in changed]))
    for ready in _parents_first(model, new):
        model._default_manager.bulk_create(ready, batch_size=BATCH)
        _note_made(undoing, model, ready)
    attributes = sorted({name for row in changed for name in row.attributes})
    if attributes:
        model._default_manager.bulk_update([row.record for row in changed], attributes, batch_size=BATCH)
    for name in {name for row in plan.rows for name in row.lists}:
        _tie([row for row in plan.rows if name in row.lists], model, name, undoing)
    for row in plan.rows:
        if row.is_new:
            plan.table.known.add(plan.table.name, row.record)  # now under its key, too


def take_prints(undoing: Undoing) -> None:
    """Note how everything that was made or changed stands now. Call it when all is written."""
    undoing.prints = {
        label: {str(written["pk"]): _print(written) for written in _columns(_stored(apps.get_model(label), keys))}
        for label, keys in undoing.touched().items()
    }


def changed_since(undoing: Undoing) -> Iterator[models.Model]:
    """The records that somebody has changed since, as they stand now."""
    for label, prints in undoing.prints.items():
        for record in _stored(apps.get_model(label), [int(key) for key in prints]):
            (written,) = _columns([record])
            if prints[str(record.pk)] != _print(written):
                yield record


def gone_since(undoing: Undoing) -> int:
    """How many of the records that were made or changed are not there any more."""
    return sum(
        len(prints) - apps.get_model(label)._default_manager.filter(pk__in=[int(key) for key in prints]).count()
        for label, prints in undoing.prints.items()
    )


def relied_on(undoing: Undoing) -> list[models.Model]:
    """Records that are not of the import and would go along with those it made, or keep them from going."""
    made = {(label, key) for label, keys in undoing.made for key in keys}
    found: dict[tuple, models.Model] = {}
    for label, keys in undoing.made:
        model = apps.get_model(label)
        collector = NestedObjects(using=router.db_for_write(model))
        collector.collect(_stored(model, keys))
        along = [one for records in collector.data.values() for one in records]
        found |= {(one._meta.label_lower, one.pk): one for one in (*along, *collector.protected)}
    return [record for name, record in found.items() if name not in made]


def undo(undoing: Undoing) -> None:
    """Take out what was made and write back what was changed. Call it in a transaction, with nothing changed since."""
    for label, keys in reversed(undoing.made):
        apps.get_model(label)._default_manager.filter(pk__in=keys).delete()
    found = defaultdict(list)
    for written in serializers.deserialize("python", undoing.before):
        found[type(written.object)].append(written.object)
    for model, records in found.items():
        names = [one.name for one in model._meta.concrete_fields if not one.primary_key]
        model._default_manager.bulk_create(
            records, update_conflicts=True, unique_fields=["pk"], update_fields=names, batch_size=BATCH
        )
    for written in serializers.deserialize("python", undoing.untied):
        written.save()


def _note_made(undoing, model, records):
    undoing.made.append((model._meta.label_lower, [record.pk for record in records]))


def _parents_first(model, records):
    """Records in groups, so that each comes after the new one of its own kind that it refers to."""
    own = [one.name for one in model._meta.concrete_fields if one.is_relation and one.related_model is model]
    waiting = list(records)
    while waiting:
        ready = [one for one in waiting if all((parent := getattr(one, name)) is None or parent.pk for name in own)]
        if not ready:
            ready = waiting  # a circle: the database refuses it
        yield ready
        waiting = [one for one in waiting if one.pk is None]


def _tie(rows: list[Row], model, name, undoing):
    """Give each record the list it should have, by adding and cutting single ties."""
    relation = model._meta.get_field(name)
    through, here, there = relation.remote_field.through, relation.m2m_field_name(), relation.m2m_reverse_field_name()
    wanted = {(row.record.pk, one.pk) for row in rows for one in row.lists[name]}
    kept = through._default_manager.filter(**{f"{here}__in": [row.record.pk for row in rows]})
    present = {(getattr(tie, f"{here}_id"), getattr(tie, f"{there}_id")): tie for tie in kept}
    cut = [tie for pair, tie in present.items() if pair not in wanted]
    undoing.untied += _columns(cut)
    through._default_manager.filter(pk__in=[tie.pk for tie in cut]).delete()
    ties = [through(**{f"{here}_id": one, f"{there}_id": other}) for one, other in sorted(wanted - present.keys())]
    _note_made(undoing, through, through._default_manager.bulk_create(ties, batch_size=BATCH))


def _stored(model, keys):
    """Records as they stand in the database, without what they refer to."""
    return list(model._default_manager.filter(pk__in=keys).select_related(None).order_by("pk")) if keys else []


def _columns(records) -> Snapshot:
    """A snapshot of records by their own columns, many at once."""
    if not records:
        return []
    names = [one.name for one in records[0]._meta.concrete_fields]
    return json.loads(json.dumps(serializers.serialize("python", records, fields=names), cls=DjangoJSONEncoder))


def _print(written):
    return hashlib.sha256(json.dumps(written, sort_keys=True).encode()).hexdigest()[:16]
