"""What lists of programmes and outcomes can be narrowed by."""

import django_filters

from .models import DwcpOutcome, Programme


class ProgrammeFilter(django_filters.FilterSet):
    """`?country=KHM&year=2009`"""

    country = django_filters.CharFilter(
        field_name="country__iso3", lookup_expr="iexact", label="The letters of a country"
    )
    year = django_filters.NumberFilter(method="that_run_in", label="A year in which the programme runs")

    class Meta:
        model = Programme
        fields: list[str] = []

    def that_run_in(self, queryset, name, year):
        """Programmes whose years include this one."""
        return queryset.filter(start_year__lte=year, end_year__gte=year)


class DwcpOutcomeFilter(django_filters.FilterSet):
    """`?priority=A`"""

    priority = django_filters.CharFilter(field_name="priority__letter", label="The letter of a priority")

    class Meta:
        model = DwcpOutcome
        fields: list[str] = []
