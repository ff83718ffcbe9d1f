"""The series of figures of an indicator: where one ended and the next began."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..choices import Measure
from .indicator import Indicator, ScaleStep


class SeriesChange(models.Model):
    """The beginning of a new series of an indicator: what was changed about it, why, and whether totals carry on.

    `before` is the definition of the series that ended, as it is shown to people: labels and their text. `measure`,
    `currency`, `unit` and `scale` (pairs of number and name) are what its figures are read by. Totals carry on where
    only the split was changed; otherwise earlier figures no longer count, and stay as reported.
    """

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="series_changes")
    number = models.PositiveSmallIntegerField(_("series"))
    totals_carry_on = models.BooleanField(_("totals carry on"))
    before = models.JSONField(_("definition before"), default=dict, blank=True)
    measure = models.CharField(_("measure before"), max_length=10, choices=Measure, default=Measure.NUMBER)
    currency = models.CharField(_("currency before"), max_length=3, blank=True)
    unit = models.CharField(_("unit before"), max_length=120, blank=True)
    scale = models.JSONField(_("steps of the scale before"), default=list, blank=True)
    reason = models.TextField(_("reason"))
    begun_at = models.DateTimeField(_("begun"), default=timezone.now)
    begun_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    goes_along = True

    class Meta:
        verbose_name = _("new series")
        verbose_name_plural = _("new series")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "number"],
                name="one_beginning_per_series",
                violation_error_message=_("This series has begun already."),
            ),
            models.CheckConstraint(
                condition=models.Q(number__gte=2) & ~models.Q(reason=""),
                name="a_new_series_has_its_reason",
                violation_error_message=_("Say why a new series begins; the first one needs no beginning."),
            ),
        ]

    def __str__(self):
        return f"{self.indicator.code}, {self.number}"

    @property
    def scale_steps(self):
        """The steps of the scale as they were called in the series that ended."""
        return tuple(ScaleStep(number=number, name=name) for number, name in self.scale)
