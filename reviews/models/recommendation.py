"""What a review asks somebody to do, what was answered, and what came of it."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from indicators.models import Indicator
from outcomes.models import Programme

from ..choices import ENDED_ACTIONS, OPEN_ACTIONS, ActionStatus, Adequacy, ResponseVerdict
from .review import Review
from .template import Criterion


class RecommendationQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Recommendations of the reviews of the programmes this person belongs to."""
        return self.filter(review__programme__in=Programme.objects.visible_to(user))

    def carried_over(self):
        """Those that repeat one of an earlier review."""
        return self.exclude(carried_from=None)

    def still_open(self):
        """Those that nobody rejected and that are not done, as `reviews.follow_up.state_of` says of one."""
        actions = FollowUpAction.objects.filter(recommendation=models.OuterRef("pk"))
        waiting = actions.filter(models.Q(status__in=OPEN_ACTIONS) | models.Q(adequacy=Adequacy.INADEQUATE))
        undone = ~models.Exists(actions) | models.Exists(waiting)
        return self.exclude(response__verdict=ResponseVerdict.REJECTED).filter(undone)


class Recommendation(models.Model):
    """What the review asks somebody to do.

    One that was carried over points to the one it repeats: how often and for how long it has been said follows from
    that chain. `indicators` are those by which its effect can be seen.
    """

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="recommendations")
    number = models.PositiveSmallIntegerField(_("number"))
    criterion = models.ForeignKey(
        Criterion, on_delete=models.PROTECT, null=True, blank=True, related_name="recommendations"
    )
    text = models.TextField(_("text"))
    addressed_to = models.CharField(_("addressed to"), max_length=200, blank=True)
    indicators = models.ManyToManyField(
        Indicator, blank=True, related_name="recommendations", verbose_name=_("indicators that show its effect")
    )
    carried_from = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="carried_to", editable=False
    )
    source = models.CharField(_("source"), max_length=200, blank=True)
    revision = models.PositiveIntegerField(default=1, editable=False)

    objects = RecommendationQuerySet.as_manager()

    class Meta:
        verbose_name = _("recommendation")
        verbose_name_plural = _("recommendations")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["review", "number"],
                name="one_recommendation_per_number",
                violation_error_message=_("The review already has a recommendation with this number."),
            ),
            models.UniqueConstraint(
                fields=["review", "carried_from"],
                name="one_recommendation_carried_once_per_review",
                violation_error_message=_("This recommendation was carried over into the review already."),
            ),
        ]

    def __str__(self):
        return f"{self.number}"

    @property
    def programme(self):
        """The programme under review."""
        return self.review.programme


class ManagementResponse(models.Model):
    """What the office answers to a recommendation."""

    recommendation = models.OneToOneField(Recommendation, on_delete=models.CASCADE, related_name="response")
    verdict = models.CharField(_("answer"), max_length=18, choices=ResponseVerdict)
    reason = models.TextField(_("reason"), blank=True)
    resources = models.CharField(_("resources"), max_length=250, blank=True)
    responded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    responded_at = models.DateTimeField(_("answered"))
    revision = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("management response")
        verbose_name_plural = _("management responses")
        ordering = ["recommendation__number"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(verdict="accepted") | ~models.Q(reason=""),
                name="response_has_a_reason_unless_accepted",
                violation_error_message=_("Say why the recommendation is not accepted as it stands."),
            ),
        ]

    def __str__(self):
        return f"{self.recommendation}: {self.get_verdict_display()}"

    @property
    def programme(self):
        """The programme under review."""
        return self.recommendation.programme

    @property
    def review(self):
        """The review that it follows."""
        return self.recommendation.review


class FollowUpActionQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Actions that follow the reviews of the programmes this person belongs to."""
        return self.filter(recommendation__review__programme__in=Programme.objects.visible_to(user))

    def still_open(self):
        """Those that still wait for their owner."""
        return self.filter(status__in=OPEN_ACTIONS)

    def overdue(self, on):
        """Those still open whose day has passed."""
        return self.still_open().filter(due_on__lt=on)

    def owned_by(self, person):
        """Those that name this person; where no person is named, those of the organisation they belong to."""
        theirs = models.Q(owner=person)
        if person.organisation_id is not None:
            theirs |= models.Q(owner=None, organisation=person.organisation_id)
        return self.filter(theirs)

    def to_be_checked(self):
        """Those that came to their end, and that nobody has judged yet."""
        return self.filter(status__in=ENDED_ACTIONS, adequacy="")


class FollowUpAction(models.Model):
    """One thing to be done about a recommendation: by whom, until when, and what came of it.

    Whether it answers the recommendation is judged by somebody who neither owns nor reported it.
    """

    recommendation = models.ForeignKey(Recommendation, on_delete=models.CASCADE, related_name="actions")
    number = models.PositiveSmallIntegerField(_("number"))
    text = models.TextField(_("what is to be done"))
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="follow_up_actions",
        verbose_name=_("owner"),
    )
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="follow_up_actions",
        verbose_name=_("organisation"),
    )
    due_on = models.DateField(_("due on"), null=True, blank=True)
    status = models.CharField(_("status"), max_length=19, choices=ActionStatus, default=ActionStatus.OUTSTANDING)
    progress = models.TextField(_("what was done"), blank=True)
    evidence = models.TextField(_("where that can be seen"), blank=True)
    completed_on = models.DateField(_("completed on"), null=True, blank=True)
    reported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    adequacy = models.CharField(_("does it answer the recommendation"), max_length=15, choices=Adequacy, blank=True)
    adequacy_note = models.TextField(_("why"), blank=True)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    checked_at = models.DateTimeField(_("checked"), null=True, blank=True, editable=False)
    revision = models.PositiveIntegerField(default=1, editable=False)

    objects = FollowUpActionQuerySet.as_manager()

    class Meta:
        verbose_name = _("follow-up action")
        verbose_name_plural = _("follow-up actions")
        ordering = ["recommendation__number", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["recommendation", "number"],
                name="one_action_per_recommendation_and_number",
                violation_error_message=_("The recommendation already has an action with this number."),
            ),
            models.CheckConstraint(
                condition=~models.Q(status="completed") | models.Q(completed_on__isnull=False),
                name="completed_action_has_its_day",
                violation_error_message=_("Say when the action was completed."),
            ),
            models.CheckConstraint(
                condition=models.Q(adequacy="") | models.Q(checked_by__isnull=False),
                name="checked_action_names_who_checked",
                violation_error_message=_("A check names who made it."),
            ),
            models.CheckConstraint(
                condition=models.Q(checked_by=None) | models.Q(owner=None) | ~models.Q(checked_by=models.F("owner")),
                name="nobody_checks_their_own_action",
                violation_error_message=_("Whoever owns an action cannot judge whether it answers the recommendation."),
            ),
            models.CheckConstraint(
                condition=models.Q(checked_by=None)
                | models.Q(reported_by=None)
                | ~models.Q(checked_by=models.F("reported_by")),
                name="nobody_checks_what_they_reported",
                violation_error_message=_("Whoever reported on an action cannot judge it."),
            ),
        ]

    def __str__(self):
        return f"{self.recommendation}.{self.number}"

    @property
    def programme(self):
        """The programme under review."""
        return self.recommendation.programme

    @property
    def review(self):
        """The review that it follows."""
        return self.recommendation.review

    @property
    def is_open(self):
        """Whether it still waits for whoever does it."""
        return self.status in OPEN_ACTIONS
