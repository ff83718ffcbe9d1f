"""What lists of consultations can be narrowed by."""

from datetime import MAXYEAR, MINYEAR

import django_filters

from .choices import EventKind
from .models import Event


class EventFilter(django_filters.FilterSet):
    """`?year=2011&kind=interview`"""

    year = django_filters.NumberFilter(
        field_name="held_on__year",
        label="The year in which it was held",
        min_value=MINYEAR,
        max_value=MAXYEAR,
        decimal_places=0,
    )
    kind = django_filters.ChoiceFilter(choices=EventKind, label="What sort of consultation it is")

    class Meta:
        model = Event
        fields: list[str] = []
