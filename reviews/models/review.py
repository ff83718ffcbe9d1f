"""A review of a programme and its timetable."""

from django.db import models
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from outcomes.models import CountryProgrammeOutcome, Programme

from ..choices import SCORABLE_STATES, ReviewState
from .template import ReviewTemplate


class ReviewQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Reviews of the programmes this person belongs to."""
        return self.filter(programme__in=Programme.objects.visible_to(user))

    def with_numbers(self):
        """Adds how many priorities, outcomes, projects, recommendations and performance areas there are."""
        return self.annotate(
            number_of_priorities=_number_of("programme__priorities"),
            number_of_outcomes=_number_of("programme__outcomes"),
            number_of_projects=_number_of("programme__projects"),
            number_of_recommendations=_number_of("recommendations"),
            number_of_areas=_number_of("template__areas"),
        )


def _number_of(path):
    """How many records a path leads to; counted apart, since joins would multiply them."""
    counted = Review.objects.filter(pk=models.OuterRef("pk")).order_by().values("pk")
    return Coalesce(models.Subquery(counted.annotate(number=models.Count(path)).values("number")), 0)


class Review(models.Model):
    """A participatory look back at a programme, scored by a team."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="reviews")
    template = models.ForeignKey(ReviewTemplate, on_delete=models.PROTECT, related_name="reviews")
    slug = models.SlugField(_("short name"), max_length=20)
    title = models.CharField(_("title"), max_length=250)
    state = models.CharField(_("state"), max_length=13, choices=ReviewState, default=ReviewState.PLANNED)
    country_programme_outcomes = models.ManyToManyField(
        CountryProgrammeOutcome,
        blank=True,
        related_name="reviews",
        verbose_name=_("outcomes reviewed"),
    )

    objects = ReviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        ordering = ["-slug"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "slug"],
                name="one_review_per_short_name",
                violation_error_message=_("The programme already has a review with this short name."),
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("reviews:review", kwargs={"programme": self.programme.code, "review": self.slug})

    @property
    def takes_scores(self):
        """Whether scores and ratings may be written."""
        return self.state in SCORABLE_STATES


class TimetableTask(models.Model):
    """One task in the work plan of a review, in the words of its terms of reference."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="tasks")
    position = models.PositiveSmallIntegerField(_("position"))
    task = models.TextField(_("task"))
    time_frame = models.CharField(_("time frame"), max_length=150, blank=True)
    responsible = models.CharField(_("responsible"), max_length=200, blank=True)
    consultations = models.TextField(_("consultations"), blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("task of the timetable")
        verbose_name_plural = _("timetable")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["review", "task"],
                name="one_timetable_task_per_wording",
                violation_error_message=_("The timetable already has this task."),
            ),
        ]

    def __str__(self):
        return self.task[:80]
