"""An indicator with all that defines it: the steps of its scale, its targets, and what it is split by."""

import hashlib
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from dwcp.toolkit.snapshots import fingerprint
from outcomes.services.records import stated

from ..choices import TargetKind, TargetReading
from ..models import CategoryTarget, Dimension, Indicator, Target

# What is asked of people who look at a series that has ended: how it was measured.
DEFINING = (
    "definition",
    "measure",
    "unit",
    "currency",
    "numerator",
    "denominator",
    "population",
    "method",
    "accumulation",
)


@dataclass(frozen=True)
class Definition:
    """An indicator as it stands, or as somebody wants it to stand.

    `steps` are (number, name) pairs; targets may be records that are not kept yet.
    """

    indicator: Indicator
    steps: tuple[tuple[int, str], ...] = ()
    targets: tuple[Target, ...] = ()
    category_targets: tuple[CategoryTarget, ...] = ()
    dimensions: tuple[Dimension, ...] = ()

    @property
    def final(self):
        """The final target, or None."""
        return next((target for target in self.targets if target.kind == TargetKind.FINAL), None)

    @property
    def milestones(self):
        """The targets on the way, in the order in which they were given."""
        return [target for target in self.targets if target.kind == TargetKind.MILESTONE]


def definition_of(indicator):
    """The indicator as it stands (4 queries)."""
    splits = indicator.disaggregations.current().select_related("dimension", "crossed_with")
    dimensions = {one.pk: one for split in splits for one in (split.dimension, split.crossed_with) if one}
    return Definition(
        indicator=indicator,
        steps=_scale_of(indicator),
        targets=tuple(indicator.targets.all()),
        category_targets=tuple(indicator.category_targets.select_related("category")),
        dimensions=tuple(dimensions.values()),
    )


def fingerprint_of(indicator):
    """A short text that changes with anything that defines the indicator; empty for one that is not there yet."""
    if indicator.pk is None:
        return ""
    parts = [*indicator.steps.all(), *indicator.targets.all(), *indicator.category_targets.all()]
    prints = ":".join(fingerprint(record) for record in (indicator, *parts))
    return hashlib.sha256(prints.encode()).hexdigest()[:32]


def stated_in_full(definition):
    """What the definition states, as the trail keeps it: {name: text or None}."""
    indicator = definition.indicator
    figures = {
        field.name: plain(getattr(indicator, field.name))
        for field in indicator._meta.concrete_fields
        if field.get_internal_type() == "DecimalField"
    }
    return (
        stated(indicator)
        | figures
        | {
            "steps": "; ".join(f"{number} {name}" for number, name in sorted(definition.steps)) or None,
            "final_target": definition.final and _target_stated(definition.final),
            "milestones": _listed(_target_stated(target) for target in definition.milestones),
            "category_targets": _listed(_category_target_stated(target) for target in definition.category_targets),
        }
    )


def measured_how(definition):
    """How the indicator is measured, as people read it: {label: text}, without what is not stated."""
    indicator = definition.indicator
    shown = {}
    for name in DEFINING:
        display = getattr(indicator, f"get_{name}_display", None)
        if text := display() if display else getattr(indicator, name):
            shown[str(indicator._meta.get_field(name).verbose_name).capitalize()] = str(text)
    if definition.steps:
        shown[_("Steps of the scale")] = "; ".join(f"{number} {name}" for number, name in definition.steps)
    return shown


def _scale_of(indicator):
    """Steps that only entries of an earlier series state are no scale any more."""
    return tuple((step.number, step.name) for step in indicator.scale_steps)


def _listed(texts):
    return "; ".join(sorted(texts)) or None


def _target_stated(target):
    figure = plain(target.value)
    if figure and target.reading != TargetReading.FIGURE:
        figure = f"{figure} ({target.get_reading_display()})"
    due = target.due_text or (target.due_on and target.due_on.isoformat())
    return ", ".join(part for part in (due, figure, target.text, target.source) if part)


def _category_target_stated(target):
    figure = plain(target.value) if target.share is None else f"{plain(target.share)} %"
    due = target.due_on and target.due_on.isoformat()
    return ", ".join(part for part in (f"{target.category.name}: {figure}", due) if part)


def plain(value):
    """A figure as the trail keeps it."""
    return f"{Decimal(value).normalize():f}" if isinstance(value, Decimal | int) else value
