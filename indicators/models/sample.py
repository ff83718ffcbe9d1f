"""Which entries of a period were drawn by lot to be checked more closely."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from outcomes.models import InProgrammeQuerySet

from .entry import ProgressEntry
from .period import ReportingPeriod


class VerificationSampleQuerySet(InProgrammeQuerySet):
    path = "period__programme"


class VerificationSample(models.Model):
    """A sample of a period's entries. The same seed drawn from the same entries gives the same sample.

    `drawn_from` are the keys of the entries that could have been drawn, in order, so that the draw can be repeated.
    """

    period = models.ForeignKey(ReportingPeriod, on_delete=models.CASCADE, related_name="samples")
    seed = models.PositiveIntegerField(_("seed"))
    drawn_from = models.JSONField(_("drawn from"), default=list, blank=True)
    entries = models.ManyToManyField(ProgressEntry, related_name="samples", verbose_name=_("entries"))
    drawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    drawn_at = models.DateTimeField(_("drawn"), default=timezone.now)

    goes_along = True
    objects = VerificationSampleQuerySet.as_manager()

    class Meta:
        verbose_name = _("sample to verify")
        verbose_name_plural = _("samples to verify")
        ordering = ["-drawn_at", "-pk"]

    def __str__(self):
        return f"{self.period.label}, {self.seed}"
