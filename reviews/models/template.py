"""The method of a review as data: its scale, criteria and performance areas."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from ..choices import Control, SectionKey


class ReviewTemplate(models.Model):
    """A way to review, as the terms of reference set it down.

    Once a review uses it, it stays as it is; what is changed is its next version. A review keeps the version it
    began with.
    """

    name = models.CharField(_("name"), max_length=150)
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    note = models.TextField(_("what is different in this version"), blank=True)
    is_retired = models.BooleanField(_("no longer offered for new reviews"), default=False)
    source = models.CharField(_("source"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("review template")
        verbose_name_plural = _("review templates")
        ordering = ["name", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["name", "version"],
                name="one_template_per_name_and_version",
                violation_error_message=_("There is already a template with this name and version."),
            ),
        ]

    def __str__(self):
        return f"{self.name}, {_('version')} {self.version}" if self.version > 1 else self.name


class ReportSection(models.Model):
    """A section of the report that the template wants, in its order, with its title and a fixed wording.

    A template without sections has all of them, in the order of the report of 2011.
    """

    template = models.ForeignKey(ReviewTemplate, on_delete=models.CASCADE, related_name="sections")
    position = models.PositiveSmallIntegerField(_("position"))
    section = models.CharField(_("section"), max_length=20, choices=SectionKey)
    title = models.CharField(_("title"), max_length=150, blank=True)
    # Markdown; stands at the beginning of the section of every report by this template.
    wording = models.TextField(_("wording"), blank=True)

    class Meta:
        verbose_name = _("section of the report")
        verbose_name_plural = _("sections of the report")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["template", "section"],
                name="one_place_per_template_and_section",
                violation_error_message=_("The report already has this section."),
            ),
        ]

    def __str__(self):
        return self.title or self.get_section_display()


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

    goes_along = True  # without its criterion it means nothing

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


class CriterionMatch(models.Model):
    """A criterion that asks what a criterion of another template asked, so that their scores can stand in one row."""

    criterion = models.ForeignKey(Criterion, on_delete=models.CASCADE, related_name="matches")
    other = models.ForeignKey(Criterion, on_delete=models.CASCADE, related_name="matched_by")
    is_strict = models.BooleanField(_("asks the same on the same scale"), default=False)
    note = models.TextField(_("what is different"), blank=True)

    goes_along = True  # without either criterion it means nothing

    class Meta:
        verbose_name = _("match of criteria")
        verbose_name_plural = _("matches of criteria")
        ordering = ["criterion__number", "other__number"]
        constraints = [
            models.UniqueConstraint(
                fields=["criterion", "other"],
                name="one_match_per_pair_of_criteria",
                violation_error_message=_("The two criteria are matched already."),
            ),
            models.CheckConstraint(
                condition=~models.Q(criterion=models.F("other")),
                name="criterion_is_not_matched_with_itself",
                violation_error_message=_("A criterion cannot be matched with itself."),
            ),
        ]

    def __str__(self):
        return f"{self.criterion} = {self.other}"
