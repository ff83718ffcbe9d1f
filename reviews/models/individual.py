"""What one reviewer scores alone, before the team comes together."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from outcomes.models import CountryProgrammeOutcome, Programme

from ..choices import ALONE_STATES
from .review import Review
from .template import Criterion, PerformanceArea


class IndividualScoreQuerySet(models.QuerySet):
    def visible_to(self, user):
        """One's own scores; those of the others only once everybody scored and the team comes together."""
        in_programmes = self.filter(review__programme__in=Programme.objects.visible_to(user))
        alone = models.Q(review__state__in=ALONE_STATES)
        return in_programmes.filter(~alone | models.Q(reviewer=user))


class IndividualScore(models.Model):
    """The score one reviewer gives a criterion, or an outcome in a performance area.

    Without a score it is either not assessed, with a rationale, or not scored yet: words may be kept before a score.
    """

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="individual_scores")
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="individual_scores")
    criterion = models.ForeignKey(
        Criterion, on_delete=models.PROTECT, null=True, blank=True, related_name="individual_scores"
    )
    country_programme_outcome = models.ForeignKey(
        CountryProgrammeOutcome, on_delete=models.PROTECT, null=True, blank=True, related_name="individual_scores"
    )
    area = models.ForeignKey(
        PerformanceArea, on_delete=models.PROTECT, null=True, blank=True, related_name="individual_scores"
    )
    score = models.PositiveSmallIntegerField(_("score"), null=True, blank=True)
    is_not_assessed = models.BooleanField(_("not assessed"), default=False)
    rationale = models.TextField(_("rationale"), blank=True)
    revision = models.PositiveIntegerField(default=1, editable=False)
    saved_at = models.DateTimeField(_("saved"), auto_now=True)

    objects = IndividualScoreQuerySet.as_manager()

    class Meta:
        verbose_name = _("score of one reviewer")
        verbose_name_plural = _("scores of single reviewers")
        ordering = ["criterion__number", "country_programme_outcome__code", "area__letter", "reviewer__name"]
        constraints = [
            models.UniqueConstraint(
                fields=["review", "reviewer", "criterion"],
                condition=models.Q(criterion__isnull=False),
                name="one_score_per_reviewer_and_criterion",
                violation_error_message=_("This reviewer has scored the criterion already."),
            ),
            models.UniqueConstraint(
                fields=["review", "reviewer", "country_programme_outcome", "area"],
                condition=models.Q(area__isnull=False),
                name="one_score_per_reviewer_outcome_and_area",
                violation_error_message=_("This reviewer has rated the outcome in this area already."),
            ),
            models.CheckConstraint(
                condition=models.Q(criterion__isnull=False, country_programme_outcome=None, area=None)
                | models.Q(criterion=None, country_programme_outcome__isnull=False, area__isnull=False),
                name="individual_score_is_of_a_criterion_or_an_area",
                violation_error_message=_("A score is that of a criterion, or of an outcome in an area."),
            ),
            models.CheckConstraint(
                condition=models.Q(score=None) | models.Q(score__gte=1),
                name="individual_score_is_at_least_1",
                violation_error_message=_("A score is at least 1."),
            ),
            models.CheckConstraint(
                condition=models.Q(is_not_assessed=False) | models.Q(score=None),
                name="what_is_not_assessed_has_no_score",
                violation_error_message=_("What was not assessed has no score."),
            ),
        ]

    def __str__(self):
        outcome, area = self.country_programme_outcome, self.area
        return f"{self.reviewer}: {f'{outcome.code} {area.letter}' if outcome and area else self.criterion}"

    @property
    def programme(self):
        """The programme under review."""
        return self.review.programme
