"""The method of a review as data: its scale, criteria and performance areas."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from ..choices import Control


class ReviewTemplate(models.Model):
    """A way to review, as the terms of reference set it down."""

    name = models.CharField(_("name"), max_length=150, unique=True)
    source = models.CharField(_("source"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("review template")
        verbose_name_plural = _("review templates")
        ordering = ["name"]

    def __str__(self):
        return self.name


class RatingLabel(models.Model):
    """One step of the template's scale and its name."""

    template = models.ForeignKey(ReviewTemplate, on_delete=models.CASCADE, related_name="labels")
    score = models.PositiveSmallIntegerField(_("score"))
    label = models.CharField(_("label"), max_length=60)
    source = models.CharField(_("source"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("step of the rating scale")
        verbose_name_plural = _("rating scale")
        ordering = ["score"]
        constraints = [
            models.UniqueConstraint(
                fields=["template", "score"],
                name="one_label_per_score",
                violation_error_message=_("The scale already has a label for this score."),
            ),
        ]

    def __str__(self):
        return f"{self.score} {self.label}"


class Criterion(models.Model):
    """A question put to the programme as a whole."""

    template = models.ForeignKey(ReviewTemplate, on_delete=models.CASCADE, related_name="criteria")
    number = models.PositiveSmallIntegerField(_("number"))
    title = models.CharField(_("title"), max_length=250)
    source = models.CharField(_("source"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("criterion")
        verbose_name_plural = _("criteria")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["template", "number"],
                name="one_criterion_per_number",
                violation_error_message=_("The template already has a criterion with this number."),
            ),
        ]

    def __str__(self):
        return f"{self.number} {self.title}"


class SubCriterion(models.Model):
    """One aspect of a criterion, in its official wording."""

    criterion = models.ForeignKey(Criterion, on_delete=models.CASCADE, related_name="sub_criteria")
    number = models.PositiveSmallIntegerField(_("number"))
    text = models.TextField(_("text"))
    source = models.CharField(_("source"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("sub-criterion")
        verbose_name_plural = _("sub-criteria")
        ordering = ["criterion__number", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["criterion", "number"],
                name="one_sub_criterion_per_number",
                violation_error_message=_("The criterion already has a sub-criterion with this number."),
            ),
        ]

    def __str__(self):
        return f"{self.criterion.number}.{self.number}"


class PerformanceArea(models.Model):
    """An area in which each outcome is rated, and who controls how it turns out."""

    template = models.ForeignKey(ReviewTemplate, on_delete=models.CASCADE, related_name="areas")
    letter = models.CharField(_("letter"), max_length=1)
    title = models.CharField(_("title"), max_length=150)
    guiding_questions = models.TextField(_("guiding questions"), blank=True)
    control = models.CharField(_("control"), max_length=8, choices=Control)
    source = models.CharField(_("source"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("performance area")
        verbose_name_plural = _("performance areas")
        ordering = ["letter"]
        constraints = [
            models.UniqueConstraint(
                fields=["template", "letter"],
                name="one_area_per_letter",
                violation_error_message=_("The template already has an area with this letter."),
            ),
        ]

    def __str__(self):
        return f"{self.letter} {self.title}"
