"""Where a person judges an indicator otherwise than its figures do."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from outcomes.models import InProgrammeQuerySet

from ..choices import Status
from .indicator import Indicator
from .period import ReportingPeriod


class StatusOverrideQuerySet(InProgrammeQuerySet):
    path = "indicator__outcome__programme"

    def standing(self):
        """Those that nobody took back; whether one still holds depends on the day."""
        return self.filter(withdrawn_at=None)


class StatusOverride(models.Model):
    """A status that a person gave an indicator, with the reason. It is shown beside the computed one.

    It was given in a period and lapses as soon as a later one has begun.
    """

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="overrides")
    period = models.ForeignKey(ReportingPeriod, on_delete=models.CASCADE, related_name="overrides")
    status = models.CharField(_("status"), max_length=9, choices=Status)
    reason = models.TextField(_("reason"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"), default=timezone.now)
    withdrawn_at = models.DateTimeField(_("taken back"), null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    goes_along = True  # without its indicator, or its period, it judges nothing
    objects = StatusOverrideQuerySet.as_manager()

    class Meta:
        verbose_name = _("status given by a person")
        verbose_name_plural = _("statuses given by persons")
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "period"],
                condition=models.Q(withdrawn_at=None),
                name="one_standing_override_per_indicator_and_period",
                violation_error_message=_("Somebody has judged this indicator in this period already."),
            ),
            models.CheckConstraint(
                condition=~models.Q(reason=""),
                name="an_override_has_its_reason",
                violation_error_message=_("Say why the figures do not tell the status."),
            ),
        ]

    def __str__(self):
        return f"{self.indicator.code}: {self.get_status_display()}"
