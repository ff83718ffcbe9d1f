"""What people type about progress."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import uuid4

from django import forms
from django.db.models import prefetch_related_objects
from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import gettext_lazy as _

from dwcp.toolkit.fields import FigureField, ProseField
from dwcp.toolkit.figures import CURRENCY_SIGNS
from dwcp.toolkit.figures import figure as told
from outcomes.forms.base import Refusable

from ..choices import Absence, Measure
from ..disaggregation import whole_name
from ..selectors import WITH_PARTS, AskedSplit, name_of, parts_of, splits_of
from ..services import LONGEST, MEASURE_TAKES, Figure

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")

FIGURES = ("numerator", "denominator", "value", "step")
PART_AND_WHOLE = (_("Part"), _("Whole"))
# A scale of up to so many steps is shown step by step, a longer one as a list.
STEPS_IN_VIEW = 7
# One may take an answer back: there is no figure after all.
UNANSWERED = ("", _("Not answered yet"))


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

    `entry` is the entry as it stands, or None; `splits` are those the indicator is asked for, where they are known
    already. The form carries the revision it was opened with, and a key, so that sent twice it is done once.
    """

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    numerator = FigureField(label=_("Part"), help_text=_("How many fulfil it"))
    denominator = FigureField(label=_("Whole"), help_text=_("Out of how many"))
    value = FigureField(label=_("Value"))
    step = forms.TypedChoiceField(label=_("Step"), required=False, empty_value=None)
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
        widget=forms.RadioSelect,
    )
    absence_reason = forms.CharField(
        label=_("Why is there none?"), required=False, max_length=LONGEST["absence_reason"]
    )
    narrative = ProseField(label=_("Note"), required=False, max_length=LONGEST["narrative"])
    source = forms.CharField(
        label=_("Source"), required=False, max_length=LONGEST["source"], help_text=_("Where the figure can be found")
    )

    explanation = ProseField(
        label=_("What explains it?"),
        required=False,
        max_length=LONGEST["explanation"],
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("A word for whoever verifies the figure. It is never refused for being unusual."),
    )
    # Which doubts stood on the page; others are asked about again.
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    client_key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def __init__(self, *args, indicator, period, entry=None, splits=None, initial=None, **kwargs):
        kwargs["initial"] = _initial(period, entry) | (initial or {})
        super().__init__(*args, **kwargs)
        self.indicator, self.period = indicator, period
        steps = {str(step.pk): step for step in indicator.scale_steps}
        if len(steps) <= STEPS_IN_VIEW:
            self.fields["step"].widget = forms.RadioSelect()
        self.fields["step"].choices = [UNANSWERED, *((key, str(step)) for key, step in steps.items())]  # type: ignore[attr-defined]
        self.fields["step"].coerce = steps.get  # type: ignore[attr-defined]
        self.fields["measured_on"].widget.attrs |= {
            "min": period.starts_on.isoformat(),
            "max": period.ends_on.isoformat(),
        }
        for name in FIGURES:
            if name not in MEASURE_TAKES[indicator.measure]:
                del self.fields[name]
        self.splits = splits_of(indicator) if splits is None else splits
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
                choices=[UNANSWERED, ("1", _("Done")), ("0", _("Not done"))],
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
        for field in self.fields.values():
            # A browser would cut off what is too long without a word; the form says so, and loses nothing.
            field.widget.attrs.pop("maxlength", None)
        # One of the answers always stands, and two of them want a reason.
        self.fields["absence"].is_expected = self.fields["absence_reason"].is_expected = True  # type: ignore[attr-defined]
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

    @property
    def numbers(self):
        """The fields of the figure itself: what is added up, compared, and could mean two things."""
        return [self[name] for name in self.fields if name in FIGURES or name in self._part_names]

    @property
    def first_figure(self):
        """The first field of the figure on the page; None where it is not typed but chosen or told."""
        of_one_split = [] if self.indicator.is_milestone and not self.is_to_be_split else self.groups
        in_a_row = len(of_one_split) == 1 and not of_one_split[0].rows
        names = ["numerator", *(self.parts[of_one_split[0].asked.name] if in_a_row else ()), "value"]
        first = next((self[name] for name in names if name in self.fields), None)
        return first if first is not None and isinstance(first.field, FigureField) else None

    def left_out(self, entry):
        """What the entry states of categories that are asked for no longer, in words: saving leaves it out."""
        prefetch_related_objects([entry], WITH_PARTS)
        return [
            " × ".join(str(one) for one in (part.category, part.crossed_category) if one is not None)
            + f" {told(part.value)}"
            + (f" / {told(part.denominator)}" if part.denominator is not None else "")
            for part in entry.parts.all()
            if name_of(part.category, part.crossed_category) not in self.fields
        ]

    @property
    def unreadable(self):
        """The fields of the figure in which something is wrong."""
        return [field for field in (*self.numbers, self["absence"]) if field.errors]

    @property
    def typed(self):
        """What was typed, as it was typed, by field; with the key of the form, which tells whether it was saved."""
        return {
            name: self.data.get(self.add_prefix(name), "") for name in self.fields if name not in ("revision", "seen")
        }

    def figure_so_far(self):
        """The figure without the words, on any day of the period: enough to look at.

        None where nothing is stated yet, or cannot be read.
        """
        typed = self.cleaned_data
        if any(field.errors for field in self.numbers) or "absence" not in typed:
            return None
        # The reason may come later.
        why = {"absence": typed["absence"], "absence_reason": typed["absence"] and "–"}
        figure = Figure(measured_on=self.period.ends_on, **why, **self._stated(typed))
        numbers = (figure.value, figure.numerator, figure.denominator, figure.step, *figure.parts.values())
        return figure if figure.absence or any(number is not None for number in numbers) else None

    def _stated(self, typed):
        return {name: typed.get(name) for name in FIGURES} | {"parts": {name: typed[name] for name in self._part_names}}

    def figure(self):
        """What was typed, for the service. Call it on a valid form."""
        typed = self.cleaned_data
        return Figure(
            measured_on=typed["measured_on"],
            **self._stated(typed),
            total_only_reason=typed.get("total_only_reason", ""),
            narrative=typed["narrative"],
            source=typed["source"],
            absence=typed["absence"],
            absence_reason=typed["absence_reason"],
            explanation=typed["explanation"],
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
        measured_on = today if inside else period.ends_on
        return {"revision": 0, "client_key": uuid4().hex, "measured_on": measured_on}
    prefetch_related_objects([entry], WITH_PARTS)
    value = entry.value
    if entry.indicator.measure == Measure.YES_NO and value is not None:
        value = str(int(value))
    # A percentage that follows from its fraction is not typed a second time.
    if entry.numerator is not None:
        value = None
    return {
        "revision": entry.revision,
        "client_key": uuid4().hex,
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
        "explanation": entry.explanation,
        **parts_of(entry),
    }
