"""What a person has typed about progress and not saved yet, so that nothing is lost."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from outcomes.models import InProgrammeQuerySet

from .indicator import Indicator
from .period import ReportingPeriod


class UnsavedProgressQuerySet(InProgrammeQuerySet):
    path = "indicator__outcome__programme"


class UnsavedProgress(models.Model):
    """What one person has typed into the form of an indicator and a period, exactly as they typed it.

    It is theirs alone, no entry and no figure: a number that could mean two things is kept too, until they save.
    """

    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="unsaved")
    period = models.ForeignKey(ReportingPeriod, on_delete=models.CASCADE, related_name="unsaved")
    revision = models.PositiveIntegerField(_("revision they saw"), default=0)
    typed = models.JSONField(_("what was typed"), default=dict, blank=True)
    typed_at = models.DateTimeField(_("typed"), default=timezone.now)

    goes_along = True
    objects = UnsavedProgressQuerySet.as_manager()

    class Meta:
        verbose_name = _("progress not saved yet")
        verbose_name_plural = _("progress not saved yet")
        ordering = ["-typed_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["by", "indicator", "period"],
                name="one_unsaved_form_per_person_and_period",
                violation_error_message=_("Something is kept for this person, indicator and period already."),
            ),
        ]

    def __str__(self):
        return f"{self.indicator.code}, {self.period.label}"
