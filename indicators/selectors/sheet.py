"""The reference sheet of an indicator: all that is agreed about it, and what was changed. Page and PDF print it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.choices import AuditVerb
from accounts.models import AuditEvent, User
from dwcp.toolkit.figures import day, figure

from ..choices import Status, TargetKind, TargetReading
from ..display import measured, with_unit
from ..models import Indicator, ScaleStep, SeriesChange
from .expected import recorders_of
from .splits import expected_splits

# What the trail keeps of an indicator besides its own fields.
PARTS = {
    "steps": gettext_lazy("Steps of the scale"),
    "final_target": gettext_lazy("Final target"),
    "milestones": gettext_lazy("Milestones"),
    "category_targets": gettext_lazy("Targets of categories"),
    "splits": gettext_lazy("Split by"),
    "dimension": gettext_lazy("Name of a dimension"),
    "category": gettext_lazy("Name of a category"),
    "total": gettext_lazy("Verified figure"),
    "series": gettext_lazy("Series"),
    "status": gettext_lazy("Status"),
}
# The fields of the sheet, in the order of the ILO's own; those in the second row stand only where they are stated.
WHAT = ("outcome", "code", "definition", "rationale", "level"), ("population",)
MEASURED = ("measure",), ("unit", "currency", "numerator", "denominator", "may_exceed_hundred", "is_milestone")
HOW = ("means_of_verification", "method", "frequency", "responsible"), ()
LIMITS = ("limitations",), ("source", "note")


@dataclass(frozen=True)
class Fact:
    """One line of the sheet; text is empty where nothing is stated."""

    label: str
    text: str


@dataclass(frozen=True)
class TargetRow:
    """A target or milestone, in words for the reader."""

    kind: str
    due: str
    figure: str
    text: str


@dataclass(frozen=True)
class Change:
    """What one field said before and after."""

    label: str
    before: str
    after: str

    @property
    def is_long(self):
        """Whether the two do not fit on a line beside each other."""
        return "\n" in self.before + self.after or len(self.before) + len(self.after) > 160


@dataclass(frozen=True)
class LogRow:
    """One act: when, who, what, what it changed, and why."""

    at: datetime
    by: User | None
    what: str
    changes: tuple[Change, ...]
    reason: str


@dataclass(frozen=True)
class ReferenceSheet:
    """An indicator's reference sheet."""

    indicator: Indicator
    what: tuple[Fact, ...]
    measured: tuple[Fact, ...]
    baseline: tuple[Fact, ...]
    targets: tuple[TargetRow, ...]
    category_targets: tuple[TargetRow, ...]
    how: tuple[Fact, ...]
    steps: tuple[ScaleStep, ...]
    series: tuple[SeriesChange, ...]
    log: tuple[LogRow, ...]


def sheet_of(indicator):
    """The reference sheet of an indicator (about 8 queries)."""
    return ReferenceSheet(
        indicator=indicator,
        what=tuple(_facts(indicator, *WHAT)),
        measured=(*_facts(indicator, *MEASURED), *_counting(indicator)),
        baseline=tuple(_baseline(indicator)),
        targets=tuple(_target_row(indicator, target) for target in _in_time(indicator.targets.all())),
        category_targets=tuple(
            _category_row(indicator, target)
            for target in indicator.category_targets.select_related("category__dimension")
        ),
        how=(*_facts(indicator, *HOW), *_reporting(indicator), *_facts(indicator, *LIMITS)),
        steps=indicator.scale_steps,
        series=tuple(indicator.series_changes.select_related("begun_by")),
        log=change_log_of(indicator),
    )


def change_log_of(indicator):
    """What was done to the indicator, the latest first, in the words of its fields (2 queries)."""
    events = AuditEvent.objects.about(indicator).select_related("by")
    return tuple(
        LogRow(
            at=event.at,
            by=event.by,
            what=event.get_verb_display(),
            changes=_changes_in(event),
            reason=event.reason,
        )
        for event in events
    )


def _changes_in(event):
    if event.verb == AuditVerb.ADDED:
        return ()  # the whole sheet as it was then: what has changed since is in the rows above
    return tuple(
        Change(label_of(name), in_words(name, before), in_words(name, after))
        for name, (before, after) in sorted(event.changes.items(), key=_place_of)
    )


def _place_of(change):
    """Fields stand in the order of the record: a database may keep what it is given in another."""
    name, _values = change
    order = [*(field.name for field in Indicator._meta.concrete_fields), *PARTS]
    return (order.index(name) if name in order else len(order)), name


def label_of(name):
    """What people call a field of an indicator; a name nobody knows any more stands as it is."""
    if name in PARTS:
        return str(PARTS[name])
    try:
        return str(capfirst(getattr(Indicator._meta.get_field(name), "verbose_name", name)))
    except FieldDoesNotExist:
        return name


def in_words(name, value):
    """What the trail keeps of a field, as people read it: choices by their names, days with the month in words."""
    if value in (None, ""):
        return ""
    if name == "status":
        return str(dict(Status.choices).get(value, value))
    try:
        field = Indicator._meta.get_field(name)
    except FieldDoesNotExist:
        return str(value)
    if isinstance(field, models.BooleanField):
        return _("Yes") if value in (True, "True") else _("No")
    if isinstance(field, models.DateField):
        return day(date.fromisoformat(value))
    if isinstance(field, models.DecimalField):
        return _figure(value)
    return str(dict(getattr(field, "flatchoices", ())).get(value, value))


def _figure(text):
    try:
        return figure(Decimal(text))
    except InvalidOperation:
        return str(text)


def _facts(indicator, always, where_stated) -> Iterable[Fact]:
    for name in (*always, *where_stated):
        value, display = getattr(indicator, name), getattr(indicator, f"get_{name}_display", None)
        text = _("Yes") if value is True else str((display() if display else value) or "")
        if text or name in always:
            yield Fact(label_of(name), text)


def _counting(indicator):
    yield Fact(label_of("direction"), indicator.get_direction_display())
    if indicator.band:
        low, high = (measured(end, indicator) for end in indicator.band)
        yield Fact(_("To be kept between"), _("%(low)s and %(high)s") % {"low": low, "high": high})
    yield Fact(label_of("accumulation"), indicator.get_accumulation_display())
    set_up = expected_splits([indicator])[indicator.pk]
    yield Fact(_("Split by"), ", ".join(split.label for split in set_up) or _("not split"))


def _reporting(indicator):
    """How often a report is expected here, and of whom; left empty, both follow from the programme."""
    every = indicator.get_reported_every_display() or _("in every period of the programme")
    yield Fact(label_of("reported_every"), str(every))
    person, note = indicator.reporter, ""
    if person and not recorders_of(indicator.programme).filter(user=person).exists():
        note = _("(records here no more)")
    by = f"{person} {note}".strip() if person else _("those who have its outcome in their care")
    yield Fact(label_of("reporter"), by)


def _baseline(indicator):
    yield Fact(label_of("baseline_kind"), indicator.get_baseline_kind_display())
    if indicator.baseline_value is not None:
        yield Fact(label_of("baseline_value"), with_unit(indicator.baseline_value, indicator))
        when = day(indicator.baseline_on) if indicator.baseline_on else str(indicator.baseline_year or "")
        yield Fact(label_of("baseline_on"), when)
        yield Fact(label_of("baseline_source"), indicator.baseline_source)
    if indicator.baseline_due_on:
        yield Fact(label_of("baseline_due_on"), day(indicator.baseline_due_on))
    if indicator.baseline_text:
        yield Fact(label_of("baseline_text"), indicator.baseline_text)


def _in_time(targets):
    """Milestones by their day, the final target at the end."""
    return sorted(targets, key=lambda one: (one.kind == TargetKind.FINAL, one.due_on or date.max))


def _target_row(indicator, target):
    if target.value is None:
        stated = ""
    elif target.reading == TargetReading.PERCENT_RISE:
        stated = f"{figure(target.value)}% ({target.get_reading_display()})"
    elif target.reading == TargetReading.RISE:
        stated = f"{measured(target.value, indicator)} ({target.get_reading_display()})"
    else:
        stated = with_unit(target.value, indicator)
    due = day(target.due_on) if target.due_on else target.due_text
    return TargetRow(kind=target.get_kind_display(), due=due, figure=stated, text=target.text)


def _category_row(indicator, target):
    share = _("at least %(share)s%% of the whole") % {"share": figure(target.share)} if target.share is not None else ""
    return TargetRow(
        kind=f"{target.category.dimension}: {target.category}",
        due=day(target.due_on) if target.due_on else "",
        figure=share or with_unit(target.value, indicator),
        text="",
    )
