"""The agreed scores of a review: criteria, and outcomes by performance area."""

from typing import Any

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from outcomes.models import CountryProgrammeOutcome, Programme

from ..choices import Control, ReviewState
from .review import Review
from .template import Criterion, PerformanceArea


class ScoreQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Scores in the reviews of the programmes this person belongs to."""
        return self.filter(review__programme__in=Programme.objects.visible_to(user))


class Agreed:
    """What the team agrees on: at revision 0 it is only laid out, and nobody has said anything yet."""

    # What it is called where the team agreed to give no score.
    without: str | Promise = ""
    revision: int
    review: Any

    @property
    def is_open(self):
        """Whether the team has still to agree; what a final review leaves open stays without a score."""
        return self.revision == 0 and self.review.state != ReviewState.FINAL

    @property
    def in_words_without(self):
        """What stands in the place of a score where there is none."""
        return _("Not agreed yet") if self.is_open else self.without


class CriterionScore(Agreed, models.Model):
    """The agreed score of one criterion; without a score it was not assessed, or is not agreed yet."""

    without = _("Not assessed")

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="criterion_scores")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="scores")
    score = models.PositiveSmallIntegerField(_("score"), null=True, blank=True)
    published_label = models.CharField(_("label as printed"), max_length=60, blank=True)
    rationale = models.TextField(_("rationale"), blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True)
    revision = models.PositiveIntegerField(default=1)

    objects = ScoreQuerySet.as_manager()

    class Meta:
        verbose_name = _("criterion score")
        verbose_name_plural = _("criterion scores")
        ordering = ["criterion__number"]
        constraints = [
            models.UniqueConstraint(
                fields=["review", "criterion"],
                name="one_score_per_review_and_criterion",
                violation_error_message=_("The review already has a score for this criterion."),
            ),
            models.CheckConstraint(
                condition=models.Q(score=None) | models.Q(score__gte=1),
                name="criterion_score_is_at_least_1",
                violation_error_message=_("A score is at least 1."),
            ),
        ]

    def __str__(self):
        return f"{self.review.slug}, {self.criterion.number}"

    @property
    def programme(self):
        """The programme under review."""
        return self.review.programme


class AreaRating(Agreed, models.Model):
    """The agreed rating of one outcome in one performance area.

    `control` overrides what the template says about the area, for this outcome, with a reason.
    """

    without = _("Not rated")

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="area_ratings")
    country_programme_outcome = models.ForeignKey(
        CountryProgrammeOutcome, on_delete=models.PROTECT, related_name="area_ratings"
    )
    area = models.ForeignKey(PerformanceArea, on_delete=models.PROTECT, related_name="ratings")
    rating = models.PositiveSmallIntegerField(_("rating"), null=True, blank=True)
    comment = models.TextField(_("comment"), blank=True)
    basis = models.CharField(_("basis"), max_length=150, blank=True)
    control = models.CharField(_("control"), max_length=8, choices=Control, blank=True)
    control_reason = models.TextField(_("why the control differs"), blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True)
    revision = models.PositiveIntegerField(default=1)

    objects = ScoreQuerySet.as_manager()

    class Meta:
        verbose_name = _("area rating")
        verbose_name_plural = _("area ratings")
        ordering = ["country_programme_outcome__code", "area__letter"]
        constraints = [
            models.UniqueConstraint(
                fields=["review", "country_programme_outcome", "area"],
                name="one_rating_per_review_outcome_and_area",
                violation_error_message=_("The review already rates this outcome in this area."),
            ),
            models.CheckConstraint(
                condition=models.Q(rating=None) | models.Q(rating__gte=1),
                name="area_rating_is_at_least_1",
                violation_error_message=_("A rating is at least 1."),
            ),
            models.CheckConstraint(
                condition=models.Q(control="") | ~models.Q(control_reason=""),
                name="control_override_has_a_reason",
                violation_error_message=_("Say why the control differs from the template's."),
            ),
        ]

    def __str__(self):
        return f"{self.review.slug}, {self.country_programme_outcome.code}, {self.area.letter}"

    @property
    def programme(self):
        """The programme under review."""
        return self.review.programme
