"""What an agreed score rests on, and who does not agree with it."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.choices import Constituency
from consultations.models import Event
from indicators.models import Indicator, ProgressEntry

from .individual import IndividualScore
from .scores import AreaRating, CriterionScore

ONE_AGREED = models.Q(criterion_score__isnull=False, area_rating=None) | models.Q(
    criterion_score=None, area_rating__isnull=False
)


class Dissent(models.Model):
    """A member of the team holds another view of an agreed score. It is kept, and printed beside the score."""

    criterion_score = models.ForeignKey(
        CriterionScore, on_delete=models.CASCADE, null=True, blank=True, related_name="dissents"
    )
    area_rating = models.ForeignKey(
        AreaRating, on_delete=models.CASCADE, null=True, blank=True, related_name="dissents"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="dissents")
    # Printed instead of the person, where given.
    constituency = models.CharField(_("speaks for"), max_length=12, choices=Constituency, blank=True)
    score = models.PositiveSmallIntegerField(_("score"), null=True, blank=True)
    text = models.TextField(_("other view"))
    revision = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("dissent")
        verbose_name_plural = _("dissents")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=ONE_AGREED,
                name="dissent_is_about_one_score",
                violation_error_message=_("A dissent is about one score."),
            ),
            models.UniqueConstraint(
                fields=["criterion_score", "by"],
                condition=models.Q(criterion_score__isnull=False),
                name="one_dissent_per_person_and_criterion",
                violation_error_message=_("You have a dissenting view of this score already: change that one."),
            ),
            models.UniqueConstraint(
                fields=["area_rating", "by"],
                condition=models.Q(area_rating__isnull=False),
                name="one_dissent_per_person_and_rating",
                violation_error_message=_("You have a dissenting view of this rating already: change that one."),
            ),
            models.CheckConstraint(
                condition=~models.Q(text=""),
                name="dissent_says_why",
                violation_error_message=_("Say what you see otherwise."),
            ),
        ]

    def __str__(self):
        return f"{self.by}: {self.criterion_score or self.area_rating}"

    @property
    def review(self):
        """The review whose score it is about."""
        return (self.criterion_score or self.area_rating).review  # type: ignore[union-attr]  # a constraint holds one

    @property
    def programme(self):
        """The programme under review."""
        return self.review.programme


class Citation(models.Model):
    """One thing a score rests on: an indicator, an entry, a consultation, or a document named in words."""

    criterion_score = models.ForeignKey(
        CriterionScore, on_delete=models.CASCADE, null=True, blank=True, related_name="citations"
    )
    area_rating = models.ForeignKey(
        AreaRating, on_delete=models.CASCADE, null=True, blank=True, related_name="citations"
    )
    individual_score = models.ForeignKey(
        IndividualScore, on_delete=models.CASCADE, null=True, blank=True, related_name="citations"
    )
    position = models.PositiveSmallIntegerField(_("position"), default=1)
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, null=True, blank=True, related_name="citations")
    entry = models.ForeignKey(ProgressEntry, on_delete=models.PROTECT, null=True, blank=True, related_name="citations")
    event = models.ForeignKey(Event, on_delete=models.PROTECT, null=True, blank=True, related_name="citations")
    document = models.CharField(_("document"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("citation")
        verbose_name_plural = _("citations")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(criterion_score__isnull=False, area_rating=None, individual_score=None)
                | models.Q(criterion_score=None, area_rating__isnull=False, individual_score=None)
                | models.Q(criterion_score=None, area_rating=None, individual_score__isnull=False),
                name="citation_supports_one_score",
                violation_error_message=_("A citation supports one score."),
            ),
            models.CheckConstraint(
                condition=models.Q(indicator__isnull=False, entry=None, event=None, document="")
                | models.Q(indicator=None, entry__isnull=False, event=None, document="")
                | models.Q(indicator=None, entry=None, event__isnull=False, document="")
                | (models.Q(indicator=None, entry=None, event=None) & ~models.Q(document="")),
                name="citation_names_one_thing",
                violation_error_message=_("Name an indicator, an entry, a consultation or a document."),
            ),
        ]

    def __str__(self):
        if self.individual_score_id:
            # Listed by name where everything that belongs to a review is: what somebody cites alone is theirs to say.
            return f"{self._meta.verbose_name} {self.pk}"
        return str(self.indicator or self.entry or self.event or self.document)
