"""What lists of reviews can be narrowed by."""

import django_filters

from .choices import ReviewState
from .models import Review


class ReviewFilter(django_filters.FilterSet):
    """`?state=final`"""

    state = django_filters.ChoiceFilter(choices=ReviewState, label="How far the review has come")

    class Meta:
        model = Review
        fields: list[str] = []
