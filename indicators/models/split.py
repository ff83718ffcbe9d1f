"""By what the figures of an indicator are split, and in which of its series."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from .dimension import Dimension


class DisaggregationQuerySet(models.QuerySet):
    def current(self):
        """The splits that entries are asked for now."""
        return self.filter(last_series=None)


class Disaggregation(models.Model):
    """A split that entries of an indicator are asked for: by one dimension, or by two crossed (sex × age).

    It holds from one series of the indicator to another; without a last one it is asked for now. What was
    reported under a split that has ended stays as reported.
    """

    indicator = models.ForeignKey("Indicator", on_delete=models.CASCADE, related_name="disaggregations")
    dimension = models.ForeignKey(Dimension, on_delete=models.PROTECT, related_name="disaggregations")
    crossed_with = models.ForeignKey(
        Dimension,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="crossed",
        verbose_name=_("crossed with"),
    )
    first_series = models.PositiveSmallIntegerField(_("from series"), default=1)
    last_series = models.PositiveSmallIntegerField(_("up to series"), null=True, blank=True)

    goes_along = True
    objects = DisaggregationQuerySet.as_manager()

    class Meta:
        verbose_name = _("split of an indicator")
        verbose_name_plural = _("splits of indicators")
        ordering = ["indicator", "first_series", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "dimension", "crossed_with"],
                condition=models.Q(last_series=None),
                name="one_current_split_per_indicator_and_dimensions",
                violation_error_message=_("The indicator is already split so."),
            ),
            models.UniqueConstraint(
                fields=["indicator", "dimension"],
                condition=models.Q(last_series=None, crossed_with=None),
                name="one_current_split_per_indicator_and_dimension",
                violation_error_message=_("The indicator is already split by this dimension."),
            ),
            models.CheckConstraint(
                condition=~models.Q(crossed_with=models.F("dimension")),
                name="a_dimension_is_not_crossed_with_itself",
                violation_error_message=_("A dimension cannot be crossed with itself."),
            ),
            models.CheckConstraint(
                condition=models.Q(last_series=None) | models.Q(last_series__gte=models.F("first_series")),
                name="a_split_ends_after_it_starts",
                violation_error_message=_("A split ends with the series it began with, or later."),
            ),
        ]

    def __str__(self):
        return str(self.dimension) if self.crossed_with is None else f"{self.dimension} × {self.crossed_with}"
