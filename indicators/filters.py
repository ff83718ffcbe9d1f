"""What lists of indicators and entries can be narrowed by."""

import django_filters

from .choices import EntryState, Measure
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
