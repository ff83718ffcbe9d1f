"""What a programme promises: priorities, its outcomes, and the ILO's outcomes of each biennium."""

from django.core.validators import RegexValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ..codes import address_code
from .programme import InOutcomeQuerySet, InProgrammeQuerySet, Programme


class Priority(models.Model):
    """A broad field agreed with the constituents."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="priorities")
    letter = models.CharField(_("letter"), max_length=2)
    code = models.CharField(_("code"), max_length=10, blank=True)
    title = models.CharField(_("title"), max_length=300)
    source = models.CharField(_("source"), max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(_("place in the order"), default=0, editable=False)

    ordered_within = "programme"
    objects = InProgrammeQuerySet.as_manager()

    class Meta:
        verbose_name = _("priority")
        verbose_name_plural = _("priorities")
        ordering = ["position", "letter"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "letter"],
                name="one_priority_per_letter",
                violation_error_message=_("The programme already has a priority with this letter."),
            ),
        ]

    def __str__(self):
        return f"{self.letter} {self.title}"


class DwcpOutcome(models.Model):
    """A change promised in the programme document."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="outcomes")
    priority = models.ForeignKey(Priority, on_delete=models.PROTECT, related_name="outcomes")
    number = models.PositiveSmallIntegerField(_("number"))
    title = models.CharField(_("title"), max_length=400)
    short_title = models.CharField(_("short title"), max_length=100, blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(_("place in the order"), default=0, editable=False)

    ordered_within = "programme"
    moved_among = "priority"
    objects = InProgrammeQuerySet.as_manager()

    class Meta:
        verbose_name = _("outcome")
        verbose_name_plural = _("outcomes")
        ordering = ["position", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "number"],
                name="one_outcome_per_number",
                violation_error_message=_("The programme already has an outcome with this number."),
            ),
        ]

    def __str__(self):
        return f"{self.number} {self.short_title or self.title}"

    def get_absolute_url(self):
        return reverse("indicators:outcome", kwargs={"programme": self.programme.code, "outcome": self.number})


class Biennium(models.Model):
    """The ILO's two-year budget period."""

    label = models.CharField(_("label"), max_length=9, unique=True)
    start_year = models.PositiveSmallIntegerField(_("first year"), unique=True)
    end_year = models.PositiveSmallIntegerField(_("last year"))
    source = models.CharField(_("source"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("biennium")
        verbose_name_plural = _("biennia")
        ordering = ["start_year"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(end_year=models.F("start_year") + 1),
                name="biennium_lasts_two_years",
                violation_error_message=_("A biennium is two years: the last year follows the first."),
            ),
        ]

    def __str__(self):
        return self.label


class CountryProgrammeOutcome(models.Model):
    """The ILO's management unit for an outcome in one biennium.

    A code can be reused or renumbered in the next biennium, so the key is code and biennium together.
    Predefined outcomes (KHM 8xx) stand outside the priorities and belong to no outcome of the programme.
    """

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="country_programme_outcomes")
    biennium = models.ForeignKey(Biennium, on_delete=models.PROTECT, related_name="country_programme_outcomes")
    code = models.CharField(
        _("code"),
        max_length=7,
        validators=[RegexValidator(r"^[A-Z]{3} \d{3}\Z", _("A code looks like KHM 104."))],
    )
    title = models.CharField(_("title"), max_length=400)
    short_title = models.CharField(_("short title"), max_length=100, blank=True)
    dwcp_outcomes = models.ManyToManyField(
        DwcpOutcome,
        blank=True,
        related_name="country_programme_outcomes",
        verbose_name=_("outcomes of the programme"),
    )
    is_predefined = models.BooleanField(_("predefined"), default=False)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")
    predecessors = models.ManyToManyField(
        "self", symmetrical=False, blank=True, related_name="successors", verbose_name=_("predecessors")
    )
    lineage = models.CharField(_("how it came about"), max_length=100, blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True)

    objects = InProgrammeQuerySet.as_manager()

    class Meta:
        verbose_name = _("country programme outcome")
        verbose_name_plural = _("country programme outcomes")
        ordering = ["biennium__start_year", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "biennium", "code"],
                name="one_country_programme_outcome_per_code_and_biennium",
                violation_error_message=_("This biennium already has an outcome with that code."),
            ),
        ]

    def __str__(self):
        return f"{self.code} {self.short_title or self.title}"

    @property
    def address_code(self):
        """The code as it stands in an address."""
        return address_code(self.code)


class Strategy(models.Model):
    """How the programme means to reach an outcome."""

    outcome = models.ForeignKey(DwcpOutcome, on_delete=models.CASCADE, related_name="strategies")
    letter = models.CharField(_("letter"), max_length=2)
    text = models.TextField(_("text"))
    source = models.CharField(_("source"), max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(_("place in the order"), default=0, editable=False)

    ordered_within = "outcome"
    goes_along = True  # without its outcome it means nothing
    objects = InOutcomeQuerySet.as_manager()

    class Meta:
        verbose_name = _("strategy")
        verbose_name_plural = _("strategies")
        ordering = ["outcome__position", "outcome__number", "position", "letter"]
        constraints = [
            models.UniqueConstraint(
                fields=["outcome", "letter"],
                name="one_strategy_per_letter",
                violation_error_message=_("The outcome already has a strategy with this letter."),
            ),
        ]

    def __str__(self):
        return f"{self.outcome.number}{self.letter}"

    @property
    def programme(self):
        """The programme whose outcome it serves."""
        return self.outcome.programme
