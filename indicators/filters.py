"""What lists of indicators and entries can be narrowed by."""

import django_filters
from django import forms

from .choices import EntryState, Expected, Measure, PeriodState
from .models import Indicator, ProgressEntry


class IndicatorFilter(django_filters.FilterSet):
    """`?outcome=1&measure=number`"""

    outcome = django_filters.NumberFilter(field_name="outcome__number", label="The number of an outcome")
    measure = django_filters.ChoiceFilter(choices=Measure, label="How it is measured")

    class Meta:
        model = Indicator
        fields: list[str] = []


class ProgressEntryFilter(django_filters.FilterSet):
    """`?outcome=1&period=2010&series=1&state=submitted`"""

    outcome = django_filters.NumberFilter(field_name="indicator__outcome__number", label="The number of an outcome")
    indicator = django_filters.CharFilter(field_name="indicator__code", label="The code of an indicator")
    period = django_filters.CharFilter(field_name="period__label", label="The label of a reporting period")
    series = django_filters.NumberFilter(field_name="series", label="The number of a series of its indicator")
    state = django_filters.MultipleChoiceFilter(choices=EntryState, label="How far the entry has come")

    class Meta:
        model = ProgressEntry
        fields: list[str] = []


class ReportFilter(forms.Form):
    """`?period=2010&outcome=1&state=due&state=overdue`

    What is expected is no table, so a form reads what is asked for. `periods` are all of the programme.
    """

    period = forms.ChoiceField(required=False)
    outcome = forms.IntegerField(required=False, min_value=0, max_value=32_767)
    state = forms.MultipleChoiceField(required=False, choices=Expected.choices)

    def __init__(self, *args, periods, **kwargs):
        super().__init__(*args, **kwargs)
        self.known = periods
        self.fields["period"].choices = [(one.label, one.label) for one in periods]

    def periods(self):
        """The period asked for, or all that were opened."""
        label = self.cleaned_data["period"]
        return [one for one in self.known if (one.label == label if label else one.state != PeriodState.PLANNED)]

    def narrowed(self, rows):
        """The rows asked for."""
        if self.cleaned_data["outcome"] is not None:
            rows = rows.filter(outcome__number=self.cleaned_data["outcome"])
        if self.cleaned_data["state"]:
            rows = rows.filter(expected__in=self.cleaned_data["state"])
        return rows
