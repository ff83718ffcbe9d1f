"""What a published report printed: figures to recompute, and contradictions found in it. Never corrected."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from .review import Review


class ControlTotal(models.Model):
    """A figure or label as the report printed it, to be held against the one computed from the data."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="control_totals")
    what = models.CharField(_("what"), max_length=40)
    key = models.CharField(_("of"), max_length=120)
    published_value = models.CharField(_("as printed"), max_length=100)
    position = models.PositiveSmallIntegerField(default=1)
    source = models.CharField(_("source"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("control total")
        verbose_name_plural = _("control totals")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["review", "what", "key"],
                name="one_control_total_per_figure",
                violation_error_message=_("The review already has this control total."),
            ),
        ]

    def __str__(self):
        return f"{self.what} {self.key}"


class PublishedDiscrepancy(models.Model):
    """Two statements of the published documents that cannot both be right."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="discrepancies")
    position = models.PositiveSmallIntegerField(default=1)
    where = models.CharField(_("where"), max_length=200)
    printed = models.TextField(_("as printed"))
    conflicting = models.TextField(_("recomputed or conflicting"), blank=True)
    note = models.TextField(_("note"), blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("discrepancy")
        verbose_name_plural = _("discrepancies")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["review", "where", "printed"],
                name="one_discrepancy_per_place_and_statement",
                violation_error_message=_("This discrepancy is listed already."),
            ),
        ]

    def __str__(self):
        return self.where
