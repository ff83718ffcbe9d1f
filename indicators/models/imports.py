"""Workbooks that came back: what they would change, what they changed, and what it was before."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from outcomes.models import InProgrammeQuerySet, Programme

from ..choices import ImportState


class ProgressImport(models.Model):
    """A workbook with figures that came back, from its preview to its import.

    The file is kept until it is confirmed, so that what was previewed is what is written; `summary` says what it does.
    """

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="progress_imports")
    file_name = models.CharField(_("file"), max_length=200)
    content = models.BinaryField(_("content"), blank=True)
    state = models.CharField(_("state"), max_length=9, choices=ImportState, default=ImportState.PREVIEWED)
    summary = models.JSONField(_("what it does"), default=dict, blank=True)
    uploaded_at = models.DateTimeField(_("uploaded"), default=timezone.now)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(_("imported"), null=True, blank=True)

    objects = InProgrammeQuerySet.as_manager()

    class Meta:
        verbose_name = _("import of figures")
        verbose_name_plural = _("imports of figures")
        ordering = ["-uploaded_at", "-pk"]

    def __str__(self):
        return self.file_name


class FrameworkImport(models.Model):
    """A workbook (or zipped CSV folder) with a programme's framework, from its preview to its undoing.

    The file is kept until it is confirmed, so that what was previewed is what is written. `undoing` holds, after
    confirmation, the records that were made and how the changed ones stood before (`dwcp.toolkit.snapshots`).
    """

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="framework_imports")
    file_name = models.CharField(_("file"), max_length=200)
    content = models.BinaryField(_("content"), blank=True)
    state = models.CharField(_("state"), max_length=9, choices=ImportState, default=ImportState.PREVIEWED)
    summary = models.JSONField(_("what it does, by table"), default=dict, blank=True)
    undoing = models.JSONField(_("what undoes it"), default=dict, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    uploaded_at = models.DateTimeField(_("uploaded"), default=timezone.now)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(_("imported"), null=True, blank=True)
    undone_at = models.DateTimeField(_("undone"), null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = InProgrammeQuerySet.as_manager()

    class Meta:
        verbose_name = _("import of a framework")
        verbose_name_plural = _("imports of frameworks")
        ordering = ["-uploaded_at", "-pk"]

    def __str__(self):
        return self.file_name
