"""What a review says in words: on sub-criteria, indicators and outcomes."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from indicators.models import Indicator
from outcomes.models import CountryProgrammeOutcome, DwcpOutcome

from ..choices import Attribution, Finding, FindingBasis, NarrativeHeading
from .review import Review
from .template import Criterion, SubCriterion


class SubCriterionFinding(models.Model):
    """What the review found under one heading of a criterion; it may treat several sub-criteria at once."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="sub_criterion_findings")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="findings")
    sub_criteria = models.ManyToManyField(SubCriterion, blank=True, related_name="findings")
    position = models.PositiveSmallIntegerField(_("position"), default=1)
    heading = models.CharField(_("heading"), max_length=300)
    finding = models.TextField(_("finding"))
    source = models.CharField(_("source"), max_length=200, blank=True)
    revision = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("finding on sub-criteria")
        verbose_name_plural = _("findings on sub-criteria")
        ordering = ["criterion__number", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["review", "criterion", "heading"],
                name="one_finding_per_criterion_and_heading",
                violation_error_message=_("The criterion already has a finding under this heading."),
            ),
        ]

    def __str__(self):
        return self.heading


class IndicatorFinding(models.Model):
    """What the review found on one indicator, in its own list, linked to the programme's indicator.

    Several findings may rest on one programme indicator. Figures stand as the review printed them; for a
    rise over the baseline, baseline and actual value are levels.
    """

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="indicator_findings")
    country_programme_outcome = models.ForeignKey(
        CountryProgrammeOutcome, on_delete=models.PROTECT, related_name="indicator_findings"
    )
    dwcp_outcome = models.ForeignKey(
        DwcpOutcome, on_delete=models.PROTECT, null=True, blank=True, related_name="indicator_findings"
    )
    number = models.PositiveSmallIntegerField(_("number"))
    statement = models.TextField(_("statement"))
    target_text = models.TextField(_("target in words"), blank=True)
    target_value = models.DecimalField(_("target value"), max_digits=18, decimal_places=4, null=True, blank=True)
    unit = models.CharField(_("unit"), max_length=120, blank=True)
    target_type = models.CharField(_("how the target is read"), max_length=20, blank=True)
    baseline_value = models.DecimalField(_("baseline value"), max_digits=18, decimal_places=4, null=True, blank=True)
    baseline_year = models.PositiveSmallIntegerField(_("year of the baseline"), null=True, blank=True)
    actual_value = models.DecimalField(_("actual value"), max_digits=18, decimal_places=4, null=True, blank=True)
    actual_text = models.TextField(_("actual in words"), blank=True)
    finding = models.CharField(_("finding"), max_length=18, choices=Finding)
    finding_basis = models.TextField(_("basis of the finding"), blank=True)
    basis = models.CharField(_("rests on"), max_length=13, choices=FindingBasis, blank=True)
    attribution = models.CharField(_("whose doing"), max_length=7, choices=Attribution, blank=True)
    shared_with = models.CharField(_("shared with"), max_length=250, blank=True)
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, null=True, blank=True, related_name="findings")
    also_covers = models.ManyToManyField(
        Indicator, blank=True, related_name="covering_findings", verbose_name=_("further indicators it speaks about")
    )
    match_note = models.TextField(_("note on the link"), blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True)
    revision = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("finding on an indicator")
        verbose_name_plural = _("findings on indicators")
        ordering = ["country_programme_outcome__code", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["review", "country_programme_outcome", "number"],
                name="one_indicator_finding_per_outcome_and_number",
                violation_error_message=_("The outcome already has a finding with this number."),
            ),
            models.CheckConstraint(
                condition=~models.Q(attribution="shared") | ~models.Q(shared_with=""),
                name="shared_attribution_says_with_whom",
                violation_error_message=_("Say with whom the result is shared."),
            ),
        ]

    def __str__(self):
        return f"{self.country_programme_outcome.code} {self.number}"


class OutcomeNarrative(models.Model):
    """What the review tells about an outcome under one heading."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="narratives")
    country_programme_outcome = models.ForeignKey(
        CountryProgrammeOutcome, on_delete=models.PROTECT, related_name="narratives"
    )
    heading = models.CharField(_("heading"), max_length=20, choices=NarrativeHeading)
    text = models.TextField(_("text"))
    source = models.CharField(_("source"), max_length=200, blank=True)
    revision = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("narrative of an outcome")
        verbose_name_plural = _("narratives of outcomes")
        ordering = ["country_programme_outcome__code", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["review", "country_programme_outcome", "heading"],
                name="one_narrative_per_outcome_and_heading",
                violation_error_message=_("The outcome already has a text under this heading."),
            ),
        ]

    def __str__(self):
        return f"{self.country_programme_outcome.code}: {self.get_heading_display()}"
