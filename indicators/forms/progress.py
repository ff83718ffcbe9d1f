"""What people type about progress."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import prefetch_related_objects
from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import gettext_lazy as _

from dwcp.toolkit.fields import FigureField, ProseField
from dwcp.toolkit.figures import CURRENCY_SIGNS
from outcomes.forms.base import Refusable

from ..choices import Absence, Grade, Measure
from ..disaggregation import whole_name
from ..models import ScaleStep
from ..selectors import WITH_PARTS, AskedSplit, parts_of, splits_of
from ..services import LONGEST, MEASURE_TAKES, Figure

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")

FIGURES = ("numerator", "denominator", "value", "step")
PART_AND_WHOLE = (_("Part"), _("Whole"))


@dataclass(frozen=True)
class PartGroup:
    """The fields of one split: in a row, or – where a category has several – as the rows of a table.

    `columns` are the table's: the categories of the other dimension, or part and whole of a percentage.
    """

    asked: AskedSplit
    columns: tuple[Any, ...]
    fields: list[forms.BoundField]

    @property
    def rows(self):
        """Each category with the fields of its row; none where each has one field."""
        width = len(self.columns)
        return [
            (category, self.fields[place * width : (place + 1) * width])
            for place, category in enumerate(self.asked.categories)
            if width
        ]

    @property
    def is_touched(self):
        """Whether something was typed here, or is wrong."""
        return any(field.value() or field.errors for field in self.fields)


class ProgressForm(Refusable, forms.Form):
    """What an indicator showed in one period; it holds the fields that the indicator's measure and splits need.

    `entry` is the entry as it stands, or None. The form carries the revision it was opened with.
    """

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    numerator = FigureField(label=_("Part"), help_text=_("How many fulfil it"))
    denominator = FigureField(label=_("Whole"), help_text=_("Out of how many"))
    value = FigureField(label=_("Value"))
    step: forms.ModelChoiceField = forms.ModelChoiceField(
        queryset=ScaleStep.objects.none(), label=_("Step"), required=False
    )
    total_only_reason = forms.CharField(
        label=_("Why is there only a total?"), required=False, max_length=LONGEST["total_only_reason"]
    )
    measured_on = forms.DateField(
        label=_("Date of the figure"),
        widget=DAY,
        input_formats=["%Y-%m-%d"],
        error_messages={
            "required": _("Enter the date of the figure."),
            "invalid": _("This is not a date. Type year-month-day, for example 2010-12-31."),
        },
    )
    absence = forms.ChoiceField(
        label=_("Is there a figure?"),
        choices=[("", _("Yes, as stated above")), *Absence.choices],
        required=False,
    )
    absence_reason = forms.CharField(
        label=_("Why is there none?"), required=False, max_length=LONGEST["absence_reason"]
    )
    narrative = ProseField(label=_("Note"), required=False, max_length=LONGEST["narrative"])
    source = forms.CharField(
        label=_("Source"), required=False, max_length=LONGEST["source"], help_text=_("Where the figure can be found")
    )

    def __init__(self, *args, indicator, period, entry=None, initial=None, **kwargs):
        kwargs["initial"] = _initial(period, entry) | (initial or {})
        super().__init__(*args, **kwargs)
        self.indicator = indicator
        self.fields["step"].queryset = indicator.steps.all()  # type: ignore[attr-defined]
        self.fields["measured_on"].widget.attrs |= {
            "min": period.starts_on.isoformat(),
            "max": period.ends_on.isoformat(),
        }
        for name in FIGURES:
            if name not in MEASURE_TAKES[indicator.measure]:
                del self.fields[name]
        self.splits = splits_of(indicator)
        of_split = _fraction_fields if indicator.measure == Measure.PERCENTAGE else _part_fields
        self.parts = {asked.name: of_split(asked) for asked in self.splits}
        for fields in self.parts.values():
            self.fields |= fields
        self.order_fields(["revision", *self._part_names])
        self.is_to_be_split = any(asked.is_expected for asked in self.splits)
        if not self.is_to_be_split:
            del self.fields["total_only_reason"]
        if indicator.measure == Measure.YES_NO:
            self.fields["value"] = forms.TypedChoiceField(
                label=_("Is it done?"),
                choices=[("1", _("Done")), ("0", _("Not done"))],
                coerce=Decimal,
                empty_value=None,
                required=False,
                widget=forms.RadioSelect,
            )
        elif indicator.measure == Measure.PERCENTAGE:
            self.fields["value"].help_text = _("Only if part and whole are not known")
            self.fields["value"].label = _("Per cent")
            for name in ("numerator", "denominator"):
                # Hints may hold markup; what people typed does not.
                if own := escape(getattr(indicator, name)):
                    self.fields[name].help_text = own
        elif indicator.measure == Measure.NARRATIVE:
            self.fields["narrative"].label = _("What it showed")
        elif indicator.measure == Measure.MONEY:
            label = _("Total in %(currency)s") if self.splits else _("Value in %(currency)s")
            sign = CURRENCY_SIGNS.get(indicator.currency, indicator.currency)
            self.fields["value"].label = label % {"currency": sign}
        elif indicator.measure == Measure.NUMBER or self.splits:
            self.fields["value"].label = _("Total")
        # A draft may leave these empty, but they are what the entry is for.
        expected = {Measure.NARRATIVE: "narrative", Measure.SCALE: "step"}.get(indicator.measure, "value")
        self.fields[expected].is_expected = indicator.measure != Measure.PERCENTAGE  # type: ignore[attr-defined]

    @property
    def groups(self):
        """The fields of the parts, a group for each split."""
        part_and_whole = PART_AND_WHOLE if self.indicator.measure == Measure.PERCENTAGE else ()
        return [
            PartGroup(
                asked, part_and_whole or asked.crossed_categories, [self[name] for name in self.parts[asked.name]]
            )
            for asked in self.splits
        ]

    @property
    def has_tables(self):
        """Whether some of the parts stand in tables, which need the width of the page."""
        return any(group.rows for group in self.groups)

    @property
    def _part_names(self):
        return [name for fields in self.parts.values() for name in fields]

    def figure(self):
        """What was typed, for the service. Call it on a valid form."""
        typed = self.cleaned_data
        parts = {name: typed[name] for name in self._part_names}
        return Figure(
            measured_on=typed["measured_on"],
            value=typed.get("value"),
            numerator=typed.get("numerator"),
            denominator=typed.get("denominator"),
            step=typed.get("step"),
            parts=parts,
            total_only_reason=typed.get("total_only_reason", ""),
            narrative=typed["narrative"],
            source=typed["source"],
            absence=typed["absence"],
            absence_reason=typed["absence_reason"],
        )


def _part_fields(asked):
    """A field for each part of a split, by its name."""
    return {
        name: _part_field(asked, "value", str(category))
        if crossed is None
        else _part_field(asked, "value", f"{category} × {crossed}", in_table=True)
        for name, (category, crossed) in asked.parts.items()
    }


def _fraction_fields(asked):
    """Two fields for each category of a percentage, its part and its whole, by their names."""
    fields = {}
    for name, (category, _crossed) in asked.parts.items():
        part, whole = (f"{category}: {heading}" for heading in PART_AND_WHOLE)
        fields[name] = _part_field(asked, "numerator", part, in_table=True)
        fields[whole_name(name)] = _part_field(asked, "denominator", whole, in_table=True)
    return fields


def _part_field(asked, total, label, *, in_table=False):
    """A field that the page adds up into its total, each split on its own; in a table it says itself what it is."""
    attrs = {"data-sum-into": f"id_{total}", "data-sum-group": asked.name}
    return FigureField(label=label, attrs=attrs | ({"aria-label": label} if in_table else {}))


def _initial(period, entry):
    if entry is None:
        today = timezone.localdate()
        inside = period.starts_on <= today <= period.ends_on
        return {"revision": 0, "measured_on": today if inside else period.ends_on}
    prefetch_related_objects([entry], WITH_PARTS)
    value = entry.value
    if entry.indicator.measure == Measure.YES_NO and value is not None:
        value = str(int(value))
    # A percentage that follows from its fraction is not typed a second time.
    if entry.numerator is not None:
        value = None
    return {
        "revision": entry.revision,
        "measured_on": entry.measured_on,
        "value": value,
        "numerator": entry.numerator,
        "denominator": entry.denominator,
        "step": entry.step_id,
        "total_only_reason": entry.total_only_reason,
        "absence": entry.absence,
        "absence_reason": entry.absence_reason,
        "narrative": entry.narrative,
        "source": entry.source,
        **parts_of(entry),
    }


class VerifyForm(forms.Form):
    """How closely a figure was checked, and against what."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    grade = forms.ChoiceField(label=_("How did you check it?"), choices=Grade.choices, widget=forms.RadioSelect)
    checked_against = forms.CharField(
        label=_("Checked against"),
        required=False,
        max_length=300,
        help_text=_("The source you looked at; not needed after a desk check"),
    )


class ReasonForm(forms.Form):
    """Why an entry is returned or opened again; the person who recorded it reads this."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    reason = ProseField(
        label=_("Reason"),
        max_length=LONGEST["reason"],
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say what is to be mended, so that it can be.")},
    )
