"""The reference sheet of an indicator: what it means, from where to where, and how it is counted."""

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from outcomes.models import DwcpOutcome, Programme

from ..choices import Accumulation, BaselineKind, Direction, Measure, ResultLevel, TargetKind, TargetReading


class Dimension(models.Model):
    """A way to split a figure, such as sex."""

    code = models.SlugField(_("code"), max_length=30, unique=True)
    name = models.CharField(_("name"), max_length=60)

    class Meta:
        verbose_name = _("dimension")
        verbose_name_plural = _("dimensions")
        ordering = ["name"]

    def __str__(self):
        return self.name


class Category(models.Model):
    """One part of a dimension, such as women. What fits in none is not stated."""

    dimension = models.ForeignKey(Dimension, on_delete=models.CASCADE, related_name="categories")
    code = models.SlugField(_("code"), max_length=30)
    name = models.CharField(_("name"), max_length=60)
    position = models.PositiveSmallIntegerField(default=1)

    class Meta:
        verbose_name = _("category")
        verbose_name_plural = _("categories")
        ordering = ["dimension", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["dimension", "code"],
                name="one_category_per_dimension_and_code",
                violation_error_message=_("The dimension already has this category."),
            ),
        ]

    def __str__(self):
        return self.name


class IndicatorQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Indicators of the programmes this person belongs to."""
        return self.filter(outcome__programme__in=Programme.objects.visible_to(user))

    def in_programme(self, programme):
        """The programme's indicators in the order of its document, with what names them."""
        return self.filter(outcome__programme=programme).select_related("outcome__programme__country")


class Indicator(models.Model):
    """A sign, agreed with the constituents, that an outcome is being reached."""

    outcome = models.ForeignKey(DwcpOutcome, on_delete=models.CASCADE, related_name="indicators")
    code = models.CharField(_("code"), max_length=20)
    position = models.PositiveSmallIntegerField(_("position"), default=1)
    statement = models.TextField(_("statement"))
    definition = models.TextField(_("definition"), blank=True)
    level = models.CharField(_("result level"), max_length=8, choices=ResultLevel, default=ResultLevel.OUTCOME)
    measure = models.CharField(_("measure"), max_length=10, choices=Measure, default=Measure.NUMBER)
    unit = models.CharField(_("unit"), max_length=120, blank=True)
    direction = models.CharField(_("direction"), max_length=8, choices=Direction, default=Direction.INCREASE)
    accumulation = models.CharField(
        _("accumulation"), max_length=10, choices=Accumulation, default=Accumulation.CUMULATIVE
    )
    is_milestone = models.BooleanField(
        _("milestone"),
        default=False,
        help_text=_("The thing counted is to exist or be done, rather than to rise year by year."),
    )
    baseline_kind = models.CharField(
        _("baseline"), max_length=13, choices=BaselineKind, default=BaselineKind.NOT_AVAILABLE
    )
    baseline_value = models.DecimalField(_("baseline value"), max_digits=18, decimal_places=4, null=True, blank=True)
    baseline_year = models.PositiveSmallIntegerField(_("year of the baseline"), null=True, blank=True)
    baseline_text = models.TextField(_("baseline in words"), blank=True)
    baseline_source = models.CharField(_("source of the baseline"), max_length=200, blank=True)
    means_of_verification = models.TextField(_("means of verification"), blank=True)
    frequency = models.CharField(_("frequency"), max_length=60, blank=True)
    responsible = models.CharField(_("responsible"), max_length=150, blank=True)
    dimensions = models.ManyToManyField(Dimension, blank=True, related_name="indicators", verbose_name=_("split by"))
    population = models.CharField(_("who is counted"), max_length=100, blank=True)
    note = models.TextField(_("note"), blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True)

    objects = IndicatorQuerySet.as_manager()

    class Meta:
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")
        ordering = ["outcome__number", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["outcome", "code"],
                name="one_indicator_per_outcome_and_code",
                violation_error_message=_("This outcome already has an indicator with that code."),
            ),
            models.CheckConstraint(
                condition=(
                    models.Q(baseline_kind=BaselineKind.VALUE, baseline_value__isnull=False)
                    | models.Q(baseline_kind=BaselineKind.ZERO, baseline_value__isnull=False, baseline_value=0)
                    | models.Q(baseline_kind=BaselineKind.NOT_AVAILABLE, baseline_value=None)
                ),
                name="baseline_kind_and_value_agree",
                violation_error_message=_(
                    "A known baseline needs its value, zero by definition is 0, and one that is not available has none."
                ),
            ),
        ]

    def __str__(self):
        return f"{self.code} {self.statement}"

    def get_absolute_url(self):
        return reverse("indicators:indicator", kwargs={"programme": self.programme.code, "indicator": self.code})

    def clean(self):
        """Addresses name an indicator by its code, so one code stands for one indicator of the programme."""
        if self.outcome_id is None:
            return  # the missing outcome is said by itself
        same = Indicator.objects.filter(outcome__programme=self.programme, code=self.code).exclude(pk=self.pk)
        if same.exists():
            raise ValidationError({"code": _("The programme already has an indicator with this code.")})

    @property
    def programme(self):
        """The programme whose outcome it measures."""
        return self.outcome.programme

    @property
    def states_figures(self):
        """Whether entries state a figure rather than words."""
        return self.measure != Measure.NARRATIVE


class ScaleStep(models.Model):
    """One named step of an indicator that moves on a scale."""

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="steps")
    number = models.PositiveSmallIntegerField(_("step"))
    name = models.CharField(_("name"), max_length=100)

    class Meta:
        verbose_name = _("step of a scale")
        verbose_name_plural = _("steps of a scale")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "number"],
                name="one_scale_step_per_number",
                violation_error_message=_("The scale already has a step with this number."),
            ),
        ]

    def __str__(self):
        return f"{self.number} {self.name}"


class Target(models.Model):
    """What an indicator should show, by when; in words only where no figure was agreed."""

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="targets")
    kind = models.CharField(_("kind"), max_length=9, choices=TargetKind, default=TargetKind.FINAL)
    value = models.DecimalField(_("value"), max_digits=18, decimal_places=4, null=True, blank=True)
    reading = models.CharField(_("read as"), max_length=12, choices=TargetReading, default=TargetReading.FIGURE)
    text = models.TextField(_("in words"), blank=True)
    due_on = models.DateField(_("due on"), null=True, blank=True)
    due_text = models.CharField(_("due, as stated"), max_length=40, blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("target")
        verbose_name_plural = _("targets")
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator"],
                condition=models.Q(kind=TargetKind.FINAL),
                name="one_final_target_per_indicator",
                violation_error_message=_("The indicator already has a final target."),
            ),
            models.CheckConstraint(
                condition=models.Q(value__isnull=False) | ~models.Q(text=""),
                name="target_has_a_value_or_words",
                violation_error_message=_("State the target as a figure or in words."),
            ),
        ]

    def __str__(self):
        return self.text or f"{self.value}"
