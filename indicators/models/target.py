"""What an indicator should show, as a whole and in its categories."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from ..choices import TargetKind, TargetReading
from ..words import UNFIT
from .dimension import Category
from .indicator import Indicator


class Target(models.Model):
    """What an indicator should show, by when; in words only where no figure was agreed."""

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="targets")
    kind = models.CharField(_("kind"), max_length=9, choices=TargetKind, default=TargetKind.FINAL)
    value = models.DecimalField(_("value"), max_digits=18, decimal_places=4, null=True, blank=True)
    reading = models.CharField(_("read as"), max_length=12, choices=TargetReading, default=TargetReading.FIGURE)
    text = models.TextField(_("in words"), blank=True)
    due_on = models.DateField(_("due on"), null=True, blank=True)
    due_text = models.CharField(_("due, as stated"), max_length=40, blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True)

    goes_along = True

    class Meta:
        verbose_name = _("target")
        verbose_name_plural = _("targets")
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator"],
                condition=models.Q(kind=TargetKind.FINAL),
                name="one_final_target_per_indicator",
                violation_error_message=_("The indicator already has a final target."),
            ),
            models.CheckConstraint(
                condition=models.Q(value__isnull=False) | ~models.Q(text=""),
                name="target_has_a_value_or_words",
                violation_error_message=UNFIT["target_has_a_value_or_words"],
            ),
        ]

    def __str__(self):
        return self.text or f"{self.value}"


class CategoryTarget(models.Model):
    """What one category should show: a figure of its own, or its share of the whole ("at least 40 % women")."""

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="category_targets")
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="targets")
    value = models.DecimalField(_("figure"), max_digits=18, decimal_places=4, null=True, blank=True)
    share = models.DecimalField(_("share in per cent"), max_digits=5, decimal_places=2, null=True, blank=True)
    due_on = models.DateField(_("due on"), null=True, blank=True)

    goes_along = True

    class Meta:
        verbose_name = _("target of a category")
        verbose_name_plural = _("targets of categories")
        ordering = ["category__dimension", "category__position"]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "category"],
                name="one_target_per_indicator_and_category",
                violation_error_message=_("The indicator already has a target for this category."),
            ),
            models.CheckConstraint(
                condition=models.Q(value=None, share__isnull=False) | models.Q(value__isnull=False, share=None),
                name="category_target_is_a_figure_or_a_share",
                violation_error_message=UNFIT["category_target_is_a_figure_or_a_share"],
            ),
            models.CheckConstraint(
                condition=models.Q(share=None) | models.Q(share__gte=0, share__lte=100),
                name="share_of_a_category_is_up_to_100",
                violation_error_message=UNFIT["share_of_a_category_is_up_to_100"],
            ),
        ]

    def __str__(self):
        return f"{self.category}: {self.value if self.share is None else f'{self.share} %'}"
