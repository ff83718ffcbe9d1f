"""What was reported for an indicator in a period, how it was split, and what became of it."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from outcomes.models import InProgrammeQuerySet

from ..choices import ENTRY_MOVES, WRITABLE_STATES, Absence, EntryState, Grade
from .dimension import Category
from .indicator import Indicator, ScaleStep
from .period import ReportingPeriod


class ProgressEntryQuerySet(InProgrammeQuerySet):
    path = "indicator__outcome__programme"

    def in_programme(self, programme):
        """Entries of one programme, with what names them."""
        return (
            super()
            .in_programme(programme)
            .select_related("indicator__outcome__programme__country", "period", "step", "recorded_by", "submitted_by")
        )

    def verified(self):
        """Entries that count in published figures."""
        return self.filter(state=EntryState.VERIFIED)

    def with_verification(self):
        """Adds `grade`, `checked` and `checked_against` of the last time somebody vouched for it; None without."""
        last = Verification.objects.filter(entry=models.OuterRef("pk"))
        return self.annotate(
            **{name: models.Subquery(last.values(name)[:1]) for name in ("grade", "checked", "checked_against")}
        )


class ProgressEntry(models.Model):
    """What an indicator showed in one reporting period.

    It states a figure, or why there is none (an absence with its reason), or words; it may still be empty
    while it is a draft. A percentage keeps its numerator and denominator where they are known.
    """

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="entries")
    period = models.ForeignKey(ReportingPeriod, on_delete=models.PROTECT, related_name="entries")
    series = models.PositiveSmallIntegerField(_("series"), default=1, editable=False)
    measured_on = models.DateField(_("date of the figure"))
    value = models.DecimalField(_("value"), max_digits=18, decimal_places=4, null=True, blank=True)
    numerator = models.DecimalField(_("numerator"), max_digits=18, decimal_places=4, null=True, blank=True)
    denominator = models.DecimalField(_("denominator"), max_digits=18, decimal_places=4, null=True, blank=True)
    step = models.ForeignKey(ScaleStep, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    narrative = models.TextField(_("note"), blank=True)
    total_only_reason = models.CharField(_("why only a total"), max_length=300, blank=True)
    absence = models.CharField(_("no figure"), max_length=14, choices=Absence, blank=True)
    absence_reason = models.TextField(_("why there is no figure"), blank=True)
    source = models.CharField(_("source"), max_length=300, blank=True)
    explanation = models.TextField(_("explanation of what is unusual"), blank=True)
    state = models.CharField(_("state"), max_length=9, choices=EntryState, default=EntryState.DRAFT)
    revision = models.PositiveIntegerField(_("revision"), default=1)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="entries_recorded"
    )
    recorded_at = models.DateTimeField(_("recorded"), default=timezone.now)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="entries_submitted"
    )
    submitted_at = models.DateTimeField(_("handed in"), null=True, blank=True)
    is_late = models.BooleanField(_("late"), default=False, help_text=_("First handed in after the day it was due."))

    objects = ProgressEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("progress entry")
        verbose_name_plural = _("progress entries")
        ordering = [
            "-period__ends_on",
            "indicator__outcome__position",
            "indicator__outcome__number",
            "indicator__position",
            "-series",
        ]
        indexes = [models.Index(fields=["state", "indicator"], name="entries_by_state")]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "period", "series"],
                name="one_entry_per_indicator_period_and_series",
                violation_error_message=_("This indicator already has an entry for that period."),
            ),
            models.CheckConstraint(
                condition=models.Q(absence="") | models.Q(value=None, step=None, numerator=None),
                name="entry_has_a_figure_or_an_absence",
                violation_error_message=_("State a figure, or why there is none, but not both."),
            ),
            models.CheckConstraint(
                condition=models.Q(absence="") | ~models.Q(absence_reason=""),
                name="absence_has_a_reason",
                violation_error_message=_("Say why there is no figure."),
            ),
            models.CheckConstraint(
                condition=models.Q(numerator=None, denominator=None)
                | models.Q(numerator__isnull=False, denominator__isnull=False, denominator__gt=0),
                name="numerator_and_denominator_go_together",
                violation_error_message=_("Give numerator and denominator, and a denominator above 0."),
            ),
        ]

    def __str__(self):
        return f"{self.indicator.code}, {self.period.label}"

    def get_absolute_url(self):
        return reverse(
            "indicators:entry",
            kwargs={
                "programme": self.programme.code,
                "indicator": self.indicator.code,
                "period": self.period.label,
            },
        )

    @property
    def programme(self):
        """The programme it belongs to."""
        return self.indicator.programme

    @property
    def definition(self):
        """What its figure is read by: measure, currency, unit and steps as they were in its series."""
        return self.indicator.defined_in(self.series)

    @property
    def is_writable(self):
        """Whether its figures may be written now."""
        return self.state in WRITABLE_STATES and self.period.is_open

    def can_move_to(self, state):
        """Whether it may go into this state from the one it is in."""
        return state in ENTRY_MOVES[EntryState(self.state)]

    @property
    def outcome_id(self):
        """The outcome whose manager may write it."""
        return self.indicator.outcome_id


class DisaggregatedValue(models.Model):
    """The part of an entry's figure that falls into one category.

    Of a percentage, `value` is the numerator of the category, and `denominator` is out of how many.
    """

    entry = models.ForeignKey(ProgressEntry, on_delete=models.CASCADE, related_name="parts")
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="values")
    crossed_category = models.ForeignKey(
        Category, on_delete=models.PROTECT, null=True, blank=True, related_name="crossed_values"
    )
    value = models.DecimalField(_("value"), max_digits=18, decimal_places=4)
    denominator = models.DecimalField(_("out of"), max_digits=18, decimal_places=4, null=True, blank=True)

    class Meta:
        verbose_name = _("part of a figure")
        verbose_name_plural = _("parts of a figure")
        ordering = ["category__dimension", "category__position", "crossed_category__position"]
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "category"],
                condition=models.Q(crossed_category=None),
                name="one_value_per_entry_and_category",
                violation_error_message=_("The entry already has a figure for this category."),
            ),
            models.UniqueConstraint(
                fields=["entry", "category", "crossed_category"],
                name="one_value_per_entry_and_crossed_categories",
                violation_error_message=_("The entry already has a figure for these two categories."),
            ),
            models.CheckConstraint(
                condition=models.Q(value__gte=0),
                name="parts_are_not_negative",
                violation_error_message=_("A part of a figure cannot be negative."),
            ),
            models.CheckConstraint(
                condition=models.Q(denominator=None) | models.Q(denominator__gt=0),
                name="the_whole_of_a_part_is_above_0",
                violation_error_message=_("The whole of a part must be above 0."),
            ),
        ]

    def __str__(self):
        return f"{self.label}: {self.value}"

    @property
    def label(self):
        """The category, or the two that are crossed: `Women × 15–24`."""
        return str(self.category) if self.crossed_category is None else f"{self.category} × {self.crossed_category}"


class EntryMove(models.Model):
    """One step in the life of an entry: from which state to which, who, when and why. Kept for ever."""

    entry = models.ForeignKey(ProgressEntry, on_delete=models.CASCADE, related_name="moves")
    from_state = models.CharField(max_length=9, choices=EntryState)
    to_state = models.CharField(max_length=9, choices=EntryState)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    reason = models.TextField(blank=True)

    class Meta:
        verbose_name = _("move of an entry")
        verbose_name_plural = _("moves of entries")
        ordering = ["at", "pk"]

    def __str__(self):
        return f"{self.from_state} → {self.to_state}"


class Verification(models.Model):
    """Somebody vouched for the figure: how closely they looked, and at what."""

    entry = models.ForeignKey(ProgressEntry, on_delete=models.CASCADE, related_name="verifications")
    grade = models.CharField(_("how it was checked"), max_length=22, choices=Grade)
    checked = models.CharField(_("what was checked"), max_length=300, blank=True)
    checked_against = models.CharField(_("checked against"), max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("verification")
        verbose_name_plural = _("verifications")
        ordering = ["-at", "-pk"]

    def __str__(self):
        return self.get_grade_display()
