"""What was removed, kept so that it can be put back."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .programme import InProgrammeQuerySet, Programme


class RemovalQuerySet(InProgrammeQuerySet):
    def not_put_back(self):
        """What is still gone."""
        return self.filter(put_back_at=None)


class Removal(models.Model):
    """A part of the programme's structure that somebody removed, with all that went along with it.

    `content` is what `dwcp.toolkit.snapshots.taken` makes of the records; putting back writes them again.
    """

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="removals")
    what = models.CharField(_("what was removed"), max_length=250)
    content = models.JSONField(_("content"), default=list, blank=True)
    removed_at = models.DateTimeField(_("removed"), default=timezone.now)
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    put_back_at = models.DateTimeField(_("put back"), null=True, blank=True)
    put_back_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = RemovalQuerySet.as_manager()

    class Meta:
        verbose_name = _("removal")
        verbose_name_plural = _("removals")
        ordering = ["-removed_at", "-pk"]

    def __str__(self):
        return self.what
