"""What people type in rows about an indicator: steps of its scale, milestones, targets of categories."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import ErrorDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dwcp.toolkit.fields import FigureField, ProseField

from ..choices import TargetKind, TargetReading
from ..models import Category, CategoryTarget, Target

MOST_ROWS = 60


class DayField(forms.DateField):
    """A day, typed as the browser's own field of days gives it, whatever the language."""

    default_error_messages = {
        "invalid": gettext_lazy("This is not a date. Type year-month-day, for example 2010-12-31.")
    }

    def __init__(self, **kwargs):
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        super().__init__(required=False, input_formats=["%Y-%m-%d"], widget=widget, **kwargs)


class StepsField(ProseField):
    """Steps of a scale, one on each line: its number and its name."""

    def prepare_value(self, value):
        return value if isinstance(value, str) or value is None else "\n".join(f"{n} {name}" for n, name in value)

    def clean(self, value):
        return [self._step(line) for line in super().clean(value).splitlines() if line.strip()]

    @staticmethod
    def _step(line):
        match = re.fullmatch(r"\s*(\d{1,3})[\s.:)–-]+(\S.*?)\s*", line)
        if match is None:
            message = _("“%(line)s” is no step. Begin the line with the number and go on with the name: “1 draft”.")
            raise ValidationError(message % {"line": line.strip()})
        return int(match[1]), match[2]


class RowForm(forms.Form):
    """One row of several. One in which nothing stands is not kept: so a row is removed."""

    key = forms.IntegerField(widget=forms.HiddenInput, required=False)

    @property
    def is_stated(self):
        """Whether anything stands in the row. Call it on a valid form."""
        return any(
            value not in (None, "") for name, value in self.cleaned_data.items() if name not in ("key", "reading")
        )

    def show_only(self):
        """Show what was typed without judging it yet."""
        self._errors = ErrorDict()


class MilestoneForm(RowForm):
    """A target on the way."""

    due_on = DayField(label=gettext_lazy("Due on"))
    value = FigureField(label=gettext_lazy("Figure"))
    reading = forms.ChoiceField(label=gettext_lazy("Read as"), choices=TargetReading.choices, required=False)
    text = forms.CharField(label=gettext_lazy("In words"), required=False, max_length=2000)

    def record(self, known):
        """The milestone of the row. `known` are those there are, by their keys."""
        typed = self.cleaned_data
        target = known.get(typed["key"]) or Target()
        target.kind, target.value, target.text = TargetKind.MILESTONE, typed["value"], typed["text"]
        target.due_on, target.reading = typed["due_on"], typed["reading"] or TargetReading.FIGURE
        return target


class CategoryTargetForm(RowForm):
    """The target of one category, such as women: its share of the whole, or a figure of its own."""

    category: forms.ModelChoiceField = forms.ModelChoiceField(
        queryset=Category.objects.none(), label=gettext_lazy("Category"), required=False
    )
    share = FigureField(label=gettext_lazy("At least, in % of the whole"))
    value = FigureField(label=gettext_lazy("Or a figure"))
    due_on = DayField(label=gettext_lazy("Due on"))

    def __init__(self, *args, categories, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["category"].queryset = categories  # type: ignore[attr-defined]
        self.fields["category"].label_from_instance = lambda one: f"{one.dimension}: {one}"  # type: ignore[attr-defined]

    def clean(self):
        super().clean()
        cleaned = self.cleaned_data
        if not self.errors and self.is_stated and cleaned["category"] is None:
            self.add_error("category", _("Choose the category that the target is for."))
        return cleaned

    def record(self, _known):
        """The target of the row."""
        names = ("category", "share", "value", "due_on")
        return CategoryTarget(**{name: self.cleaned_data[name] for name in names})


class Rows(forms.BaseFormSet):
    """Rows of one kind, the empty ones included."""

    default_error_messages = {
        "missing_management_form": gettext_lazy(
            "The page did not arrive whole: the number of its rows is missing. Send it again."
        )
    }


Milestones = forms.formset_factory(MilestoneForm, formset=Rows, extra=2, max_num=MOST_ROWS, absolute_max=MOST_ROWS)
CategoryTargets = forms.formset_factory(
    CategoryTargetForm, formset=Rows, extra=1, max_num=MOST_ROWS, absolute_max=MOST_ROWS
)
