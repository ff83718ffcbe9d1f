"""Indicators as wholes: what the rows of several sheets together make of them."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from dwcp.toolkit.workbooks import Plan, Row

from ...models import CategoryTarget, Disaggregation, Indicator, ProgressEntry, ScaleStep, Target
from ...selectors.framework import totals_otherwise
from ..definitions import Definition, plain, stated_in_full
from ..indicators import recalculated_in_words
from ..unfit import problems_of
from .measurement import PartOfIndicator

# How the shared rules name what belongs to an indicator, and the sheet on which it stands.
PART = re.compile(r"(target|milestone_(\d+)|category_target_(\d+))_(\w+)")


@dataclass(frozen=True)
class Change:
    """An indicator that was there before, and what it states otherwise, itself or in its parts: {name: [was, is]}."""

    indicator: Indicator
    changes: dict[str, list]


def definitions_in(programme) -> dict[int, Definition]:
    """All indicators of a programme with what defines them, by key (5 queries)."""
    mine = {"indicator__outcome__programme": programme}
    return _grouped(
        Indicator.objects.filter(outcome__programme=programme).select_related("outcome"),
        ScaleStep.objects.filter(**mine),
        Target.objects.filter(**mine),
        CategoryTarget.objects.filter(**mine).select_related("category__dimension"),
        Disaggregation.objects.current().filter(**mine).select_related("dimension", "crossed_with"),
    )


def planned_definitions(plans: dict[str, Plan]) -> dict[int, Definition]:
    """The same as they would be after all that is planned, by the identity of the indicator's record."""
    return _grouped(
        plans["indicators"].records,
        plans["scale_steps"].records,
        plans["targets"].records,
        plans["category_targets"].records,
        plans["splits"].records,
        by=id,
    )


def check_wholes(plans: dict[str, Plan], before: dict[int, Definition]) -> None:
    """Hold touched indicators against the rules of the reference sheet, and put each sentence beside its cell.

    Gaps that were there before and are left alone are tolerated, as on the indicator's page.
    """
    rows = {id(row.record): (plan, row) for plan in plans.values() for row in plan.rows if row.record is not None}
    touched = _touched(plans)
    for key, definition in planned_definitions(plans).items():
        if key not in touched or any(row.problems for _plan, row in touched[key]):
            continue  # what is unreadable is mended first
        indicator = definition.indicator
        tolerated = problems_of(before[indicator.pk]).items() if indicator.pk in before else ()
        for field, sentence in problems_of(definition).items():
            if (field, sentence) not in tolerated:
                record, column = _place(definition, field)
                plan, row = rows.get(id(record)) or rows.get(id(indicator)) or touched[key][0]
                plan.complain(row, column if column in plan.table.columns else None, sentence)
    for plan in plans.values():
        plan.say_what_is_left()


def changes_of(plans: dict[str, Plan], before: dict[int, Definition]) -> Iterator[Change]:
    """What changes about each indicator that was there before."""
    touched = _touched(plans)
    for key, definition in planned_definitions(plans).items():
        indicator = definition.indicator
        if key not in touched or indicator.pk not in before:
            continue
        was, becomes = stated_in_full(before[indicator.pk]), stated_in_full(definition)
        changes = {name: [was.get(name), becomes[name]] for name in becomes if was.get(name) != becomes[name]}
        added = [str(row.record) for plan, row in touched[key] if plan.table.name == "splits" and row.is_new]
        if added:
            changes["splits"] = [None, ", ".join(added)]
        if changes:
            yield Change(indicator, changes)


def recalculate(changes: list[Change], before: dict[int, Definition]) -> Iterator[str]:
    """Note the totals of entries that are to add up otherwise in what changes, and say each (1 query)."""
    otherwise = [change for change in changes if "accumulation" in change.changes]
    entries = defaultdict(list)
    if otherwise:
        found = ProgressEntry.objects.filter(indicator__in=[change.indicator.pk for change in otherwise])
        for entry in found.select_related("period", "step"):
            entries[entry.indicator_id].append(entry)
    for change in otherwise:
        if known := entries[change.indicator.pk]:
            was = before[change.indicator.pk].indicator
            totals = totals_otherwise(was, change.indicator, known)
            change.changes["total"] = [plain(total) for total in totals]
            yield f"{was.code}: {recalculated_in_words(was, totals)}"


def _grouped(indicators, steps, targets, category_targets, splits, by=lambda indicator: indicator.pk):
    # Records from the database know the key of their indicator only, planned ones hold the indicator itself.
    def gathered(records: Iterable) -> defaultdict:
        groups = defaultdict(list)
        for record in records:
            groups[by(record.indicator) if by is id else record.indicator_id].append(record)
        return groups

    steps, targets, shares, splits = (gathered(records) for records in (steps, targets, category_targets, splits))
    found = {}
    for indicator in indicators:
        key = by(indicator)
        dimensions = {one.pk: one for row in splits[key] for one in (row.dimension, row.crossed_with) if one}
        in_time = sorted(targets[key], key=lambda target: (target.due_on is None, target.due_on or 0))
        found[key] = Definition(
            indicator=indicator,
            steps=tuple(sorted((step.number, step.name) for step in steps[key])),
            targets=tuple(in_time),
            category_targets=tuple(one for one in shares[key] if one.category.pk is not None),
            dimensions=tuple(dimensions.values()),
        )
    return found


def _touched(plans) -> dict[int, list[tuple[Plan, Row]]]:
    """The rows that change something about an indicator, by the identity of its record."""
    touched: dict[int, list[tuple[Plan, Row]]] = defaultdict(list)
    for plan in plans.values():
        is_part = isinstance(plan.table, PartOfIndicator)
        if not (is_part or plan.table.name == "indicators"):
            continue
        for row in plan.rows:
            if row.record is not None and (row.changes or row.problems):
                touched[id(row.record.indicator if is_part else row.record)].append((plan, row))
    return touched


def _place(definition, field):
    """The record and the column that a field of the shared rules speaks of."""
    match = PART.fullmatch(field)
    if match is None:
        return definition.indicator, field
    if match[3] is not None:
        return definition.category_targets[int(match[3])], match[4]
    if match[2] is not None:
        return definition.milestones[int(match[2])], match[4]
    return definition.final, match[4]
