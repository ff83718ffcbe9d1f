"""Records as plain data, so that what was removed or changed can be written back as it was.

A *snapshot* is a list of records as Django's serializers write them, fit for a JSONField. It knows no model.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.contrib.admin.utils import NestedObjects
from django.core import serializers
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, router

Snapshot = list[dict]


class Exact(DjangoJSONEncoder):
    """Moments with all their digits: by custom three are kept, and a moment written back would be another."""

    def default(self, value):
        return value.isoformat() if isinstance(value, datetime) else super().default(value)


@dataclass(frozen=True)
class Belongings:
    """A record with all that would go with it, in an order to write back, and what keeps it from going."""

    records: tuple[models.Model, ...]
    in_the_way: tuple[models.Model, ...]


def belongings_of(record: models.Model) -> Belongings:
    """What the database removes along with a record, and the records that refuse to let it go."""
    collector = NestedObjects(using=router.db_for_write(type(record)))
    collector.collect([record])
    found = [one for records in collector.data.values() for one in records]
    # What refers to others comes after them, however the tables hang together.
    order = {model: place for place, model in enumerate(_by_reference({type(one) for one in found}))}
    records = sorted(found, key=lambda one: (order[type(one)], one.pk))
    return Belongings(tuple(records), tuple(collector.protected))


def taken(records: Iterable[models.Model]) -> Snapshot:
    """A snapshot of records by their own columns; rows that tie two records together are records of their own."""
    snapshot: Snapshot = []
    for record in records:
        columns = [field.name for field in record._meta.concrete_fields]
        snapshot += json.loads(serializers.serialize("json", [record], fields=columns, cls=Exact))
    return snapshot


def write_back(snapshot: Snapshot) -> list[models.Model]:
    """Write the records of a snapshot, under the keys they had, and return them. Call it inside a transaction."""
    records = []
    for written in serializers.deserialize("json", json.dumps(snapshot)):
        written.save()
        records.append(written.object)
    return records


def fingerprint(record: models.Model | None) -> str:
    """A short text that changes with anything the record states; empty for a record that is not there yet.

    A form carries it from reading to saving: if it differs then, somebody else has saved meanwhile.
    """
    if record is None or record.pk is None:
        return ""
    (stated,) = json.loads(serializers.serialize("json", [record]))
    for name in (field.name for field in record._meta.many_to_many):
        stated["fields"][name] = sorted(stated["fields"].get(name, []), key=str)
    return hashlib.sha256(json.dumps(stated, sort_keys=True).encode()).hexdigest()[:32]


def _by_reference(found: set[type[models.Model]]) -> list[type[models.Model]]:
    """Models so that each stands after those it refers to."""
    ordered: list[type[models.Model]] = []

    def place(model):
        if model in ordered:
            return
        for field in model._meta.concrete_fields:
            if field.is_relation and field.related_model in found and field.related_model is not model:
                place(field.related_model)
        ordered.append(model)

    for model in sorted(found, key=lambda one: one._meta.label):
        place(model)
    return ordered
