"""The reference sheet of an indicator: what it means, from where to where, and how it is counted."""

from datetime import date

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from outcomes.choices import CURRENCY
from outcomes.models import DwcpOutcome, InOutcomeQuerySet

from ..choices import (
    MEASURES_WITHOUT_SUMS,
    SEX,
    Accumulation,
    BaselineKind,
    Direction,
    Frequency,
    Measure,
    ResultLevel,
)
from ..combinations import refusal_of
from ..words import REFUSALS, UNFIT
from .split import Disaggregation


class IndicatorQuerySet(InOutcomeQuerySet):
    def in_programme(self, programme):
        """The programme's indicators in the order of its document, with what names them."""
        return super().in_programme(programme).select_related("outcome__programme__country")

    def with_split_by_sex(self):
        """Adds `is_split_by_sex`: whether entries are asked for now by sex, alone or crossed."""
        splits = Disaggregation.objects.current().filter(indicator=models.OuterRef("pk"))
        by_sex = models.Q(dimension__code=SEX) | models.Q(crossed_with__code=SEX)
        return self.annotate(is_split_by_sex=models.Exists(splits.filter(by_sex)))


class Indicator(models.Model):
    """A sign, agreed with the constituents, that an outcome is being reached."""

    outcome = models.ForeignKey(DwcpOutcome, on_delete=models.CASCADE, related_name="indicators")
    code = models.CharField(_("code"), max_length=20)
    position = models.PositiveSmallIntegerField(_("position"), default=1)
    statement = models.TextField(_("statement"))
    definition = models.TextField(_("definition"), blank=True)
    rationale = models.TextField(_("rationale"), blank=True)
    method = models.TextField(_("method of collection"), blank=True)
    limitations = models.TextField(_("limitations"), blank=True)
    level = models.CharField(_("result level"), max_length=8, choices=ResultLevel, default=ResultLevel.OUTCOME)
    measure = models.CharField(_("measure"), max_length=10, choices=Measure, default=Measure.NUMBER)
    unit = models.CharField(_("unit"), max_length=120, blank=True)
    currency = models.CharField(_("currency"), max_length=3, blank=True, validators=[CURRENCY])
    numerator = models.CharField(_("part"), max_length=200, blank=True, help_text=_("What is counted above the line."))
    denominator = models.CharField(
        _("whole"), max_length=200, blank=True, help_text=_("What is counted below the line.")
    )
    may_exceed_hundred = models.BooleanField(
        _("may be more than 100 %"),
        default=False,
        help_text=_("A rise or a ratio may; a part of a whole cannot."),
    )
    direction = models.CharField(_("direction"), max_length=8, choices=Direction, default=Direction.INCREASE)
    accumulation = models.CharField(
        _("accumulation"), max_length=10, choices=Accumulation, default=Accumulation.CUMULATIVE
    )
    is_milestone = models.BooleanField(
        _("milestone"),
        default=False,
        help_text=_("The thing counted is to exist or be done, rather than to rise year by year."),
    )
    band_low = models.DecimalField(_("not below"), max_digits=18, decimal_places=4, null=True, blank=True)
    band_high = models.DecimalField(_("not above"), max_digits=18, decimal_places=4, null=True, blank=True)
    baseline_kind = models.CharField(
        _("baseline"), max_length=13, choices=BaselineKind, default=BaselineKind.NOT_AVAILABLE
    )
    baseline_value = models.DecimalField(_("baseline value"), max_digits=18, decimal_places=4, null=True, blank=True)
    baseline_year = models.PositiveSmallIntegerField(_("year of the baseline"), null=True, blank=True)
    baseline_on = models.DateField(_("date of the baseline"), null=True, blank=True)
    baseline_due_on = models.DateField(_("baseline due by"), null=True, blank=True)
    baseline_text = models.TextField(_("baseline in words"), blank=True)
    baseline_source = models.CharField(_("source of the baseline"), max_length=200, blank=True)
    means_of_verification = models.TextField(_("means of verification"), blank=True)
    frequency = models.CharField(_("frequency"), max_length=60, blank=True)
    responsible = models.CharField(_("responsible"), max_length=150, blank=True)
    reported_every = models.CharField(
        _("reported"),
        max_length=11,
        choices=Frequency,
        blank=True,
        help_text=_("How often a figure is expected; left empty, in every period of the programme."),
    )
    reporter = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="indicators_to_report",
        verbose_name=_("recorded by"),
        help_text=_("Who records its figures; left empty, those who have its outcome in their care."),
    )
    population = models.CharField(_("who is counted"), max_length=100, blank=True)
    note = models.TextField(_("note"), blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True)
    series = models.PositiveSmallIntegerField(_("current series"), default=1, editable=False)
    comparable_from = models.PositiveSmallIntegerField(_("series whose totals count"), default=1, editable=False)

    ordered_within = "outcome"
    objects = IndicatorQuerySet.as_manager()

    class Meta:
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")
        ordering = ["outcome__position", "outcome__number", "position"]
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
            models.CheckConstraint(
                condition=models.Q(baseline_due_on=None) | models.Q(baseline_kind=BaselineKind.NOT_AVAILABLE),
                name="only_a_missing_baseline_is_due",
                violation_error_message=UNFIT["only_a_missing_baseline_is_due"],
            ),
            models.CheckConstraint(
                condition=~models.Q(measure__in=MEASURES_WITHOUT_SUMS) | models.Q(accumulation=Accumulation.LEVEL),
                name="steps_and_words_do_not_add_up",
                violation_error_message=_(
                    "What is done or not done, a step on a scale and words do not add up: each entry is the level at "
                    "its date."
                ),
            ),
            models.CheckConstraint(
                condition=~models.Q(measure=Measure.YES_NO, direction=Direction.DECREASE),
                name="a_thing_to_be_done_does_not_decrease",
                violation_error_message=REFUSALS["done_does_not_decrease"],
            ),
            models.CheckConstraint(
                condition=models.Q(measure=Measure.MONEY) ^ models.Q(currency=""),
                name="money_and_only_money_has_a_currency",
                violation_error_message=_("Money needs its currency, and nothing else has one."),
            ),
            models.CheckConstraint(
                condition=models.Q(band_low=None, band_high=None)
                | models.Q(band_low__isnull=False, band_high__isnull=False, band_low__lte=models.F("band_high")),
                name="band_has_two_ends_in_order",
                violation_error_message=_("A band needs both ends, and the lower one must not lie above the other."),
            ),
            models.CheckConstraint(
                condition=models.Q(band_low=None) | models.Q(direction=Direction.MAINTAIN),
                name="only_what_is_maintained_has_a_band",
                violation_error_message=UNFIT["only_what_is_maintained_has_a_band"],
            ),
            models.CheckConstraint(
                condition=models.Q(comparable_from__gte=1, comparable_from__lte=models.F("series")),
                name="series_are_counted_from_one",
                violation_error_message=_("Series are counted from 1, and the current one is the last."),
            ),
        ]

    def __str__(self):
        return f"{self.code} {self.statement}"

    def get_absolute_url(self):
        return reverse("indicators:indicator", kwargs={"programme": self.programme.code, "indicator": self.code})

    def clean(self):
        """What cannot be measured so is refused; and addresses name an indicator by its code, so one code stands for
        one indicator of the programme.
        """
        problems = {}
        if refusal := refusal_of(self.measure, self.accumulation, self.direction):
            field = "direction" if refusal == "done_does_not_decrease" else "accumulation"
            problems[field] = REFUSALS[refusal]
        # Without an outcome the missing outcome is said by itself.
        same = Indicator.objects.filter(outcome__programme__outcomes=self.outcome_id, code=self.code)
        if self.outcome_id is not None and same.exclude(pk=self.pk).exists():
            problems["code"] = _("The programme already has an indicator with this code.")
        if problems:
            raise ValidationError(problems)

    @property
    def programme(self):
        """The programme whose outcome it measures."""
        return self.outcome.programme

    @property
    def baseline_day(self):
        """The day the baseline was measured on; where only the year is known, its last day; None without either."""
        if self.baseline_on is None and self.baseline_year:
            return date(self.baseline_year, 12, 31)
        return self.baseline_on

    @property
    def band(self):
        """Lower and upper end of the band in which it is to be kept, or None."""
        return None if self.band_low is None else (self.band_low, self.band_high)

    @property
    def is_part_of_whole(self):
        """Whether its figures are percentages that cannot leave 0 to 100."""
        return self.measure == Measure.PERCENTAGE and not self.may_exceed_hundred

    @property
    def scale_steps(self):
        """The steps of its scale, in their order; none where it is measured otherwise."""
        return tuple(self.steps.all()) if self.measure == Measure.SCALE else ()

    def defined_in(self, series):
        """What figures of one of its series are read by: the change that ended the series, or what it is now."""
        changes = self.series_changes.all() if series < self.series else ()
        return next((change for change in changes if change.number == series + 1), self)


class ScaleStep(models.Model):
    """One named step of an indicator that moves on a scale."""

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="steps")
    number = models.PositiveSmallIntegerField(_("step"))
    name = models.CharField(_("name"), max_length=100)

    goes_along = True

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
