"""What people type about progress."""

from dataclasses import dataclass
from decimal import Decimal

from django import forms
from django.db.models import prefetch_related_objects
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dwcp.toolkit.fields import FigureField, ProseField

from ..choices import Absence, Grade, Measure
from ..models import ScaleStep
from ..selectors import WITH_PARTS, AskedSplit, parts_of, splits_of
from ..services import LONGEST, MEASURE_TAKES, Figure

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")

FIGURES = ("numerator", "denominator", "value", "step")


@dataclass(frozen=True)
class PartGroup:
    """The fields of one split: in a row, or – where two dimensions are crossed – as the rows of a table."""

    asked: AskedSplit
    fields: list[forms.BoundField]

    @property
    def rows(self):
        """Each category with the fields of its row; none for a split by one dimension."""
        width = len(self.asked.crossed_categories)
        return [
            (category, self.fields[place * width : (place + 1) * width])
            for place, category in enumerate(self.asked.categories)
            if width
        ]

    @property
    def is_touched(self):
        """Whether something was typed here, or is wrong."""
        return any(field.value() or field.errors for field in self.fields)


class ProgressForm(forms.Form):
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
        for asked in self.splits:
            self.fields |= {name: _part_field(asked, *categories) for name, categories in asked.parts.items()}
        self.order_fields(["revision", *(name for asked in self.splits for name in asked.parts)])
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
        elif indicator.measure == Measure.NARRATIVE:
            self.fields["narrative"].label = _("What it showed")
        elif indicator.measure == Measure.NUMBER or self.splits:
            self.fields["value"].label = _("Total")
        # A draft may leave these empty, but they are what the entry is for.
        expected = {Measure.NARRATIVE: "narrative", Measure.SCALE: "step"}.get(indicator.measure, "value")
        self.fields[expected].is_expected = indicator.measure != Measure.PERCENTAGE  # type: ignore[attr-defined]

    @property
    def groups(self):
        """The fields of the parts, a group for each split."""
        return [PartGroup(asked, [self[name] for name in asked.parts]) for asked in self.splits]

    def figure(self):
        """What was typed, for the service. Call it on a valid form."""
        typed = self.cleaned_data
        parts = {name: typed[name] for asked in self.splits for name in asked.parts}
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

    def refuse(self, problems):
        """Put the service's sentences beside their fields."""
        for field, message in problems.items():
            self.add_error(field if field in self.fields else None, message)


def _part_field(asked, category, crossed):
    """A field for one part; the page sums the parts of each split on its own."""
    attrs = {"data-sum-into": "id_value", "data-sum-group": asked.name}
    label = str(category)
    if crossed is not None:
        label = f"{category} × {crossed}"
        attrs["aria-label"] = label
    return FigureField(label=label, attrs=attrs)


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
