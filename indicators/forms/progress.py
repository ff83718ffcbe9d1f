"""What people type about progress."""

from decimal import Decimal

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dwcp.toolkit.fields import FigureField, ProseField

from ..choices import Absence, Grade, Measure
from ..models import ScaleStep
from ..services import LONGEST, MEASURE_TAKES, Figure

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")

PEOPLE, FRACTION = ("women", "men"), ("numerator", "denominator")
FIGURES = (*PEOPLE, *FRACTION, "value", "step")


class ProgressForm(forms.Form):
    """What an indicator showed in one period; it holds the fields that the indicator's measure needs.

    `entry` is the entry as it stands, or None. The form carries the revision it was opened with.
    """

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    women = FigureField(label=_("Women"), attrs={"data-sum-into": "id_value"})
    men = FigureField(label=_("Men"), attrs={"data-sum-into": "id_value"})
    numerator = FigureField(label=_("Part"), help_text=_("How many fulfil it"))
    denominator = FigureField(label=_("Whole"), help_text=_("Out of how many"))
    value = FigureField(label=_("Value"))
    step: forms.ModelChoiceField = forms.ModelChoiceField(
        queryset=ScaleStep.objects.none(), label=_("Step"), required=False
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
        # Where only one group is counted there is nothing to split.
        splits = indicator.measure == Measure.NUMBER and not indicator.population
        used = MEASURE_TAKES[indicator.measure] | set(PEOPLE if splits else ())
        for name in FIGURES:
            if name not in used:
                del self.fields[name]
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
        elif indicator.measure == Measure.NUMBER:
            self.fields["value"].label = _("Total")
        # A draft may leave these empty, but they are what the entry is for.
        expected = {Measure.NARRATIVE: "narrative", Measure.SCALE: "step"}.get(indicator.measure, "value")
        self.fields[expected].is_expected = indicator.measure != Measure.PERCENTAGE  # type: ignore[attr-defined]

    def figure(self):
        """What was typed, for the service. Call it on a valid form."""
        typed = self.cleaned_data
        parts = {code: typed[code] for code in PEOPLE if typed.get(code) is not None}
        return Figure(
            measured_on=typed["measured_on"],
            value=typed.get("value"),
            numerator=typed.get("numerator"),
            denominator=typed.get("denominator"),
            step=typed.get("step"),
            parts=parts,
            narrative=typed["narrative"],
            source=typed["source"],
            absence=typed["absence"],
            absence_reason=typed["absence_reason"],
        )

    def refuse(self, problems):
        """Put the service's sentences beside their fields."""
        for field, message in problems.items():
            self.add_error(field if field in self.fields else None, message)


def _initial(period, entry):
    if entry is None:
        today = timezone.localdate()
        inside = period.starts_on <= today <= period.ends_on
        return {"revision": 0, "measured_on": today if inside else period.ends_on}
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
        "absence": entry.absence,
        "absence_reason": entry.absence_reason,
        "narrative": entry.narrative,
        "source": entry.source,
        **{part.category.code: part.value for part in entry.parts.select_related("category")},
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
