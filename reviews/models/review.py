"""A review of a programme, its team and its timetable."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.choices import Constituency
from consultations.models import Event
from outcomes.models import CountryProgrammeOutcome, Programme

from ..choices import ALONE_STATES, SCORABLE_STATES, WRITABLE_STATES, ReviewState, TeamCapacity
from .template import ReviewTemplate


class ReviewQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Reviews of the programmes this person belongs to."""
        return self.filter(programme__in=Programme.objects.visible_to(user))

    def with_number_of_areas(self):
        """Adds how many performance areas the method has."""
        return self.annotate(number_of_areas=_number_of("template__areas"))

    def with_numbers(self):
        """Adds how many priorities, outcomes, projects, recommendations and performance areas there are."""
        return self.annotate(
            number_of_priorities=_number_of("programme__priorities"),
            number_of_outcomes=_number_of("programme__outcomes"),
            number_of_projects=_number_of("programme__projects"),
            number_of_recommendations=_number_of("recommendations"),
        ).with_number_of_areas()


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
    events = models.ManyToManyField(
        Event, blank=True, related_name="reviews", verbose_name=_("consultations held for the review")
    )
    # Markdown.
    terms_of_reference = models.TextField(_("terms of reference"), blank=True)
    # What stood in the programme when the review was opened (`reviews.facts`), as canonical JSON; the figures of the
    # report come from here.
    facts = models.TextField(_("facts as they stood"), blank=True, editable=False)
    facts_fixed_at = models.DateTimeField(_("facts as of"), null=True, blank=True, editable=False)
    # Rises each time a draft goes to the constituents: what they say is said to that draft.
    consultation_round = models.PositiveSmallIntegerField(default=0, editable=False)
    # Why a final review is open again; printed in the version that corrects it.
    erratum = models.TextField(_("what is corrected"), blank=True, editable=False)
    revision = models.PositiveIntegerField(default=1, editable=False)

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

    @property
    def takes_words(self):
        """Whether the words of its report may be written."""
        return self.state in WRITABLE_STATES

    @property
    def life(self):
        """The states of a review in their order, each with where it lies for this one: past, now or ahead."""
        states = list(ReviewState)
        here = states.index(ReviewState(self.state))
        return [
            (state, "past" if place < here else "now" if place == here else "ahead")
            for place, state in enumerate(states)
        ]

    @property
    def takes_answers(self):
        """Whether its recommendations may be answered: they are out once the constituents have read a draft."""
        return self.consultation_round > 0 or self.state in (ReviewState.CONSULTATION, ReviewState.FINAL)

    @property
    def is_scored_alone(self):
        """Whether each reviewer scores alone now, and nobody sees the scores of the others."""
        return self.state == ReviewState.SCORING

    @property
    def is_blind(self):
        """Whether nobody may see how the others score: until the team comes together."""
        return self.state in ALONE_STATES


class TeamMember(models.Model):
    """Somebody who scores a review. Their constituency is said beside a dissent, where they speak for one."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="team")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="review_teams", verbose_name=_("person")
    )
    capacity = models.CharField(_("in the team as"), max_length=6, choices=TeamCapacity, default=TeamCapacity.MEMBER)
    constituency = models.CharField(_("speaks for"), max_length=12, choices=Constituency, blank=True)
    # When this person said that their own scores are complete; empty again when they take that back.
    handed_in_at = models.DateTimeField(_("scores handed in"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("member of the review team")
        verbose_name_plural = _("review team")
        ordering = ["capacity", "person__name"]
        constraints = [
            models.UniqueConstraint(
                fields=["review", "person"],
                name="one_place_in_the_team_per_person",
                violation_error_message=_("This person is in the team already."),
            ),
            models.UniqueConstraint(
                fields=["review"],
                condition=models.Q(capacity="lead"),
                name="one_lead_per_review",
                violation_error_message=_("The team already has somebody who leads it."),
            ),
        ]

    def __str__(self):
        return str(self.person)

    @property
    def programme(self):
        """The programme under review."""
        return self.review.programme


class TimetableTask(models.Model):
    """One task in the work plan of a review, in the words of its terms of reference."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="tasks")
    position = models.PositiveSmallIntegerField(_("position"))
    task = models.TextField(_("task"))
    time_frame = models.CharField(_("time frame"), max_length=150, blank=True)
    responsible = models.CharField(_("responsible"), max_length=200, blank=True)
    consultations = models.TextField(_("consultations"), blank=True)
    done_on = models.DateField(_("done on"), null=True, blank=True)
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
