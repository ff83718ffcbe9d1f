"""The database's own rules about one row, asked without the database.

Django can ask it for each rule and row by a query of its own; for thousands of rows that takes minutes. The rules and
their sentences stay where they are, in the models.
"""

from collections.abc import Iterator
from operator import eq, ge, gt, le, lt

from django.db import models

COMPARISONS = {"exact": eq, "gt": gt, "gte": ge, "lt": lt, "lte": le}


def broken_rules(record: models.Model) -> Iterator[tuple[tuple[str, ...], str]]:
    """Each rule of one row that the record breaks: the fields it speaks of, and its sentence."""
    for constraint in record._meta.constraints:
        if isinstance(constraint, models.CheckConstraint) and _holds(constraint.condition, record) is False:
            fields = tuple(dict.fromkeys(_fields_of(constraint.condition)))
            yield fields, str(constraint.get_violation_error_message())


def _holds(condition, record) -> bool | None:
    """Whether a condition holds; None where a value is missing, which breaks no rule (so in SQL)."""
    if not isinstance(condition, models.Q):
        path, wanted = condition
        return _compared(path, wanted, record)
    answers = [_holds(child, record) for child in condition.children]
    if condition.connector == models.Q.XOR:
        answer = None if None in answers else sum(map(bool, answers)) % 2 == 1
    else:
        decides = condition.connector == models.Q.OR  # one such answer is enough
        answer = decides if decides in answers else None if None in answers else not decides
    return not answer if condition.negated and answer is not None else answer


def _compared(path, wanted, record):
    name, _separator, lookup = path.partition("__")
    value, wanted = _value(record, name), _meant(record, wanted)
    if lookup == "isnull":
        return (value is None) == wanted
    if lookup == "in":
        return None if value is None else value in wanted
    if lookup == "range":
        return None if value is None else wanted[0] <= value <= wanted[1]
    if wanted is None:
        return value is None
    return None if value is None else COMPARISONS[lookup or "exact"](value, wanted)


def _meant(record, wanted):
    return _value(record, wanted.name) if isinstance(wanted, models.F) else wanted  # type: ignore[attr-defined]


def _value(record, name):
    """A value; for a reference the record itself while it has no key yet."""
    field = record._meta.get_field(name)
    if not field.is_relation:
        return getattr(record, name)
    key = getattr(record, field.attname)
    return field.get_cached_value(record, default=None) if key is None else key


def _fields_of(condition):
    for child in condition.children:
        if isinstance(child, models.Q):
            yield from _fields_of(child)
        else:
            path, wanted = child
            yield path.partition("__")[0]
            if isinstance(wanted, models.F):
                yield wanted.name  # type: ignore[attr-defined]  # its types do not know of it
