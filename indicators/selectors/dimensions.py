"""Dimensions, and who is split by them."""

from django.db.models import Q

from ..choices import MEASURES_WITH_PARTS
from ..models import Dimension, DisaggregatedValue, Indicator


def has_figures(category):
    """Whether anything was ever reported in this category."""
    return DisaggregatedValue.objects.filter(Q(category=category) | Q(crossed_category=category)).exists()


def indicators_reported_by(named):
    """The indicators with figures in a category, or in any category of a dimension (1 query)."""
    path = "category__dimension" if isinstance(named, Dimension) else "category"
    figures = DisaggregatedValue.objects.filter(Q(**{path: named}) | Q(**{f"crossed_{path}": named}))
    return Indicator.objects.filter(pk__in=figures.values("entry__indicator")).select_related("outcome__programme")


def indicators_split_by(dimension):
    """The indicators whose entries are split by this dimension now, alone or crossed."""
    by_it = Q(disaggregations__dimension=dimension) | Q(disaggregations__crossed_with=dimension)
    split = Indicator.objects.filter(by_it, disaggregations__last_series=None, measure__in=MEASURES_WITH_PARTS)
    return split.select_related("outcome__programme").distinct()


def indicators_that_begin_anew(dimension):
    """Those of them that have entries: they begin a new series when the categories asked for change."""
    return indicators_split_by(dimension).filter(entries__isnull=False)


def categories_in_words(dimension):
    """`Women, Men`: the categories asked for now."""
    return ", ".join(str(category) for category in dimension.categories.filter(is_retired=False).order_by("position"))


def dimensions_to_choose(programme, in_use=()):
    """The dimensions an indicator may be split by, with their categories: an own copy takes the shared one's place.

    Those `in_use` (keys) stay; one without categories has nothing to split by (2 queries).
    """
    known = list(Dimension.objects.for_programme(programme).prefetch_related("categories"))
    own = {one.code for one in known if one.programme_id is not None}
    return [
        one
        for one in known
        if one.pk in in_use
        or (
            any(not category.is_retired for category in one.categories.all())
            and (one.programme_id is not None or one.code not in own)
        )
    ]
