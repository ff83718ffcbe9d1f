"""What the programme works with: projects, money, and what may go wrong."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation

from ..choices import CURRENCY, FundingSource, ProjectStatus, RiskStatus
from .programme import InProgrammeQuerySet, Programme
from .structure import CountryProgrammeOutcome, DwcpOutcome


class Project(models.Model):
    """A technical cooperation project that serves the programme."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="projects")
    acronym = models.CharField(_("acronym"), max_length=40, blank=True)
    title = models.CharField(_("title"), max_length=400)
    also_called = models.JSONField(_("other titles"), default=list, blank=True)
    donors = models.ManyToManyField(Organisation, blank=True, related_name="projects_funded")
    status = models.CharField(_("status"), max_length=10, choices=ProjectStatus, blank=True)
    ended_year = models.PositiveSmallIntegerField(_("ended in"), null=True, blank=True)
    outcomes = models.ManyToManyField(DwcpOutcome, blank=True, related_name="projects")
    country_programme_outcomes = models.ManyToManyField(CountryProgrammeOutcome, blank=True, related_name="projects")
    note = models.TextField(_("note"), blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True)

    objects = InProgrammeQuerySet.as_manager()

    class Meta:
        verbose_name = _("project")
        verbose_name_plural = _("projects")
        ordering = ["title"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "title"],
                name="one_project_per_title",
                violation_error_message=_("The programme already has a project with this title."),
            ),
        ]

    def __str__(self):
        return self.acronym or self.title


class BudgetLine(models.Model):
    """Money for an outcome from one source; without an outcome, for the predefined outcomes together."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="budget_lines")
    outcome = models.ForeignKey(
        DwcpOutcome, on_delete=models.PROTECT, null=True, blank=True, related_name="budget_lines"
    )
    funding_source = models.CharField(_("funding source"), max_length=4, choices=FundingSource, blank=True)
    currency = models.CharField(_("currency"), max_length=3, default="USD", validators=[CURRENCY])
    required = models.DecimalField(_("required"), max_digits=14, decimal_places=2, null=True, blank=True)
    allocated = models.DecimalField(_("allocated"), max_digits=14, decimal_places=2)
    spent = models.DecimalField(_("spent"), max_digits=14, decimal_places=2, null=True, blank=True)
    note = models.TextField(_("note"), blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True)

    objects = InProgrammeQuerySet.as_manager()

    class Meta:
        verbose_name = _("budget line")
        verbose_name_plural = _("budget lines")
        ordering = ["outcome__position", "outcome__number", "funding_source"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "outcome", "funding_source", "currency"],
                name="one_budget_line_per_outcome_and_source",
                violation_error_message=_("There is already a line for this outcome and source."),
            ),
            # Databases take two empty outcomes for different ones, so these lines need a rule of their own.
            models.UniqueConstraint(
                fields=["programme", "funding_source", "currency"],
                condition=models.Q(outcome=None),
                name="one_budget_line_per_source_for_predefined_outcomes",
                violation_error_message=_("There is already a line for the predefined outcomes and this source."),
            ),
            models.CheckConstraint(
                condition=models.Q(allocated__gte=0)
                & (models.Q(spent=None) | models.Q(spent__gte=0))
                & (models.Q(required=None) | models.Q(required__gte=0)),
                name="budget_amounts_are_not_negative",
                violation_error_message=_("An amount cannot be negative."),
            ),
        ]

    def __str__(self):
        return f"{self.outcome or _('Predefined outcomes')}: {self.funding_source}"


class Risk(models.Model):
    """What may keep an outcome from being reached, and what is done about it."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="risks")
    outcome = models.ForeignKey(DwcpOutcome, on_delete=models.CASCADE, null=True, blank=True, related_name="risks")
    statement = models.TextField(_("risk"))
    likelihood = models.PositiveSmallIntegerField(
        _("likelihood"), validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    impact = models.PositiveSmallIntegerField(_("impact"), validators=[MinValueValidator(1), MaxValueValidator(5)])
    response = models.TextField(_("response"), blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="risks"
    )
    status = models.CharField(_("status"), max_length=10, choices=RiskStatus, default=RiskStatus.OPEN)

    objects = InProgrammeQuerySet.as_manager()

    class Meta:
        verbose_name = _("risk")
        verbose_name_plural = _("risks")
        ordering = ["-impact", "-likelihood", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(likelihood__range=(1, 5), impact__range=(1, 5)),
                name="risk_is_scored_from_1_to_5",
                violation_error_message=_("Likelihood and impact go from 1 to 5."),
            ),
        ]

    def __str__(self):
        return self.statement[:80]

    @property
    def score(self):
        """Likelihood times impact, 1 to 25."""
        return self.likelihood * self.impact
